import { join } from 'node:path';
import { repositoryRoot } from '../bundles/bundles.ts';
import { type CellName, cellNames, rehearsalCells } from './cells.ts';
import { listComplaints, renderClosingTable } from './closing-table.ts';
import { readEquivalents } from './equivalents.ts';
import { generateMutants, type Mutant } from './generate.ts';
import type { MutantOptions } from './mutant-options.ts';
import { needsBuilder, planCells } from './plan-cells.ts';
import { openProgressBar } from './progress-bar.ts';
import { generateRandomMutants } from './random-mutants.ts';
import { type RehearsalVerdict, rehearseMutant } from './rehearse-mutant.ts';
import { openToolbox, type Toolbox } from './toolbox.ts';
import { type MutantResult, tryMutant } from './try-mutant.ts';
import { hashParts, hashProgram, openVerdictCache } from './verdict-cache.ts';
import { openWorkerPool } from './worker-pool.ts';
import { viewWorkflow } from './workflow-view.ts';

/** Where a run tells what it does. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  write(text: string): void;
}

const cacheFolder = join(repositoryRoot, 'node_modules', '.cache', 'slipway-mutants');

function chooseMutants(text: string, { seed, count, filter }: MutantOptions): Mutant[] {
  const all = seed === undefined ? generateMutants(text) : generateRandomMutants(text, seed, count);
  return filter === undefined ? all : all.filter(({ id }) => id.includes(filter));
}

/** Rehearses a text in a cell, or takes the verdict of an earlier run over exactly the same bytes. */
async function openRehearsals(toolbox: Toolbox, jobs: number) {
  const cache = await openVerdictCache(cacheFolder);
  const program = await hashProgram(repositoryRoot);
  const pool = openWorkerPool(jobs);
  return {
    close: () => pool.close(),
    async rehearse(workflowText: string, name: CellName): Promise<RehearsalVerdict> {
      const cell = rehearsalCells[name];
      const key = hashParts(
        program,
        workflowText,
        JSON.stringify(cell),
        toolbox.imageMissing ?? 'with a builder',
      );
      const known = await cache.read(key);
      if (known !== undefined) return known;
      const verdict = await pool.rehearse({ workflowText, cell, variables: toolbox.variables(cell.builds) });
      if (verdict.outcome !== 'not possible') await cache.write(key, verdict);
      return verdict;
    },
  };
}

/** The original has to be green in every cell; what a mutant turns red says nothing otherwise. */
async function checkOriginal(
  text: string,
  cells: readonly CellName[],
  rehearse: (text: string, cell: CellName) => Promise<RehearsalVerdict>,
): Promise<string[]> {
  const verdicts = await Promise.all(cells.map(async (cell) => [cell, await rehearse(text, cell)] as const));
  return verdicts.flatMap(([cell, { outcome, first, detail }]) =>
    outcome === 'green'
      ? []
      : [`The workflow itself is ${outcome} in the cell "${cell}": ${first}: ${detail}`],
  );
}

/** Runs the mutants and prints the closing table. @returns the exit code */
export async function runMutants(
  text: string,
  options: MutantOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> {
  const mutants = chooseMutants(text, options);
  if (options.list) {
    for (const { kind, id, description } of mutants)
      screen.write(`${kind.padEnd(12)} ${id}  ${description}\n`);
    screen.write(`${mutants.length} mutants\n`);
    return 0;
  }
  const view = viewWorkflow(text);
  const equivalents = await readEquivalents();
  const toolbox = await openToolbox(signal);
  if (toolbox.imageMissing !== undefined)
    screen.write(`not shown: cells with a built image, ${toolbox.imageMissing}\n`);
  const rehearsals = await openRehearsals(toolbox, options.jobs);
  const stop = (): void => rehearsals.close();
  signal.addEventListener('abort', stop);
  try {
    const cells = cellNames.filter((name) => toolbox.imageMissing === undefined || !needsBuilder(name));
    const unusable = await checkOriginal(
      text,
      options.cell === undefined ? cells : [options.cell],
      rehearsals.rehearse,
    );
    for (const complaint of unusable) screen.write(`${complaint}\n`);
    if (unusable.length > 0) return 1;
    const bar = openProgressBar(mutants.length, screen);
    const results = await Promise.all(
      mutants.map(async (mutant): Promise<MutantResult> => {
        const result = await tryMutant(mutant, {
          ...{ view, imageMissing: toolbox.imageMissing },
          equivalence: equivalents.find(({ id }) => id === mutant.id)?.reason,
          only: options.cell,
          rehearse: ({ text: changed }, cell) => rehearsals.rehearse(changed, cell),
        });
        bar.step(`${result.status} ${mutant.id} ${result.cell ?? ''} ${result.first}`);
        return result;
      }),
    ).finally(() => bar.end());
    const isWhole = options.filter === undefined && options.seed === undefined;
    const complaints = listComplaints(results, equivalents, isWhole);
    screen.write(`\n${renderClosingTable(results)}\n`);
    for (const complaint of complaints) screen.write(`${complaint}\n`);
    return complaints.length === 0 ? 0 : 1;
  } finally {
    signal.removeEventListener('abort', stop);
    rehearsals.close();
    await toolbox.close();
  }
}

/** Shows one mutant: what is changed, and all that a rehearsal says about it. @returns the exit code */
export async function showMutant(
  text: string,
  options: MutantOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> {
  const mutant = generateMutants(text).find(({ id }) => id === options.id);
  if (mutant === undefined) {
    screen.write(`There is no mutant "${options.id}". "--list" prints them all.\n`);
    return 2;
  }
  const toolbox = await openToolbox(signal);
  try {
    screen.write(`${mutant.kind} ${mutant.id}: ${mutant.description}\n`);
    const { likely } = planCells(viewWorkflow(text), mutant);
    const cell =
      options.cell ??
      likely.find((name) => toolbox.imageMissing === undefined || !needsBuilder(name)) ??
      'stable';
    screen.write(`cell ${cell}\n`);
    const verdict = await rehearseMutant({
      ...{ workflowText: mutant.text, cell: rehearsalCells[cell], signal },
      variables: toolbox.variables(rehearsalCells[cell].builds),
      ...{ toTheEnd: true, write: (said: string) => screen.write(said) },
    });
    screen.write(
      `${verdict.outcome}: ${verdict.first}: ${verdict.detail} (${verdict.seconds.toFixed(1)} s)\n`,
    );
    return verdict.outcome === 'red' ? 0 : 1;
  } finally {
    await toolbox.close();
  }
}
