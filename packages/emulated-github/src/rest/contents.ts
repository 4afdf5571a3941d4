import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal, validationFailed } from '../answers.ts';
import { readCommit, renderGitCommit, signatureOf, webFlow, writeCommit } from '../commits.ts';
import { git, gitText, resolveObject } from '../git/git.ts';
import { listTree, type TreeEntry, writeTree } from '../git/trees.ts';
import { apiBase, isoTime, pageBase } from '../render.ts';
import type { Repository } from '../repository.ts';
import { applyRefChanges, readRef } from '../transfers/ref-changes.ts';
import {
  type Call,
  optionalObject,
  optionalString,
  type Route,
  readBody,
  readContents,
  requireString,
  wantsMedia,
  writeContents,
} from './call.ts';

type EntryKind = 'file' | 'dir' | 'symlink' | 'submodule';

function kindOf(entry: TreeEntry): EntryKind {
  if (entry.type === 'tree') return 'dir';
  if (entry.type === 'commit') return 'submodule';
  return entry.mode === '120000' ? 'symlink' : 'file';
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** The common part of the schemas `content-file` and `content-directory`. */
function renderEntry(
  repository: Repository,
  ref: string,
  entry: TreeEntry,
  kind: EntryKind,
): Record<string, unknown> {
  const path = encodePath(entry.path);
  const self = `${apiBase(repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${apiBase(repository)}/git/${kind === 'dir' ? 'trees' : 'blobs'}/${entry.sha}`;
  const page = `${pageBase(repository)}/${kind === 'dir' ? 'tree' : 'blob'}/${encodePath(ref)}/${path}`;
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: page,
    git_url: gitUrl,
    download_url:
      kind === 'file'
        ? `https://raw.githubusercontent.com/${repository.fullName}/${encodePath(ref)}/${path}`
        : null,
    type: kind,
    _links: { self, git: gitUrl, html: page },
  };
}

/** Larger files come without content; the raw media type carries up to 100 MB (REST reference, "Get repository content"). */
const maxInlineBytes = 1_048_576;

/**
 * "If the requested :path points to a symlink, and the symlink's target is a normal file in the repository, then the API
 * responds with the content of the file. Otherwise, the API responds with an object describing the symlink itself."
 * (REST reference, "Get repository content")
 */
async function followLink(directory: string, commit: string, link: TreeEntry): Promise<TreeEntry> {
  const found = await gitText(directory, ['cat-file', '--batch-check', '--follow-symlinks'], {
    input: `${commit}:${link.path}\n`,
  });
  const [sha = '', type, size] = found.split(' ');
  return type === 'blob' ? { ...link, mode: '100644', sha, size: Number(size) } : link;
}

async function getContents(call: Call): Promise<EmulatorResponse> {
  const { repository, params, query } = call;
  const path = (params['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = await resolveObject(repository.gitDirectory, ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const directory = repository.gitDirectory;
  const [named] = path === '' ? [] : await listTree(directory, commit, [], [path]);
  const entry = named?.mode === '120000' ? await followLink(directory, commit, named) : named;
  if (path !== '' && entry === undefined) throw notFound();
  if (entry === undefined || entry.type === 'tree') {
    const entries = await listTree(directory, entry?.sha ?? commit);
    const shown = entries.map((inner) => {
      const full = path === '' ? inner.path : `${path}/${inner.path}`;
      const kind = kindOf(inner);
      // A submodule is listed as a file for the sake of old clients.
      return renderEntry(repository, ref, { ...inner, path: full }, kind === 'submodule' ? 'file' : kind);
    });
    return json(200, shown);
  }
  const kind = kindOf(entry);
  const bytes =
    kind === 'submodule' ? Buffer.alloc(0) : await git(directory, ['cat-file', 'blob', entry.sha]);
  if (wantsMedia(call, 'raw')) {
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
      body: bytes,
    };
  }
  const rendered = renderEntry(repository, ref, entry, kind);
  if (kind === 'symlink') return json(200, { ...rendered, target: bytes.toString('utf8') });
  if (kind === 'submodule') return json(200, { ...rendered, submodule_git_url: null });
  const inline = bytes.byteLength <= maxInlineBytes;
  return json(200, {
    ...rendered,
    encoding: inline ? 'base64' : 'none',
    content: inline ? bytes.toString('base64').replace(/.{1,60}/g, '$&\n') : '',
  });
}

async function putContents({ world, repository, caller, params, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const path = params['path'] ?? '';
  const message = requireString(body, 'message');
  const content = Buffer.from(requireString(body, 'content'), 'base64');
  const branch = optionalString(body, 'branch') ?? repository.defaultBranch;
  const directory = repository.gitDirectory;
  const ref = `refs/heads/${branch}`;
  const before = await readRef(repository, ref);
  if (before === undefined) throw new Refusal(404, `Branch ${branch} not found`);
  const [known] = await listTree(directory, before, [], [path]);
  const expected = optionalString(body, 'sha');
  if (known !== undefined && expected === undefined) {
    throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  }
  if (expected !== undefined && known?.sha !== expected) {
    throw new Refusal(409, `${path} does not match ${expected}`);
  }
  if (known !== undefined && known.type !== 'blob')
    throw validationFailed({ resource: 'Content', field: 'path', code: 'invalid' });
  const sha = await gitText(directory, ['hash-object', '-w', '--stdin'], { input: content });
  const tree = await writeTree(directory, before, [{ path, mode: known?.mode ?? '100644', sha }]);
  const now = world.now();
  const given = optionalObject(body, 'author') ?? optionalObject(body, 'committer');
  const person =
    given === undefined
      ? signatureOf(caller, now)
      : { name: requireString(given, 'name'), email: requireString(given, 'email'), date: isoTime(now) };
  const after = await writeCommit(
    repository,
    {
      tree,
      parents: [before],
      message,
      author: person,
      committer: given === undefined ? webFlow(now) : person,
    },
    given === undefined,
  );
  if (!(await applyRefChanges(world, repository, caller, [{ ref, before, after }]))) {
    throw new Refusal(409, `${path} does not match ${expected ?? before}`);
  }
  const [entry] = await listTree(directory, after, [], [path]);
  const commit = await readCommit(directory, after);
  return json(known === undefined ? 201 : 200, {
    content: entry === undefined ? null : renderEntry(repository, branch, entry, kindOf(entry)),
    commit: renderGitCommit(repository, commit),
  });
}

export const contentRoutes: readonly Route[] = [
  { method: 'GET', path: '/contents/:path{.+}', needs: readContents, handle: getContents },
  { method: 'GET', path: '/contents', needs: readContents, handle: getContents },
  { method: 'GET', path: '/contents/', needs: readContents, handle: getContents },
  { method: 'PUT', path: '/contents/:path{.+}', needs: writeContents, handle: putContents },
];
