import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, Refusal } from '../answers.ts';
import { readCommit, renderCommit } from '../commits.ts';
import { gitText, resolveObject } from '../git/git.ts';
import { findProtections } from '../protection.ts';
import { apiBase, nodeId, pageBase } from '../render.ts';
import type { Repository } from '../repository.ts';
import { readRef } from '../transfers/ref-changes.ts';
import { answerPage, type Call, type Route, readContents } from './call.ts';
import { renderRules, rulesetId, withRules } from './rulesets.ts';

interface NamedRef {
  readonly name: string;
  readonly sha: string;
}

/** Names and commits under `refs/heads/` or `refs/tags/`. */
async function listRefs(repository: Repository, under: 'refs/heads/' | 'refs/tags/'): Promise<NamedRef[]> {
  const text = await gitText(repository.gitDirectory, ['for-each-ref', '--format=%(refname)', under]);
  const names = text.split('\n').filter((line) => line !== '');
  const refs: NamedRef[] = [];
  for (const ref of names) {
    const sha = await resolveObject(repository.gitDirectory, ref);
    if (sha !== undefined) refs.push({ name: ref.slice(under.length), sha });
  }
  return refs;
}

async function listBranches(call: Call): Promise<EmulatorResponse> {
  const { repository } = call;
  return answerPage(call, await listRefs(repository, 'refs/heads/'), ({ name, sha }) => ({
    name,
    commit: { sha, url: `${apiBase(repository)}/commits/${sha}` },
    protected: findProtections(repository, `refs/heads/${name}`).length > 0,
  }));
}

async function getBranch({ repository, params }: Call): Promise<EmulatorResponse> {
  const name = params['branch'] ?? '';
  const sha = await readRef(repository, `refs/heads/${name}`);
  if (sha === undefined) throw new Refusal(404, 'Branch not found');
  const url = `${apiBase(repository)}/branches/${name}`;
  const protections = findProtections(repository, `refs/heads/${name}`);
  // Only classic rules are told here; those of rulesets are read by "Get rules for a branch".
  const classic = protections.filter(({ source }) => source === 'branch-protection');
  const contexts = [...new Set(classic.flatMap(({ requiredStatusChecks = [] }) => requiredStatusChecks))];
  return json(200, {
    name,
    commit: renderCommit(repository, await readCommit(repository.gitDirectory, sha)),
    _links: { self: url, html: `${pageBase(repository)}/tree/${name}` },
    protected: protections.length > 0,
    protection: {
      enabled: classic.length > 0,
      required_status_checks: {
        enforcement_level: contexts.length === 0 ? 'off' : 'everyone',
        contexts,
        checks: contexts.map((context) => ({ context, app_id: null })),
      },
    },
    protection_url: `${url}/protection`,
  });
}

/** Rules of rulesets alone: classic branch protection is not among them. */
async function listRules(call: Call): Promise<EmulatorResponse> {
  const { repository, params } = call;
  const rulesets = findProtections(repository, `refs/heads/${params['branch'] ?? ''}`).filter(
    (protection) => protection.source === 'ruleset',
  );
  const rules = rulesets.flatMap((ruleset) =>
    renderRules(ruleset).map((rule) => ({
      ...rule,
      ruleset_source_type: 'Repository',
      ruleset_source: repository.fullName,
      ruleset_id: rulesetId(repository, ruleset),
    })),
  );
  return answerPage(call, rules, (rule) => rule);
}

async function listTags(call: Call): Promise<EmulatorResponse> {
  const { repository } = call;
  const tags = await listRefs(repository, 'refs/tags/');
  // Newest version-like name first, as the page of the tags shows them.
  tags.sort((left, right) => right.name.localeCompare(left.name, 'en', { numeric: true }));
  return answerPage(call, tags, ({ name, sha }) => ({
    name,
    zipball_url: `${apiBase(repository)}/zipball/refs/tags/${name}`,
    tarball_url: `${apiBase(repository)}/tarball/refs/tags/${name}`,
    commit: { sha, url: `${apiBase(repository)}/commits/${sha}` },
    node_id: nodeId('REF', `${repository.id}:refs/tags/${name}`),
  }));
}

export const branchRoutes: readonly Route[] = [
  { method: 'GET', path: '/branches', needs: readContents, handle: listBranches },
  { method: 'GET', path: '/branches/:branch{.+}', needs: readContents, handle: getBranch },
  {
    method: 'GET',
    path: '/rules/branches/:branch{.+}',
    needs: { scope: 'metadata', level: 'read' },
    handle: withRules(listRules),
  },
  { method: 'GET', path: '/tags', needs: readContents, handle: listTags },
];
