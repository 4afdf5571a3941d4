import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import type { RehearseOptions } from '../commands/rehearse-options.ts';
import type { WorldState } from '../expectations/observe-world.ts';
import type { Git } from '../machine/git.ts';
import type { Progress } from '../machine/terminal.ts';
import { type ProjectCopy, readCommittedFile } from '../project/project-copy.ts';
import { setsReleaseGate } from '../workflow-rules/set-gate.ts';
import type { HostedProject } from './hosted-project.ts';
import type { ReleaseRequest } from './run-release.ts';

/** The variable of a repository that every form of the release workflow reads. */
const gateVariable = 'RELEASE_GATE';

async function setsGate(path: string, text: string): Promise<boolean> {
  try {
    return setsReleaseGate(await parseWorkflowFile(path, text));
  } catch {
    // A file that is not valid is left to the run, which says why.
    return false;
  }
}

interface GateParts {
  readonly git: Git;
  readonly hosted: HostedProject;
  readonly copy: Pick<ProjectCopy, 'workflowPath'>;
  /** That the workflow is started at. */
  readonly commit: string;
  /** The world as the newest run at a tag has left it. */
  readonly look: () => WorldState | undefined;
  readonly progress: Pick<Progress, 'note'>;
  /** Told of the world before the draft is published. */
  readonly onGate?: ((hosted: HostedProject) => void | Promise<void>) | undefined;
}

/** What a release waits for in a rehearsal, and what was there when a person published its draft. */
export interface ReleaseGate {
  readonly request: Pick<ReleaseRequest, 'variables' | 'onGate'>;
  /** Undefined when the release does not wait for a person. */
  seen(): { readonly after: WorldState | undefined } | undefined;
}

/** A draft that is asked for stays one. A person publishes one whose gate is asked for, or set in the workflow file. */
export async function openGate(
  { draft, gate }: Pick<RehearseOptions, 'draft' | 'gate'>,
  { git, hosted, copy, commit, look, progress, onGate }: GateParts,
): Promise<ReleaseGate> {
  const { gitDirectory } = hosted.repository;
  const text = await readCommittedFile(git, gitDirectory, commit, copy.workflowPath);
  const isSet = text !== undefined && (await setsGate(copy.workflowPath, text));
  const isGated = gate === 'release' || (gate === undefined && !draft && isSet);
  let after: WorldState | undefined;
  return {
    request: {
      variables: gate === undefined ? {} : { [gateVariable]: gate },
      onGate: isGated
        ? async (tag) => {
            after = look();
            await onGate?.(hosted);
            progress.note(`A person publishes the draft of ${tag}.`);
          }
        : undefined,
    },
    seen: () => (isGated ? { after } : undefined),
  };
}
