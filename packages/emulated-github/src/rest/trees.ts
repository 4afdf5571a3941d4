import type { EmulatorResponse } from '@slipway/gateway/service';
import { invalidRequest, json, notFound, Refusal } from '../answers.ts';
import { gitText, resolveObject } from '../git/git.ts';
import { listTree, type TreeChange, type TreeEntry, writeTree } from '../git/trees.ts';
import { apiBase } from '../render.ts';
import type { Repository } from '../repository.ts';
import {
  type Call,
  type JsonObject,
  optionalString,
  type Route,
  readBody,
  readContents,
  requireString,
  writeContents,
} from './call.ts';

function renderTree(repository: Repository, sha: string, entries: readonly TreeEntry[]): unknown {
  const base = apiBase(repository);
  return {
    sha,
    url: `${base}/git/trees/${sha}`,
    truncated: false,
    tree: entries.map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      ...(entry.type === 'commit' ? {} : { url: `${base}/git/${entry.type}s/${entry.sha}` }),
    })),
  };
}

async function getTree({ repository, params, query }: Call): Promise<EmulatorResponse> {
  const sha = await resolveObject(repository.gitDirectory, params['sha'] ?? '', 'tree');
  if (sha === undefined) throw notFound();
  // Any value of `recursive` counts, `0` and `false` too (REST reference, "Get a tree").
  const entries = await listTree(repository.gitDirectory, sha, query.has('recursive') ? ['-r', '-t'] : []);
  return json(200, renderTree(repository, sha, entries));
}

const modes: Readonly<Record<string, 'blob' | 'tree' | 'commit'>> = {
  '100644': 'blob',
  '100755': 'blob',
  '120000': 'blob',
  '040000': 'tree',
  '160000': 'commit',
};

async function readChange(
  repository: Repository,
  entry: JsonObject,
  base: string | undefined,
): Promise<TreeChange[]> {
  const path = requireString(entry, 'path');
  const mode = optionalString(entry, 'mode') ?? '100644';
  const type = modes[mode];
  if (
    path.startsWith('/') ||
    path.endsWith('/') ||
    path
      .split('/')
      .some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')
  ) {
    throw new Refusal(422, 'tree.path contains a malformed path component');
  }
  if (type === undefined) {
    throw new Refusal(422, 'Must supply a valid tree.mode');
  }
  const content = optionalString(entry, 'content');
  if (content !== undefined && entry['sha'] !== undefined) {
    throw new Refusal(422, 'Must supply either tree.sha or tree.content');
  }
  if (content !== undefined) {
    const sha = await gitText(repository.gitDirectory, ['hash-object', '-w', '--stdin'], { input: content });
    return [{ path, mode, sha }];
  }
  if (entry['sha'] === null) {
    const known = base === undefined ? [] : await listTree(repository.gitDirectory, base, ['-r'], [path]);
    if (known.length === 0) throw new Refusal(422, 'GitRPC::BadObjectState');
    return known.map((old) => ({ path: old.path, mode: old.mode, sha: undefined }));
  }
  const sha = requireString(entry, 'sha');
  const found = await resolveObject(repository.gitDirectory, sha, type === 'commit' ? 'object' : type);
  if (found === undefined && type !== 'commit') {
    throw new Refusal(422, `tree.sha ${sha} is not a valid ${type}`);
  }
  if (type !== 'tree') return [{ path, mode, sha }];
  const inner = await listTree(repository.gitDirectory, sha, ['-r']);
  return inner.map((leaf) => ({ path: `${path}/${leaf.path}`, mode: leaf.mode, sha: leaf.sha }));
}

async function createTree({ repository, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const entries = body['tree'];
  if (!Array.isArray(entries)) throw invalidRequest('"tree" wasn\'t supplied.');
  const wanted = optionalString(body, 'base_tree');
  const base =
    wanted === undefined ? undefined : await resolveObject(repository.gitDirectory, wanted, 'tree');
  if (wanted !== undefined && base === undefined) throw new Refusal(422, 'base_tree is not a valid tree oid');
  const changes: TreeChange[] = [];
  for (const entry of entries as readonly JsonObject[])
    changes.push(...(await readChange(repository, entry, base)));
  const sha = await writeTree(repository.gitDirectory, base, changes);
  const shown = await listTree(repository.gitDirectory, sha);
  return json(201, renderTree(repository, sha, shown));
}

export const treeRoutes: readonly Route[] = [
  { method: 'GET', path: '/git/trees/:sha{.+}', needs: readContents, handle: getTree },
  { method: 'POST', path: '/git/trees', needs: writeContents, handle: createTree },
];
