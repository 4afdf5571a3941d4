import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What one file of tests came through. */
export interface Reach {
  readonly file: string;
  /** Changes with anything that the file runs. */
  readonly key: string;
  readonly mutants: readonly string[];
  readonly seconds: number;
  /** Whether its tests pass while every mutant is off. */
  readonly passes: boolean;
}

/** What the reporter is told, as JSON in `SLIPWAY_REACH`. */
export interface ReachPaper {
  readonly reached: string;
  readonly ledger: string;
  /** By file of tests, relative to the folder that vitest runs in. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Notes after each file of tests which mutants it came through; files run one after another. */
// biome-ignore lint/style/noDefaultExport: vitest takes the default export of a reporter's file.
export default class ReachReporter implements Reporter {
  readonly #paper = JSON.parse(process.env['SLIPWAY_REACH'] ?? '{}') as ReachPaper;
  #startedMs = 0;

  onTestModuleQueued(): void {
    this.#startedMs = Date.now();
  }

  onTestModuleEnd(module: TestModule): void {
    const file = module.relativeModuleId;
    const reach: Reach = {
      file,
      key: this.#paper.keys[file] ?? '',
      mutants: [...new Set(readFileSync(this.#paper.reached, 'utf8').split('\n'))].filter(Boolean).sort(),
      seconds: Math.round((Date.now() - this.#startedMs) / 100) / 10,
      passes: module.ok(),
    };
    writeFileSync(this.#paper.reached, '');
    appendFileSync(this.#paper.ledger, `${JSON.stringify(reach)}\n`);
    console.log(`${file} comes through ${reach.mutants.length} (${reach.seconds} s)`);
  }
}
