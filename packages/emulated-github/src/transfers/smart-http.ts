import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { Refusal } from '../answers.ts';
import { authorize, type Caller, identifyCaller, mayDo } from '../caller.ts';
import { findRepository, type World } from '../github-state.ts';
import type { Repository } from '../repository.ts';
import { callHttpBackend } from './http-backend.ts';
import { receivePush } from './receive-push.ts';

const text = (status: number, body: string, headers: Record<string, string> = {}): EmulatorResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

const challenge = { 'www-authenticate': 'Basic realm="GitHub"' };

/** Git's protocol over HTTP; undefined when the address is not one of it. */
export async function answerGit(
  world: World,
  request: EmulatorRequest,
): Promise<EmulatorResponse | undefined> {
  const match = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
    request.url.pathname,
  );
  if (match === null) return undefined;
  const [, owner = '', name = '', endpoint = ''] = match;
  const service = endpoint === 'info/refs' ? request.url.searchParams.get('service') : endpoint;
  let caller: Caller;
  try {
    caller = identifyCaller(world, request.headers['authorization']);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = 'Invalid username or token. Password authentication is not supported for Git operations.';
    return text(401, message, challenge);
  }
  const repository = findRepository(world, owner, name);
  if (repository === undefined) return notSeen(caller);
  const refused = refuseCaller(world, caller, repository, service === 'git-receive-pack');
  if (refused !== undefined) return refused;
  if (endpoint === 'git-receive-pack') return receivePush(world, repository, caller, request);
  return callHttpBackend(repository, endpoint, request, await request.bytes(), caller.login);
}

function notSeen(caller: Caller): EmulatorResponse {
  return caller.kind === 'anonymous'
    ? text(401, 'Repository not found.', challenge)
    : text(404, 'Repository not found.');
}

function refuseCaller(
  world: World,
  caller: Caller,
  repository: Repository,
  writes: boolean,
): EmulatorResponse | undefined {
  try {
    authorize(world, caller, repository, { scope: 'contents', level: writes ? 'write' : 'read' });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404 || (!writes && error.status === 401)) return notSeen(caller);
    if (error.status === 401) return text(401, 'No anonymous write access.', challenge);
    if (repository.archived && mayDo(caller, repository, { scope: 'contents', level: 'write' }))
      return text(403, 'This repository was archived so it is read-only.');
    return text(403, `Permission to ${repository.fullName}.git denied to ${caller.login}.`);
  }
}
