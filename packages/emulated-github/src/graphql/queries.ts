import { GraphQLError } from 'graphql';
import { mayDo } from '../caller.ts';
import { readCommit } from '../commits.ts';
import { gitText, resolveObject } from '../git/git.ts';
import { findRepository } from '../github-state.ts';
import type { Release } from '../model.ts';
import { findLatest, renderRelease } from '../releases.ts';
import { isoTime, nodeId, pageBase, userId } from '../render.ts';
import type { Repository } from '../repository.ts';
import { readRef } from '../transfers/ref-changes.ts';
import { allow, failure, type GraphqlContext } from './failures.ts';

export const repositoryNodeId = (repository: Repository): string => nodeId('R', repository.id);
export const refNodeId = (repository: Repository, ref: string): string =>
  nodeId('REF', `${repository.id}:${ref}`);

/** Any object of the repository, typed by what git says it is. */
export async function renderObject(repository: Repository, sha: string): Promise<Record<string, unknown>> {
  const directory = repository.gitDirectory;
  const type = await gitText(directory, ['cat-file', '-t', sha]);
  const common = { oid: sha, abbreviatedOid: sha.slice(0, 7) };
  if (type === 'tag') {
    const raw = await gitText(directory, ['cat-file', 'tag', sha]);
    const target = /^object (\w+)$/m.exec(raw)?.[1] ?? '';
    return {
      __typename: 'Tag',
      ...common,
      id: nodeId('T', `${repository.id}:${sha}`),
      name: /^tag (.*)$/m.exec(raw)?.[1] ?? '',
      message: raw.slice(raw.indexOf('\n\n') + 2),
      target: () => renderObject(repository, target),
    };
  }
  if (type !== 'commit') {
    return {
      __typename: type === 'tree' ? 'Tree' : 'Blob',
      ...common,
      id: nodeId('O', `${repository.id}:${sha}`),
    };
  }
  const commit = await readCommit(directory, sha);
  const [headline = '', ...body] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    ...common,
    id: nodeId('C', `${repository.id}:${sha}`),
    message: commit.message,
    messageHeadline: headline,
    messageBody: body.join('\n').trim(),
    author: commit.author,
    committer: commit.committer,
    committedDate: commit.committer.date,
    url: `${pageBase(repository)}/commit/${sha}`,
    signature: repository.signedCommits.has(sha)
      ? { isValid: true, state: 'VALID', wasSignedByGitHub: true }
      : null,
  };
}

export async function renderRefNode(
  repository: Repository,
  ref: string,
): Promise<Record<string, unknown> | null> {
  const sha = await readRef(repository, ref);
  if (sha === undefined) return null;
  const [, prefix = 'refs/', name = ref] = /^(refs\/(?:heads|tags)\/)(.*)$/.exec(ref) ?? [];
  return { id: refNodeId(repository, ref), name, prefix, target: () => renderObject(repository, sha) };
}

async function renderReleaseNode(repository: Repository, release: Release): Promise<Record<string, unknown>> {
  const rest = renderRelease(repository, release);
  return {
    id: rest['node_id'],
    databaseId: release.id,
    tagName: release.tagName,
    name: release.name,
    description: release.body,
    isDraft: release.draft,
    isPrerelease: release.prerelease,
    isLatest: (await findLatest(repository)) === release,
    immutable: release.immutable,
    createdAt: isoTime(release.createdAtMs),
    publishedAt: rest['published_at'],
    url: rest['html_url'],
  };
}

/** Where GitHub looks for the policy of a repository. */
const policyPaths = ['.github/SECURITY.md', 'SECURITY.md', 'docs/SECURITY.md'];

async function hasPolicy({ gitDirectory, defaultBranch }: Repository): Promise<boolean> {
  for (const path of policyPaths) {
    const blob = `refs/heads/${defaultBranch}:${path}`;
    if ((await resolveObject(gitDirectory, blob, 'blob')) !== undefined) return true;
  }
  return false;
}

function renderCommunity(repository: Repository, context: GraphqlContext): Record<string, unknown> {
  const { discussionCategories: names } = repository;
  return {
    hasDiscussionsEnabled: names.length > 0,
    isSecurityPolicyEnabled: () => hasPolicy(repository),
    securityPolicyUrl: async () =>
      (await hasPolicy(repository)) ? `${pageBase(repository)}/security/policy` : null,
    discussionCategories({ first, last }: { first?: number; last?: number }) {
      if (first === undefined && last === undefined) {
        throw new GraphQLError(
          'You must provide a `first` or `last` value to properly paginate the `discussionCategories` connection.',
          { extensions: { type: 'MISSING_PAGINATION_BOUNDARIES' } },
        );
      }
      if (repository.private) allow(context, repository, 'read', 'discussions');
      const nodes = names.slice(0, first).map((name) => ({
        id: nodeId('DIC', `${repository.id}:${name}`),
        isAnswerable: name === 'Q&A',
        name,
        slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
      }));
      return { nodes, totalCount: names.length };
    },
  };
}

function renderRepositoryNode(repository: Repository, context: GraphqlContext): Record<string, unknown> {
  return {
    id: repositoryNodeId(repository),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.private,
    ...renderCommunity(repository, context),
    defaultBranchRef: () => renderRefNode(repository, `refs/heads/${repository.defaultBranch}`),
    async object({ expression, oid }: { expression?: string; oid?: string }) {
      const sha = await resolveObject(repository.gitDirectory, oid ?? expression ?? '', 'object');
      return sha === undefined ? null : renderObject(repository, sha);
    },
    async ref({ qualifiedName }: { qualifiedName: string }) {
      const candidates = qualifiedName.startsWith('refs/')
        ? [qualifiedName]
        : [`refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`];
      for (const ref of candidates) {
        const found = await renderRefNode(repository, ref);
        if (found !== null) return found;
      }
      return null;
    },
    /** Drafts included, for who may push; the newest when several have the same tag. */
    async release({ tagName }: { tagName: string }) {
      const pushes = mayDo(context.caller, repository, { scope: 'contents', level: 'write' });
      const found = repository.releases.filter(
        (release) => release.tagName === tagName && (pushes || !release.draft),
      );
      const release = found.find((entry) => !entry.draft) ?? found.at(-1);
      if (release?.draft === true) allow(context, repository, 'write');
      return release === undefined ? null : renderReleaseNode(repository, release);
    },
  };
}

export const queries = {
  viewer: (_: unknown, { caller }: GraphqlContext) => ({
    login: caller.login,
    databaseId: userId(caller.login),
    id: nodeId('U', userId(caller.login)),
  }),
  repository({ owner, name }: { owner: string; name: string }, context: GraphqlContext) {
    const missing = failure(
      'NOT_FOUND',
      `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    );
    const repository = findRepository(context.world, owner, name);
    if (repository === undefined) throw missing;
    if (repository.private && !mayDo(context.caller, repository, { scope: 'metadata', level: 'read' }))
      throw missing;
    allow(context, repository, 'read');
    return renderRepositoryNode(repository, context);
  },
};
