/**
 * `npm run test:mutants [-- options]`: every mutant of `.github/workflows/release.yml` has to turn a rehearsal red, or to stand
 * in the list of equivalents with its reason.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchSignals } from '@slipway/cli/machine/signals';
import { repositoryRoot } from './bundles/bundles.ts';
import { type MutantOptions, mutantHelp, parseMutantOptions } from './mutants/mutant-options.ts';
import { runMutants, showMutant } from './mutants/run-mutants.ts';

async function run(words: readonly string[]): Promise<number> {
  let options: MutantOptions;
  try {
    options = parseMutantOptions(words);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n\n${mutantHelp}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(mutantHelp);
    return 0;
  }
  const screen = {
    isTerminal: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 120,
    write: (text: string) => void process.stdout.write(text),
  };
  const text = await readFile(join(repositoryRoot, '.github/workflows/release.yml'), 'utf8');
  const signal = watchSignals();
  return options.id === undefined
    ? runMutants(text, options, screen, signal)
    : showMutant(text, options, screen, signal);
}

process.exitCode = await run(process.argv.slice(2));
