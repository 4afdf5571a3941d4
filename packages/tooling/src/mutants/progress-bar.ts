/** Shows how far a long run is: one line that is written over on a terminal, else a plain line now and then. */
export interface ProgressBar {
  /** `text` tells what was done last. */
  step(text: string): void;
  end(): void;
}

const barWidth = 24;

/** Opens a bar for `total` steps. */
export function openProgressBar(
  total: number,
  screen: { readonly isTerminal: boolean; readonly columns: number; write(text: string): void },
): ProgressBar {
  const startedMs = Date.now();
  let done = 0;
  const minutes = (): string => `${((Date.now() - startedMs) / 60_000).toFixed(1)} min`;
  return {
    step(text) {
      done += 1;
      const share = total === 0 ? 1 : done / total;
      const line = `${done}/${total} ${(100 * share).toFixed(0)} % ${minutes()} ${text}`;
      if (!screen.isTerminal) {
        screen.write(`${line}\n`);
        return;
      }
      const filled = Math.round(share * barWidth);
      const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${line}`;
      screen.write(`\r\u001B[K${bar.slice(0, screen.columns - 1)}`);
    },
    end() {
      if (screen.isTerminal) screen.write('\r\u001B[K');
    },
  };
}
