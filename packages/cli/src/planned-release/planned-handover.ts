import { isRecord } from '@slipway/core/is-record';
import { extendHandover } from '@slipway/handover';

function parseHandover(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const handover: unknown = JSON.parse(text ?? '');
    return isRecord(handover) ? handover : undefined;
  } catch {
    return undefined;
  }
}

/** The outputs of a step that publishes a handover, which hands on what it did under the name of its usual job. */
export function passHandoverOn(
  outputs: Readonly<Record<string, string>>,
  given: string | undefined,
): Record<string, string> {
  if (!('handover' in outputs)) return outputs;
  const handover = parseHandover(given);
  if (handover === undefined) return { ...outputs, handover: '' };
  const { handover: _own, ...reported } = outputs;
  return { ...outputs, handover: extendHandover({ document: handover }, 'publish-to-pypi', reported) };
}

/** Texts of several jobs, one per line; a job that was skipped has none. */
const joinLines = (texts: unknown): string =>
  [texts]
    .flat()
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n');

/** The inputs of a step that takes its files from a handover, with what it reads there as if it had been given each. */
export function readHandedFiles(inputs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const handover = parseHandover(inputs.get('handover'));
  if (handover === undefined || inputs.has('digests')) return inputs;
  const { files, artifacts } = handover;
  const asked = isRecord(handover['inputs']) ? handover['inputs']['index'] : undefined;
  const given = [...inputs].filter(([name, value]) => name !== 'repository-url' || value !== '');
  return new Map([
    ...(typeof asked === 'string' && !['', 'pypi'].includes(asked)
      ? [['repository-url', asked] as const]
      : []),
    ...given,
    ['digests', joinLines(files)],
    ['artifact-name', joinLines(artifacts)],
  ]);
}
