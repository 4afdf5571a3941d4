import type { Permissions } from '@slipway/emulated-github/jobs/identity';
import type { RunOptions, TestWorld } from '../create-world.ts';

/** A release that is interrupted or raced. */
export interface Scenario {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  /** Brings the repository to where the run begins. */
  prepare(world: TestWorld): Promise<void>;
}

const writeAll = { contents: 'write', actions: 'write', 'pull-requests': 'write' } as const;
const proposal = { mode: 'pull-request', dispatch: 'release.yml' };

/** Options of one run of a scenario. */
export const runOptions = ({ permissions }: Scenario): RunOptions => ({ permissions, clone: true });

export const scenarios: readonly Scenario[] = [
  {
    ...{ name: 'direct', inputs: { dispatch: 'release.yml' }, permissions: writeAll },
    prepare: async () => undefined,
  },
  {
    ...{ name: 'opening a pull request', inputs: proposal, permissions: writeAll },
    prepare: async () => undefined,
  },
  {
    ...{ name: 'updating a pull request', inputs: proposal, permissions: writeAll },
    async prepare(world) {
      await world.run(proposal, { permissions: writeAll, clone: true });
      await world.commit('feat!: everything else');
    },
  },
  {
    ...{ name: 'releasing a merged pull request', inputs: proposal, permissions: writeAll },
    async prepare(world) {
      await world.run(proposal, { permissions: writeAll, clone: true });
      await world.merge(1, 'squash');
    },
  },
  {
    ...{ name: 'closing a pull request', inputs: proposal, permissions: writeAll },
    async prepare(world) {
      await world.run(proposal, { permissions: writeAll, clone: true });
      await world.git('update-ref', 'refs/heads/main', 'v1.1.0^{commit}');
    },
  },
];

/** What matters at the end; commits are compared by their trees, as their times differ. */
export async function describeState({ git, repository }: TestWorld): Promise<string> {
  const refs = (await git('for-each-ref', '--format=%(refname)')).split('\n');
  const trees = await Promise.all(
    refs.map(
      async (ref) =>
        `${ref} ${await git('rev-parse', `${ref}^{tree}`)} ${await git('rev-list', '--count', ref)}`,
    ),
  );
  const pulls = repository.pullRequests.map(({ state, head, base, title, body, mergedCommit }) => ({
    ...{ state, head, base, title, body },
    merged: mergedCommit !== null,
  }));
  // GitHub cannot start a run on condition that none exists: two bumps may both find no run and start one each. The workflow
  // lets one of them wait, and it then finds everything released.
  const runs = [...new Set(repository.runs.map(({ headBranch }) => headBranch))];
  return JSON.stringify({ trees, pulls, runs }, null, 1);
}
