import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal } from '../answers.ts';
import {
  readCommit,
  renderGitCommit,
  renderVerification,
  type Signature,
  signatureOf,
  webFlow,
  writeCommit,
} from '../commits.ts';
import { gitText, resolveObject } from '../git/git.ts';
import { apiBase, isoTime, nodeId } from '../render.ts';
import type { Repository } from '../repository.ts';
import {
  type Call,
  type JsonObject,
  optionalObject,
  optionalString,
  type Route,
  readBody,
  readContents,
  requireString,
  writeContents,
} from './call.ts';

function readSignature(person: JsonObject, nowMs: number): Signature {
  const date = optionalString(person, 'date');
  if (date !== undefined && Number.isNaN(Date.parse(date))) {
    throw new Refusal(422, `Invalid request.\n\n${JSON.stringify(date)} is not a valid date-time.`);
  }
  return {
    name: requireString(person, 'name'),
    email: requireString(person, 'email'),
    date: isoTime(date === undefined ? nowMs : Date.parse(date)),
  };
}

async function getCommit({ repository, params }: Call): Promise<EmulatorResponse> {
  const sha = params['sha'] ?? '';
  const known = /^[0-9a-f]{40}$/.test(sha) ? await resolveObject(repository.gitDirectory, sha) : undefined;
  if (known === undefined) throw notFound();
  return json(200, renderGitCommit(repository, await readCommit(repository.gitDirectory, known)));
}

async function createCommit({ world, repository, caller, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const message = requireString(body, 'message');
  const tree = await resolveObject(repository.gitDirectory, requireString(body, 'tree'), 'tree');
  if (tree === undefined) throw new Refusal(422, 'Tree SHA does not exist');
  const given = Array.isArray(body['parents']) ? (body['parents'] as readonly unknown[]) : [];
  const parents: string[] = [];
  for (const parent of given) {
    const sha = typeof parent === 'string' ? await resolveObject(repository.gitDirectory, parent) : undefined;
    if (sha === undefined) throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
    parents.push(sha);
  }
  const now = world.now();
  const author = optionalObject(body, 'author');
  const committer = optionalObject(body, 'committer');
  // Docs, "Signature verification for bots": signed only when the request sets neither author, committer nor signature.
  const signed = caller.kind === 'job' && author === undefined && committer === undefined;
  const authorSignature = author === undefined ? signatureOf(caller, now) : readSignature(author, now);
  const committerSignature =
    committer === undefined ? (signed ? webFlow(now) : authorSignature) : readSignature(committer, now);
  const sha = await writeCommit(
    repository,
    { tree, parents, message, author: authorSignature, committer: committerSignature },
    signed,
  );
  return json(201, renderGitCommit(repository, await readCommit(repository.gitDirectory, sha)), {
    location: `${apiBase(repository)}/git/commits/${sha}`,
  });
}

/** Schema `git-tag`. */
async function renderTag(repository: Repository, sha: string): Promise<unknown> {
  const raw = await gitText(repository.gitDirectory, ['cat-file', 'tag', sha]);
  const header = raw.slice(0, raw.indexOf('\n\n'));
  const field = (name: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(header)?.[1] ?? '';
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d+$/.exec(field('tagger')) ?? [];
  const date = isoTime(Number(seconds) * 1000);
  const type = field('type');
  return {
    node_id: nodeId('T', `${repository.id}:${sha}`),
    sha,
    url: `${apiBase(repository)}/git/tags/${sha}`,
    tagger: { name, email, date },
    object: { sha: field('object'), type, url: `${apiBase(repository)}/git/${type}s/${field('object')}` },
    tag: field('tag'),
    message: raw.slice(raw.indexOf('\n\n') + 2),
    verification: renderVerification(repository, sha, date),
  };
}

async function getTag({ repository, params }: Call): Promise<EmulatorResponse> {
  const sha = await resolveObject(repository.gitDirectory, params['sha'] ?? '', 'tag');
  if (sha === undefined) throw notFound();
  return json(200, await renderTag(repository, sha));
}

async function createTag({ world, repository, caller, request }: Call): Promise<EmulatorResponse> {
  const body = await readBody(request);
  const tag = requireString(body, 'tag');
  const message = requireString(body, 'message');
  const type = requireString(body, 'type');
  const object = requireString(body, 'object');
  if (type !== 'commit' && type !== 'tree' && type !== 'blob') {
    throw new Refusal(422, `Invalid request.\n\n${type} is not a member of ["commit", "tree", "blob"].`);
  }
  if ((await resolveObject(repository.gitDirectory, object, type)) !== object) {
    throw new Refusal(422, 'Object does not exist or is not of the given type');
  }
  const tagger = optionalObject(body, 'tagger');
  const who = tagger === undefined ? signatureOf(caller, world.now()) : readSignature(tagger, world.now());
  const seconds = Math.floor(Date.parse(who.date) / 1000);
  const input = `object ${object}\ntype ${type}\ntag ${tag}\ntagger ${who.name} <${who.email}> ${seconds} +0000\n\n${message}`;
  const sha = await gitText(repository.gitDirectory, ['hash-object', '-t', 'tag', '-w', '--stdin'], {
    input,
  });
  return json(201, await renderTag(repository, sha), { location: `${apiBase(repository)}/git/tags/${sha}` });
}

export const gitCommitRoutes: readonly Route[] = [
  { method: 'GET', path: '/git/commits/:sha', needs: readContents, handle: getCommit },
  { method: 'POST', path: '/git/commits', needs: writeContents, handle: createCommit },
  { method: 'GET', path: '/git/tags/:sha', needs: readContents, handle: getTag },
  { method: 'POST', path: '/git/tags', needs: writeContents, handle: createTag },
];
