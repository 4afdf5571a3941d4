import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { extendHandover, readHandover } from '@slipway/handover';
import { readBuildId } from '@slipway/handover/build-id';
import type { Context, Output } from './inputs.ts';
import { runPublish } from './run.ts';

/** The job of this name in the workflow that has all jobs in one file; later parts read it there. */
const jobName = 'publish-to-pypi';

/**
 * Publishes what the first part of a release handed over, and hands on what became of it; without a handover, publishes what the
 * inputs say.
 * @param script path of the running bundle
 */
export async function runPart(context: Context, script: string): Promise<void> {
  const { inputs } = context;
  if (inputs.handover === undefined) return runPublish(context);
  if (inputs.digests !== undefined || inputs['artifact-name'].length > 0) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: '"handover" is set together with "digests" or "artifact-name".',
      hint: 'Remove these: the handover has both.',
    });
  }
  const handover = readHandover(inputs.handover, await readBuildId(script));
  const reported: Record<string, string> = {};
  const setOutput = (name: Output, value: string): void => {
    reported[name] = value;
    context.setOutput(name, value);
  };
  const given = {
    ...inputs,
    digests: handover.files,
    'artifact-name': handover.artifacts,
    'repository-url': inputs['repository-url'] || handover.index,
  };
  try {
    await runPublish({ ...context, inputs: given, setOutput });
  } finally {
    context.setOutput('handover', extendHandover(handover, jobName, reported));
  }
}
