import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../bundles/bundles.ts';
import { readTree } from '../bundles/tree.ts';
import { openProgressBar } from '../mutants/progress-bar.ts';
import { fingerprintSources } from '../source-fingerprint.ts';
import { installPythonTools } from '../tools/install-tools.ts';
import { pythonTools } from '../tools/tools.ts';
import { readFacts } from './ask-oracle.ts';
import { type FoundProject, findProjects } from './find-projects.ts';
import { judgeRelease } from './judge-release.ts';
import { type KnownResult, openKnownResults } from './known-results.ts';
import { planRelease } from './plan-release.ts';
import type { ProjectOptions } from './project-options.ts';
import { makeRow, type ProjectRow, renderProjectTable, renderTotals } from './project-table.ts';
import { rehearseProject } from './rehearse-project.ts';
import type { ProjectFacts } from './release-facts.ts';

interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  write(text: string): void;
}

const cache = process.env['SLIPWAY_PROJECTS_CACHE'] ?? join(homedir(), '.cache/slipway-projects');

/** Everything that decides what is found: for a plan only the bundle and the emulators. */
async function fingerprint(plan: boolean): Promise<string> {
  const hash = createHash('sha256');
  const folders = plan ? ['dist/version-bump', 'packages/emulated-github/src', 'packages/gateway/src'] : [];
  for (const folder of folders)
    for (const [path, bytes] of await readTree(join(repositoryRoot, folder)))
      hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes);
  if (!plan) hash.update(await fingerprintSources(repositoryRoot));
  for (const file of ['plan-release.ts', 'rehearse-project.ts'])
    hash.update(await readFile(fileURLToPath(new URL(file, import.meta.url))));
  return hash.digest('hex').slice(0, 16);
}

async function openPython(): Promise<string> {
  const wanted = pythonTools.filter(({ name }) => name === 'packaging');
  const { variables, missing } = await installPythonTools(cache, wanted);
  const python = variables['SLIPWAY_PYTHON_PEERS'];
  if (python === undefined || missing.length > 0)
    throw new Error(`packaging could not be installed: ${missing[0]?.reason}`);
  return python;
}

/** A tag pushed by hand is that of the next minor version. */
function chooseWords({ expected }: ProjectFacts, kind: string): string[] {
  if (kind !== 'tag') return ['--bump', kind];
  const { minor } = expected;
  const [tag] = typeof minor === 'object' && minor !== null ? minor.tags : [];
  if (tag === undefined) throw new Error('no tag is expected');
  return ['--tag', tag];
}

const appliesTo = ({ source }: ProjectFacts, kind: string): boolean => kind !== 'tag' || source === 'tags';

/** Goes through the projects one by one and writes the table. @returns the exit code */
export async function runProjects(
  options: ProjectOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> {
  await mkdir(cache, { recursive: true });
  const python = await openPython();
  const projects = await findProjects(options.folder, options.names, cache);
  const mode = options.plan ? 'plan' : 'whole';
  const folder = join(cache, `${mode}-${await fingerprint(options.plan)}`);
  const known = await openKnownResults(folder);
  const bar = openProgressBar(projects.length * options.bumps.length, screen);
  const rows: ProjectRow[] = [];
  const notRun: string[] = [];
  const perform = async (project: FoundProject, kind: string, facts: ProjectFacts): Promise<KnownResult> => {
    const before = await known.read(project, kind);
    if (before !== undefined) return { ...before, facts };
    const outcome = options.plan
      ? await planRelease(python, project, kind)
      : await rehearseProject(python, project, chooseWords(facts, kind), signal);
    await known.write(project, kind, { facts, outcome });
    return { facts, outcome };
  };
  try {
    for (const project of projects)
      for (const kind of options.bumps) {
        if (signal.aborted) break;
        try {
          const facts = await readFacts(python, project.repository, project.path);
          if (!appliesTo(facts, kind)) {
            bar.step(`${project.name} ${kind}: not for a version that files hold`);
            continue;
          }
          const { outcome } = await perform(project, kind, facts);
          const judgement = judgeRelease(facts, kind, outcome, !options.plan);
          rows.push(makeRow(project.name, kind, facts, outcome, judgement));
          bar.step(`${project.name} ${kind}: ${judgement.verdict} ${outcome.tag}`);
        } catch (cause) {
          if (signal.aborted) break;
          notRun.push(`${project.name} ${kind}: ${cause instanceof Error ? cause.message : String(cause)}`);
          bar.step(`${project.name} ${kind}: not run`);
        }
      }
  } finally {
    bar.end();
  }
  const out = options.out ?? join(cache, mode);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(`${out}.json`, `${JSON.stringify(rows, null, 2)}\n`);
  await writeFile(`${out}.md`, renderProjectTable(rows));
  for (const line of notRun) screen.write(`not run: ${line}\n`);
  screen.write(`${out}.md\n${renderTotals(rows)}\n`);
  const isRight = rows.every(({ verdict }) => verdict === 'released right' || verdict === 'rightly refused');
  return isRight && notRun.length === 0 && !signal.aborted ? 0 : 1;
}
