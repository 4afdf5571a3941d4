import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { Caller } from '../caller.ts';
import type { RefChange } from '../events.ts';
import { tryGit } from '../git/git.ts';
import type { World } from '../github-state.ts';
import { judgeRefChanges, type RefRefusal, zeroSha } from '../protection.ts';
import type { Repository } from '../repository.ts';
import { callHttpBackend } from './http-backend.ts';
import { announcePush, readRef } from './ref-changes.ts';

interface PushCommands {
  readonly changes: readonly RefChange[];
  readonly capabilities: readonly string[];
  readonly pack: Uint8Array;
}

/** The command list in front of the pack (gitprotocol-pack, "Reference Update Request and Packfile Transfer"). */
function parseCommands(body: Uint8Array): PushCommands {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const changes: RefChange[] = [];
  let capabilities: readonly string[] = [];
  let offset = 0;
  while (offset + 4 <= bytes.length) {
    const length = Number.parseInt(bytes.toString('latin1', offset, offset + 4), 16);
    if (length === 0) {
      offset += 4;
      break;
    }
    if (!(length > 4)) break;
    const line = bytes.toString('utf8', offset + 4, offset + length);
    const [command = '', extra] = line.replace(/\n$/, '').split('\0');
    if (extra !== undefined) capabilities = extra.trim().split(' ');
    const [before = '', after = '', ...ref] = command.split(' ');
    if (/^[0-9a-f]{40}$/.test(before)) changes.push({ before, after, ref: ref.join(' ') });
    offset += length;
  }
  return { changes, capabilities, pack: bytes.subarray(offset) };
}

/** Judges a push before git sees it, hands it to git when nothing speaks against it, and announces what changed. */
export async function receivePush(
  world: World,
  repository: Repository,
  caller: Caller,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  const raw = await request.bytes();
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  const push = parseCommands(body);
  const refusals = await judgeInQuarantine(repository, caller, push);
  if (refusals.length > 0) return refusePush(repository, push, refusals);
  const response = await callHttpBackend(repository, 'git-receive-pack', request, raw, caller.login);
  const chunks: Uint8Array[] = [];
  if (typeof response.body === 'object' && Symbol.asyncIterator in response.body) {
    for await (const chunk of response.body) chunks.push(chunk);
  }
  const done: RefChange[] = [];
  for (const change of push.changes) {
    if (((await readRef(repository, change.ref)) ?? zeroSha) === change.after) done.push(change);
  }
  announcePush(world, repository, caller, done);
  return { ...response, body: Buffer.concat(chunks) };
}

/** Unpacks into a folder of its own, so that a refused push leaves no object behind. */
async function judgeInQuarantine(
  repository: Repository,
  caller: Caller,
  push: PushCommands,
): Promise<RefRefusal[]> {
  const objects = join(repository.gitDirectory, 'objects');
  const quarantine = await mkdtemp(join(repository.gitDirectory, 'quarantine-'));
  try {
    const env = { GIT_OBJECT_DIRECTORY: quarantine, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects };
    if (push.pack.byteLength > 0) {
      const outcome = await tryGit(repository.gitDirectory, ['index-pack', '--stdin', '--fix-thin'], {
        input: push.pack,
        env,
      });
      // A broken pack is for git itself to refuse, in its own words.
      if (outcome.exitCode !== 0) return [];
    }
    return await judgeRefChanges(repository, caller, push.changes, env);
  } finally {
    await rm(quarantine, { recursive: true, force: true });
  }
}

const packet = (text: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
};
const flush = Buffer.from('0000');

function refusedReason(refusal: RefRefusal): string {
  if (refusal.source === 'workflows-permission') return refusal.reasons[0] ?? '';
  if (refusal.source === 'branch-protection') return 'protected branch hook declined';
  return 'push declined due to repository rule violations';
}

/** What git prints behind "remote: ". */
function explain(repository: Repository, refusal: RefRefusal): string {
  if (refusal.source === 'workflows-permission') return '';
  if (refusal.source === 'branch-protection') {
    return `error: GH006: Protected branch update failed for ${refusal.ref}.\n${refusal.reasons.join('\n')}\n`;
  }
  const page = `https://github.com/${repository.fullName}/rules?ref=${encodeURIComponent(refusal.ref)}`;
  const reasons = refusal.reasons.map((reason) => `- ${reason}\n\n`).join('');
  return `error: GH013: Repository rule violations found for ${refusal.ref}.\nReview all repository rules at ${page}\n\n${reasons}`;
}

/** One refused ref refuses the whole push: the others are reported as not attempted. */
function refusePush(
  repository: Repository,
  push: PushCommands,
  refusals: readonly RefRefusal[],
): EmulatorResponse {
  const report = [packet('unpack ok\n')];
  for (const { ref } of push.changes) {
    const refusal = refusals.find((entry) => entry.ref === ref);
    const reason = refusal === undefined ? 'atomic transaction failed' : refusedReason(refusal);
    report.push(packet(`ng ${ref} ${reason}\n`));
  }
  report.push(flush);
  const status = Buffer.concat(report);
  const words = refusals.map((refusal) => explain(repository, refusal)).join('');
  const sideBand = push.capabilities.includes('side-band-64k');
  const body = sideBand
    ? Buffer.concat([
        ...(words === '' ? [] : [packet(Buffer.concat([Buffer.from([2]), Buffer.from(words)]))]),
        packet(Buffer.concat([Buffer.from([1]), status])),
        flush,
      ])
    : status;
  return {
    status: 200,
    headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
    body,
  };
}
