import type { CapturedLog } from '../result.ts';

/** Collects the lines of a step as they come. */
export interface LogCapture {
  add(line: string): void;
  read(): CapturedLog;
}

const maxFirstLines = 200;
const maxLastLines = 800;
const maxLineLength = 2_000;

/** An empty log; whatever a step prints, it holds at most 1,000 lines of 2,000 UTF-16 units. */
export function createLogCapture(): LogCapture {
  const first: string[] = [];
  const last: string[] = [];
  let dropped = 0;
  return {
    add(line) {
      const kept = line.length > maxLineLength ? `${line.slice(0, maxLineLength - 1)}…` : line;
      if (first.length < maxFirstLines) {
        first.push(kept);
        return;
      }
      last.push(kept);
      // Trimmed in steps, so that a long log does not move the array at every line.
      if (last.length >= maxLastLines * 2) dropped += last.splice(0, last.length - maxLastLines).length;
    },
    read() {
      const excess = Math.max(0, last.length - maxLastLines);
      return { lines: [...first, ...last.slice(excess)], dropped: dropped + excess };
    },
  };
}
