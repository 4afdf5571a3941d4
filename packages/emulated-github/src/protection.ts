import type { Caller } from './caller.ts';
import type { RefChange } from './events.ts';
import { gitText, resolveObject, tryGit } from './git/git.ts';
import type { RefProtection } from './model.ts';
import type { Repository } from './repository.ts';
import { matchesRefPattern } from './settings/ref-pattern.ts';

export const zeroSha = '0'.repeat(40);

/** Why one ref may not be changed. */
export interface RefRefusal {
  readonly ref: string;
  readonly source: RefProtection['source'] | 'workflows-permission' | 'immutable-tag';
  /** In GitHub's words, one a rule. */
  readonly reasons: readonly string[];
}

/** The protections that hold for a full ref. */
export function findProtections(repository: Repository, ref: string): readonly RefProtection[] {
  return repository.protections.filter(({ pattern, exclude = [] }) => {
    const matches = (patterns: readonly string[]): boolean =>
      patterns.some((entry) => matchesRefPattern(entry, ref));
    return matches(typeof pattern === 'string' ? [pattern] : pattern) && !matches(exclude);
  });
}

type Environment = Readonly<Record<string, string>>;

/** Whether `after` contains `before`; the environment may add a quarantine of pushed objects. */
export async function isFastForward(
  directory: string,
  before: string,
  after: string,
  env: Environment = {},
): Promise<boolean> {
  const outcome = await tryGit(directory, ['merge-base', '--is-ancestor', before, after], { env });
  return outcome.exitCode === 0;
}

async function newCommits(repository: Repository, after: string, env: Environment): Promise<string[]> {
  const text = await gitText(repository.gitDirectory, ['rev-list', after, '--not', '--all'], { env });
  return text.split('\n').filter((line) => line !== '');
}

/** The first workflow file that a commit new to the repository creates or changes. */
async function findChangedWorkflow(
  repository: Repository,
  after: string,
  env: Environment = {},
): Promise<string | undefined> {
  if (
    (await resolveObject(repository.gitDirectory, after)) === undefined &&
    env['GIT_OBJECT_DIRECTORY'] === undefined
  ) {
    return undefined;
  }
  const outcome = await tryGit(
    repository.gitDirectory,
    [
      'log',
      '--format=',
      '--name-only',
      '--diff-filter=ACMRT',
      after,
      '--not',
      '--all',
      '--',
      '.github/workflows',
    ],
    { env },
  );
  return outcome.stdout
    .toString('utf8')
    .split('\n')
    .find((line) => line !== '');
}

/** What no push of a new commit has. */
function tellMissing({ requiredStatusChecks = [], locked, restrictPushes }: RefProtection): string[] {
  const [first, ...others] = requiredStatusChecks;
  const checks =
    others.length === 0
      ? `Required status check "${first}" is expected.`
      : `${requiredStatusChecks.length} of ${requiredStatusChecks.length} required status checks are expected.`;
  return [
    ...(first === undefined ? [] : [checks]),
    ...(locked === true ? ['Cannot change this locked branch'] : []),
    ...(restrictPushes === true ? ["You're not authorized to push to this branch."] : []),
  ];
}

async function violatedRules(
  repository: Repository,
  protection: RefProtection,
  change: RefChange,
  env: Environment,
): Promise<string[]> {
  const created = change.before === zeroSha;
  const deleted = change.after === zeroSha;
  const reasons: string[] = [];
  if (created) {
    if (protection.creation === true) reasons.push('Cannot create ref due to creations being restricted.');
  } else if (deleted) {
    if (protection.deletion === true) reasons.push('Cannot delete this branch');
  } else {
    if (protection.update === true) reasons.push('Cannot update this protected ref.');
    if (protection.requirePullRequest === true) reasons.push('Changes must be made through a pull request.');
    const forced = !(await isFastForward(repository.gitDirectory, change.before, change.after, env));
    if (protection.nonFastForward === true && forced) reasons.push('Cannot force-push to this branch');
  }
  if (!deleted) reasons.push(...tellMissing(protection));
  if (protection.requireSignatures === true && !deleted) {
    const unsigned = (await newCommits(repository, change.after, env)).filter(
      (sha) => !repository.signedCommits.has(sha),
    );
    if (unsigned.length > 0) reasons.push('Commits must have verified signatures.');
  }
  return reasons;
}

/** All that speaks against the changes; empty when they may be made. */
export async function judgeRefChanges(
  repository: Repository,
  caller: Caller,
  changes: readonly RefChange[],
  env: Environment = {},
): Promise<RefRefusal[]> {
  const refusals: RefRefusal[] = [];
  for (const change of changes) {
    const { ref } = change;
    if (caller.kind === 'job' && change.after !== zeroSha) {
      const file = await findChangedWorkflow(repository, change.after, env);
      if (file !== undefined) {
        const reason = `refusing to allow a GitHub App to create or update workflow \`${file}\` without \`workflows\` permission`;
        refusals.push({ ref, source: 'workflows-permission', reasons: [reason] });
        continue;
      }
    }
    const tag = ref.startsWith('refs/tags/') ? ref.slice('refs/tags/'.length) : undefined;
    const locked = repository.releases.some((release) => release.immutable && release.tagName === tag);
    if (tag !== undefined && (repository.burnedTags.has(tag) || locked)) {
      const reason =
        change.before === zeroSha
          ? 'Cannot create ref due to creations being restricted.'
          : change.after === zeroSha
            ? 'Cannot delete this tag'
            : 'Cannot update this protected ref.';
      refusals.push({ ref, source: 'immutable-tag', reasons: [reason] });
      continue;
    }
    for (const protection of findProtections(repository, ref)) {
      if (protection.bypass?.includes(caller.login) === true) continue;
      const reasons = await violatedRules(repository, protection, change, env);
      if (reasons.length > 0) refusals.push({ ref, source: protection.source, reasons });
    }
  }
  return refusals;
}
