import { InputError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import type { CompiledSign } from '@slipway/python/project/compiled/compiled-sign';
import { bumpErrors } from '../errors.ts';
import { parseWorkflow } from '../workflow-file.ts';
import { listOwnSteps } from './server-limits.ts';

/**
 * What a release workflow does with a project that has compiled parts: `refused` stops the build, `sdist` publishes it without
 * wheels.
 */
export type WheelGap = 'refused' | 'sdist';

/** What a workflow lacks for wheels of several platforms; undefined if it has it, or if only a run could tell. */
export function findWheelGap(workflow: unknown): WheelGap | undefined {
  const builds = listOwnSteps(workflow).filter(({ action }) => action === 'python-build');
  const natives = builds.map(({ inputs }) => String(inputs['native'] ?? 'refuse').trim());
  if (builds.length === 0 || natives.some((native) => native.includes('${{'))) return undefined;
  if (natives.some((native) => native === 'build' || native === 'collect') || callsWheels(workflow))
    return undefined;
  if (natives.includes('auto')) return 'sdist';
  return builds.some(({ inputs }) => inputs['formats'] !== 'sdist') ? 'refused' : undefined;
}

function callsWheels(workflow: unknown): boolean {
  const jobs = isRecord(workflow) && isRecord(workflow['jobs']) ? Object.values(workflow['jobs']) : [];
  // A called workflow may build wheels under any name.
  return jobs.some((job) => isRecord(job) && job['uses'] !== undefined);
}

export interface WheelCheck {
  /** Name of the workflow file. */
  readonly file: string;
  readonly text: string;
  /** The first sign that the project is compiled; asked only for a workflow that would not build its wheels. */
  readonly findSign: () => Promise<CompiledSign | undefined>;
  readonly log: Log;
}

/**
 * Refuses a release whose build would stop because its wheels are platform-specific, while there is no tag yet.
 * @throws InputError E_BUMP_WHEELS with the line to add; and as `parseWorkflow`
 */
export async function refuseUnbuiltWheels({ file, text, findSign, log }: WheelCheck): Promise<void> {
  // The release workflows as they are copied, and those that build elsewhere, need no parser.
  if (!/\/actions\/python-build\b/.test(text) || /^\s*uses:.*\/wheels\.yml\b/m.test(text)) return;
  const gap = findWheelGap(await parseWorkflow(file, text));
  const sign = gap === undefined ? undefined : await findSign();
  if (gap === undefined || sign === undefined) return;
  const why = `The project has compiled parts (${neutralizeLine(`${sign.file}: ${sign.what}`, 200)})`;
  if (gap === 'sdist') {
    log.warning(
      `${why}, but no job of ${neutralizeLine(file, 120)} builds its wheels, so only the sdist is released.`,
    );
    return;
  }
  throw new InputError(bumpErrors.E_BUMP_WHEELS, {
    message: `${why}, and its wheels are platform-specific, which ${neutralizeLine(file, 120)} does not allow: the build would stop. Nothing was written.`,
  });
}
