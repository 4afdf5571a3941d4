/** `npm run check`: everything that has to hold beside the tests, each check in one line, all of them even when one fails. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWorkflow } from '@slipway/cli/findings/read-workflow';
import { findWorkflowFaults } from '@slipway/cli/findings/workflow-findings';
import { repositoryRoot, settleLimited } from './bundles/bundles.ts';
import { readActions } from './pages/action-metadata.ts';
import { refreshDecisions } from './pages/adr-index.ts';
import { refreshArchitecture } from './pages/architecture.ts';
import { refreshErrorPage } from './pages/error-page.ts';
import { refreshVersion } from './pages/product-version.ts';
import { refreshReadmes } from './pages/readme-tables.ts';
import { checkEntryPoints } from './rules/entry-points.ts';
import { checkRooms } from './rules/rooms.ts';
import { checkSourceLimits } from './rules/source-limits.ts';
import { checkTestNames } from './rules/test-names.ts';
import { checkVoice } from './rules/voice.ts';
import { checkWorkflow } from './rules/workflow-policy.ts';
import { runTool } from './tools/run-tool.ts';
import { refreshJobTable } from './workflow-files.ts';

interface Check {
  readonly name: string;
  /** What is wrong, a line each; nothing when the check holds. */
  run(): Promise<readonly string[]>;
}

const root = repositoryRoot;
const parallelChecks = 2;
const binary = (name: string): string => join(root, 'node_modules/.bin', name);

function tool(name: string, file: string, ...args: readonly string[]): Check {
  const run = async (): Promise<string[]> => {
    const { exitCode, output } = await runTool(file, args, { cwd: root });
    return exitCode === 0 ? [] : [output.trim() || `ended with ${exitCode}`];
  };
  return { name, run };
}

async function checkWorkflows(): Promise<string[]> {
  const actions = await readActions(root);
  const folder = join(root, '.github/workflows');
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const findings: string[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8');
    findings.push(...checkWorkflow(`.github/workflows/${name}`, text, actions));
  }
  return findings;
}

/** The rules of a rehearsal for workflow files, those that need no run: here every finding fails. */
async function findFaults(): Promise<string[]> {
  const folder = join(root, '.github/workflows');
  const read = (path: string): Promise<string | undefined> =>
    readFile(join(root, path), 'utf8').catch(() => undefined);
  const findings: string[] = [];
  for (const name of (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort()) {
    const path = `.github/workflows/${name}`;
    const workflow = await readWorkflow(path, (await read(path)) ?? '', {
      ...{ repository: 'slipway-actions/slipway', readFile: read, readOwnFile: read },
    });
    findings.push(...findWorkflowFaults(workflow).map(({ message }) => `${path}: ${message}`));
  }
  return findings;
}

const buildScript = fileURLToPath(new URL('build.ts', import.meta.url));

// The longest first, so that the short ones fill the other core meanwhile.
const checks: readonly Check[] = [
  tool('dist and workflows equal the sources', process.execPath, buildScript, '--check'),
  tool('types (tsc)', process.execPath, binary('tsc'), '--noEmit'),
  tool('promises and switches (oxlint)', binary('oxlint'), '--type-aware', '--deny-warnings'),
  tool(
    'unused code and dependencies (knip)',
    process.execPath,
    binary('knip'),
    '--no-progress',
    '--no-config-hints',
  ),
  tool('format and lint (biome)', binary('biome'), 'ci', '--error-on-warnings', '--colors=off'),
  tool('installed packages (npm ls)', 'npm', 'ls', '--all', '--loglevel=error', '--parseable'),
  { name: 'tables of the READMEs', run: () => refreshReadmes(root, true) },
  { name: 'index of the decisions', run: () => refreshDecisions(root, true) },
  { name: 'table of the jobs', run: () => refreshJobTable(root, true) },
  { name: 'page of the errors', run: () => refreshErrorPage(root, true) },
  { name: 'diagram of the architecture', run: () => refreshArchitecture(root, true) },
  { name: 'one version', run: () => refreshVersion(root, true) },
  { name: 'policy of the workflows', run: checkWorkflows },
  { name: 'findings in the workflows', run: findFaults },
  { name: 'voice of the texts', run: () => checkVoice(root) },
  { name: 'limits of the sources', run: () => checkSourceLimits(root) },
  { name: 'folders and imports', run: () => checkRooms(root) },
  { name: 'entry points of the packages', run: () => checkEntryPoints(root) },
  { name: 'test names', run: () => checkTestNames(root) },
];

async function runCheck({ name, run }: Check): Promise<boolean> {
  const startedMs = Date.now();
  const findings = await run().catch((cause: unknown) => [
    cause instanceof Error ? cause.message : String(cause),
  ]);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  for (const finding of findings) console.log(finding.replaceAll(/^/gm, '     '));
  return findings.length === 0;
}

const results = await settleLimited(checks, parallelChecks, runCheck);
const failed = results.filter((result) => result.status === 'rejected' || !result.value).length;
console.log(`checks: ${checks.length - failed} held, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
