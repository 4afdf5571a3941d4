import type { PlannedJob } from '@slipway/runner/options';
import { readMapping } from '@slipway/runner/workflow/workflow-model';
import { readSlipwayUse } from '../workflow-rules/rule.ts';

/** A machine as Node names it: `linux`, `darwin`, `win32`; `x64`, `arm64`. */
export interface MachineKind {
  readonly platform: string;
  readonly arch: string;
}

const systems = { ubuntu: 'linux', macos: 'darwin', windows: 'win32' } as const;

/** GitHub's own machine of this label ("Standard GitHub-hosted runners", GitHub Docs); undefined for another. */
export function readRunnerLabel(label: string): MachineKind | undefined {
  const [, name = '', words = ''] = /^(ubuntu|macos|windows)-(.+)$/.exec(label) ?? [];
  if (!Object.hasOwn(systems, name)) return undefined;
  const platform = systems[name as keyof typeof systems];
  const isArm = platform === 'darwin' ? !/-(?:intel|large)$/.test(words) : /-arm$/.test(words);
  return { platform, arch: isArm ? 'arm64' : 'x64' };
}

/**
 * Why this machine cannot build the wheels of a job, as a clause: they are for the platform of the machine that the job asks for.
 * Undefined for every other job, which a machine of any platform can stand in for.
 */
export function explainUnshownLeg(job: PlannedJob, machine: MachineKind): string | undefined {
  const builds = job.steps.some(
    (step) =>
      readSlipwayUse(step)?.action === 'python-build' &&
      String(readMapping(step.with).get('native') ?? '') === 'build',
  );
  const asked = builds ? readRunnerLabel(job.runsOn) : undefined;
  if (asked === undefined || (asked.platform === machine.platform && asked.arch === machine.arch))
    return undefined;
  return `its wheels are built on ${job.runsOn} (${asked.platform}, ${asked.arch}), and this machine is ${machine.platform}, ${machine.arch}`;
}
