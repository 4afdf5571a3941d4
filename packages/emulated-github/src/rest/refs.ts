import type { EmulatorResponse } from '@slipway/gateway/service';
import { empty, json, notFound, Refusal } from '../answers.ts';
import { gitText, resolveObject, tryGit } from '../git/git.ts';
import { isFastForward, zeroSha } from '../protection.ts';
import { apiBase, nodeId } from '../render.ts';
import type { Repository } from '../repository.ts';
import { applyRefChanges, readRef } from '../transfers/ref-changes.ts';
import {
  type Call,
  optionalBoolean,
  type Route,
  readBody,
  readContents,
  requireString,
  writeContents,
} from './call.ts';

/** Schema `git-ref`: the object is what the ref points at, a tag object for an annotated tag. */
async function renderRef(repository: Repository, ref: string, sha: string): Promise<unknown> {
  const type = await gitText(repository.gitDirectory, ['cat-file', '-t', sha]);
  return {
    ref,
    node_id: nodeId('REF', `${repository.id}:${ref}`),
    url: `${apiBase(repository)}/git/${ref}`,
    object: { sha, type, url: `${apiBase(repository)}/git/${type}s/${sha}` },
  };
}

async function getRef({ repository, params }: Call): Promise<EmulatorResponse> {
  const ref = `refs/${params['ref'] ?? ''}`;
  const sha = await readRef(repository, ref);
  if (sha === undefined) throw notFound();
  return json(200, await renderRef(repository, ref, sha));
}

async function listMatchingRefs({ repository, params }: Call): Promise<EmulatorResponse> {
  const start = `refs/${params['ref'] ?? ''}`;
  const text = await gitText(repository.gitDirectory, [
    'for-each-ref',
    '--format=%(objectname) %(refname)',
    'refs/',
  ]);
  const found = text
    .split('\n')
    .map((line) => [line.slice(0, 40), line.slice(41)] as const)
    .filter(([, ref]) => ref !== '' && ref.startsWith(start));
  return json(200, await Promise.all(found.map(([sha, ref]) => renderRef(repository, ref, sha))));
}

async function requireObject(repository: Repository, sha: string): Promise<void> {
  if (!/^[0-9a-f]{40}$/.test(sha)) {
    throw new Refusal(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  }
  if ((await resolveObject(repository.gitDirectory, sha, 'object')) === undefined) {
    throw new Refusal(422, 'Object does not exist');
  }
}

async function createRef({ world, repository, caller, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const ref = requireString(body, 'ref');
  const sha = requireString(body, 'sha');
  const wellFormed = await tryGit(repository.gitDirectory, ['check-ref-format', ref]);
  if (!/^refs\/[^/]+\/./.test(ref) || wellFormed.exitCode !== 0) {
    throw new Refusal(422, `${ref} is not a valid ref name.`);
  }
  await requireObject(repository, sha);
  if ((await readRef(repository, ref)) !== undefined) throw new Refusal(422, 'Reference already exists');
  // The race of two creators is decided by git's lock on the ref.
  if (!(await applyRefChanges(world, repository, caller, [{ ref, before: zeroSha, after: sha }]))) {
    throw new Refusal(422, 'Reference already exists');
  }
  return json(201, await renderRef(repository, ref, sha), { location: `${apiBase(repository)}/git/${ref}` });
}

async function updateRef({ world, repository, caller, params, request }: Call): Promise<EmulatorResponse> {
  const ref = `refs/${params['ref'] ?? ''}`;
  const body = await readBody(request);
  const sha = requireString(body, 'sha');
  const force = optionalBoolean(body, 'force') ?? false;
  await requireObject(repository, sha);
  const before = await readRef(repository, ref);
  if (before === undefined) throw new Refusal(422, 'Reference does not exist');
  if (!force && !(await isFastForward(repository.gitDirectory, before, sha))) {
    throw new Refusal(422, 'Update is not a fast forward');
  }
  if (before !== sha && !(await applyRefChanges(world, repository, caller, [{ ref, before, after: sha }]))) {
    throw new Refusal(422, force ? 'Reference cannot be updated' : 'Update is not a fast forward');
  }
  return json(200, await renderRef(repository, ref, sha));
}

async function deleteRef({ world, repository, caller, params }: Call): Promise<EmulatorResponse> {
  const ref = `refs/${params['ref'] ?? ''}`;
  const before = await readRef(repository, ref);
  if (before === undefined) throw new Refusal(422, 'Reference does not exist');
  if (!(await applyRefChanges(world, repository, caller, [{ ref, before, after: zeroSha }]))) {
    throw new Refusal(422, 'Reference does not exist');
  }
  return empty();
}

export const refRoutes: readonly Route[] = [
  { method: 'GET', path: '/git/ref/:ref{.+}', needs: readContents, handle: getRef },
  { method: 'GET', path: '/git/matching-refs/:ref{.*}', needs: readContents, handle: listMatchingRefs },
  { method: 'POST', path: '/git/refs', needs: writeContents, handle: createRef },
  { method: 'PATCH', path: '/git/refs/:ref{.+}', needs: writeContents, handle: updateRef },
  { method: 'DELETE', path: '/git/refs/:ref{.+}', needs: writeContents, handle: deleteRef },
];
