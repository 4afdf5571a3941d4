import type { CapturedStep } from '../result.ts';
import type { SecretMasker } from '../secret-masker.ts';
import { createLogCapture, type LogCapture } from './captured-log.ts';

/** Collects what a step leaves while it runs. Steps of a composite action share the one of the step that uses it. */
export interface StepCapture {
  readonly log: LogCapture;
  readonly summaries: string[];
  readonly strayCommands: string[];
}

const maxOutputs = 200;
const maxOutputLength = 16_384;
const maxStrayCommands = 20;

/** Collects nothing yet. */
export function createStepCapture(): StepCapture {
  return { log: createLogCapture(), summaries: [], strayCommands: [] };
}

// `::name::`, `::name key=value::` at the start of a line or behind a space: `std::error::Error` is none.
const commandShape = /(?:^|\s)::[a-z][a-z-]*(?: [^:]*)?::/i;

/** Notes a printed line that was meant as a workflow command: misspelt, or not at the start of its line. */
export function noteStrayCommand(capture: StepCapture, line: string): void {
  if (commandShape.test(line) && capture.strayCommands.length < maxStrayCommands)
    capture.strayCommands.push(line.slice(0, 300));
}

/** What was collected, with the outputs as they are now. */
export function readStepCapture(
  capture: StepCapture,
  outputs: Readonly<Record<string, string>>,
  masker: SecretMasker,
): CapturedStep {
  const shown = Object.entries(outputs)
    .slice(0, maxOutputs)
    .map(([name, value]) => {
      const masked = masker.mask(value);
      return [name, masked.length > maxOutputLength ? `${masked.slice(0, maxOutputLength - 1)}…` : masked];
    });
  return {
    // A secret that was registered after the step began is masked here as well.
    summary: masker.mask(capture.summaries.join('\n\n')),
    outputs: Object.fromEntries(shown) as Record<string, string>,
    log: capture.log.read(),
    strayCommands: capture.strayCommands,
  };
}
