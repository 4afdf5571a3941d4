/**
 * `npm run test:reproducible [-- backend…]`: builds a project of each common backend twice and compares the bytes. Results are
 * kept in $SLIPWAY_REPRODUCIBLE or ~/.cache/slipway-reproducible, so that an interrupted run goes on where it was.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../bundles/bundles.ts';
import { readTree } from '../bundles/tree.ts';
import { installPythonTools } from '../tools/install-tools.ts';
import { pythonTools } from '../tools/tools.ts';
import { type BackendProject, backendProjects } from './backend-projects.ts';
import { buildTwice, type TwoBuilds } from './build-twice.ts';

const cache = process.env['SLIPWAY_REPRODUCIBLE'] ?? join(homedir(), '.cache/slipway-reproducible');

async function fingerprintBundle(): Promise<string> {
  const hash = createHash('sha256');
  for (const [path, bytes] of await readTree(join(repositoryRoot, 'dist/python-build')))
    hash.update(`${path}\0`).update(bytes);
  return hash.digest('hex');
}

async function buildOrRead(project: BackendProject, bundle: string, python: string): Promise<TwoBuilds> {
  const key = createHash('sha256').update(bundle).update(JSON.stringify(project)).digest('hex').slice(0, 16);
  const file = join(cache, `${project.backend}-${key}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as TwoBuilds;
  const result = await buildTwice(cache, project, python);
  if (result.failure === undefined) {
    await writeFile(`${file}.partial`, JSON.stringify(result));
    await rename(`${file}.partial`, file);
  }
  return result;
}

function renderRows({ backend, files, failure }: TwoBuilds): string[] {
  if (failure !== undefined) return [`| ${backend} | | not built: ${failure} |`];
  return Object.entries(files).map(([name, [first, second]]) => {
    const verdict = first === second ? `same bytes (${first?.slice(0, 12)})` : 'different bytes';
    return `| ${backend} | ${name} | ${verdict} |`;
  });
}

const names = process.argv.slice(2);
const wanted = backendProjects.filter(({ backend }) => names.length === 0 || names.includes(backend));
await mkdir(cache, { recursive: true });
const { variables, missing } = await installPythonTools(
  cache,
  pythonTools.filter(({ name }) => name === 'build'),
);
const python = variables['SLIPWAY_PYTHON_PEERS'];
if (python === undefined || missing.length > 0)
  throw new Error(`"build" is not there: ${missing[0]?.reason}`);
const bundle = await fingerprintBundle();
const rows: string[] = ['| Backend | File | Two builds |', '| --- | --- | --- |'];
let isSame = wanted.length > 0;
for (const project of wanted) {
  const result = await buildOrRead(project, bundle, join(python, '..'));
  const found = Object.values(result.files);
  isSame &&= found.length > 0 && found.every(([first, second]) => first === second);
  rows.push(...renderRows(result));
  console.log(rows.slice(-Math.max(found.length, 1)).join('\n'));
}
await writeFile(join(cache, 'table.md'), `${rows.join('\n')}\n`);
console.log(join(cache, 'table.md'));
process.exitCode = isSame ? 0 : 1;
