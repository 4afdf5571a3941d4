import { Refusal } from '../answers.ts';
import type { Caller } from '../caller.ts';
import type { RefChange } from '../events.ts';
import { tryGit } from '../git/git.ts';
import type { World } from '../github-state.ts';
import { judgeRefChanges, type RefRefusal, zeroSha } from '../protection.ts';
import type { Repository } from '../repository.ts';

/** The answer of the REST interface to a refused change of a ref. */
function refusalOfRef(refusal: RefRefusal): Refusal {
  if (refusal.source === 'workflows-permission') {
    return new Refusal(403, 'Resource not accessible by integration');
  }
  if (refusal.source === 'branch-protection') return new Refusal(422, refusal.reasons.join('\n'));
  return new Refusal(422, `Repository rule violations found\n\n${refusal.reasons.join('\n\n')}\n\n`);
}

export function announcePush(
  world: World,
  repository: Repository,
  caller: Caller,
  changes: readonly RefChange[],
): void {
  for (const change of changes) {
    world.events.emit('push', {
      repository: repository.fullName,
      actor: caller.login,
      byJobToken: caller.kind === 'job',
      ...change,
    });
  }
}

/**
 * Makes all changes or none, each only while the ref still is what `before` says.
 * @returns false when another writer was first
 * @throws Refusal when a rule of the repository speaks against it
 */
export async function applyRefChanges(
  world: World,
  repository: Repository,
  caller: Caller,
  changes: readonly RefChange[],
): Promise<boolean> {
  const [refused] = await judgeRefChanges(repository, caller, changes);
  if (refused !== undefined) throw refusalOfRef(refused);
  const lines = changes.map(({ ref, before, after }) =>
    after === zeroSha ? `delete ${ref}\0${before}\0` : `update ${ref}\0${after}\0${before}\0`,
  );
  // One transaction of git: `start … commit` takes all locks before it changes anything.
  const outcome = await tryGit(repository.gitDirectory, ['update-ref', '-z', '--stdin'], {
    input: lines.join(''),
  });
  if (outcome.exitCode !== 0) return false;
  announcePush(world, repository, caller, changes);
  return true;
}

export async function readRef(repository: Repository, ref: string): Promise<string | undefined> {
  const outcome = await tryGit(repository.gitDirectory, ['show-ref', '--verify', '--hash', '--', ref]);
  return outcome.exitCode === 0 ? outcome.stdout.toString('utf8').trim() : undefined;
}
