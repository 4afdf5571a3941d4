import { neutralizeLine } from '@slipway/core/neutralize';

const maxFailureLines = 10;

/** The last lines of a failed step without the header that repeats its script. */
export function tellFailure(lines: readonly string[]): string[] {
  const header = lines.indexOf('##[endgroup]');
  const said = lines.slice(header + 1).filter((text) => !/^##\[(?:end)?group\]/.test(text));
  return said
    .slice(-maxFailureLines)
    .map((text) => neutralizeLine(text.replace(/^##\[(\w+)\]/, '$1: '), 300));
}
