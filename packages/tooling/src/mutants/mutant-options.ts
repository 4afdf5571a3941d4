import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type CellName, cellNames } from './cells.ts';

/** The words of `npm run test:mutants`, checked. */
export interface MutantOptions {
  /** One mutant, with its whole report. */
  readonly id: string | undefined;
  /** Only mutants whose identifier contains this. */
  readonly filter: string | undefined;
  /** One cell instead of those that the plan says. */
  readonly cell: CellName | undefined;
  /** Mutants of two changes, chosen by this number. */
  readonly seed: number | undefined;
  readonly count: number;
  readonly jobs: number;
  readonly list: boolean;
  readonly help: boolean;
}

export const mutantHelp = `Usage: npm run test:mutants -- [options]

Changes the reference workflow in every way that a release must notice, rehearses each mutant in the cells where it shows, and
fails when one stays green that is not listed as equivalent. An interrupted run goes on where it stopped.

  --filter TEXT   only mutants whose identifier contains this
  --id ID         one mutant, every check of it, and its text as a difference
  --cell NAME     this cell instead of those that the plan says: ${cellNames.join(', ')}
  --seed N        mutants of two changes, chosen by this number; with --count M (default 50)
  --jobs N        rehearsals side by side; default: one more than the cores
  --list          print the mutants and run none

Exit code: 0 every mutant is red or listed as equivalent, 1 one is not, 2 invalid arguments.
`;

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} ${text} is not a whole number.`);
  return value;
}

/** Reads the words. @throws Error with what is wrong with them */
export function parseMutantOptions(words: readonly string[]): MutantOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...words],
    options: {
      id: text,
      filter: text,
      cell: text,
      seed: text,
      count: text,
      jobs: text,
      list: flag,
      help: flag,
    },
  });
  const cell = cellNames.find((name) => name === values.cell);
  if (values.cell !== undefined && cell === undefined)
    throw new Error(`There is no cell "${values.cell}". The cells are: ${cellNames.join(', ')}.`);
  return {
    ...{ id: values.id, filter: values.filter, cell, list: values.list, help: values.help },
    seed: readNumber('seed', values.seed),
    count: readNumber('count', values.count) ?? 50,
    jobs: Math.max(1, readNumber('jobs', values.jobs) ?? availableParallelism() + 1),
  };
}
