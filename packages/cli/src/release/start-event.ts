import type { Repository } from '@slipway/emulated-github/repository';
import type { RehearseOptions } from '../commands/rehearse-options.ts';
import type { Git } from '../machine/git.ts';
import type { ProjectCopy } from '../project/project-copy.ts';
import type { PendingRun } from './pending-run.ts';

// Below every number that the emulated GitHub gives to a run.
const firstRunId = 100_000;

/** What a user would do on GitHub: press "Run workflow" on the branch, or push a tag. */
export async function chooseFirstRun(
  git: Git,
  repository: Repository,
  copy: ProjectCopy,
  { wish, draft, prerelease, index, package: name }: RehearseOptions,
): Promise<PendingRun> {
  const inputs: Record<string, string> = {
    ...(draft ? { draft: 'true' } : {}),
    ...(prerelease ? { prerelease: 'true' } : {}),
    ...(index === undefined ? {} : { index }),
    ...(wish.kind === 'bump' ? { bump: wish.bump } : {}),
    ...(name === undefined || wish.kind === 'tag' ? {} : { package: name }),
    ...(wish.kind === 'version' ? { version: wish.version } : {}),
  };
  const ref = wish.kind === 'tag' ? `refs/tags/${wish.tag}` : `refs/heads/${copy.branch}`;
  const isPush = wish.kind === 'tag' && Object.keys(inputs).length === 0;
  return {
    runId: firstRunId,
    eventName: isPush ? 'push' : 'workflow_dispatch',
    workflowPath: copy.workflowPath,
    ref,
    sha: await git.read(repository.gitDirectory, ['rev-parse', `${ref}^{commit}`]),
    inputs,
  };
}
