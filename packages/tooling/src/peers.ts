/**
 * `npm run test:peers [-- vitest arguments]`: installs the real tools and sources that the peer tests hold this project
 * against, into a cache folder ($SLIPWAY_PEERS, or ~/.cache/slipway-peers), and runs those tests. A tool that cannot be
 * had is named as not shown; its tests are skipped and never counted as passed.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from './bundles/bundles.ts';
import { fetchProject } from './projects/fetch-project.ts';
import { installBrowser } from './tools/install-browser.ts';
import { installDebianTools } from './tools/install-debian-tools.ts';
import { installGoTools, installPythonTools, type MissingTool } from './tools/install-tools.ts';
import { runTool } from './tools/run-tool.ts';
import { debianTools, goTools, pythonTools, realProjects, sourceGoTools } from './tools/tools.ts';

const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
const projectsFolder = join(cache, 'projects');

async function fetchProjects(python: string | undefined): Promise<MissingTool[]> {
  const missing: MissingTool[] = [];
  for (const project of realProjects) {
    const name = `${project.name} ${project.version} (${project.backend})`;
    try {
      if (python === undefined) throw new Error('there is no Python environment to fetch it with');
      await fetchProject(python, projectsFolder, project);
    } catch (cause) {
      missing.push({ name, reason: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  return missing;
}

const python = await installPythonTools(cache, pythonTools);
const debian = await installDebianTools(cache, debianTools);
const go = await installGoTools(cache, goTools);
const built = await installGoTools(cache, sourceGoTools, 'source');
const browser = await installBrowser(cache);
const projects = await fetchProjects(python.variables['SLIPWAY_PYTHON_PEERS']);
const variables = {
  ...python.variables,
  ...debian.variables,
  ...go.variables,
  ...built.variables,
  ...browser.variables,
  SLIPWAY_PROJECTS: projectsFolder,
};
for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`);

const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs');
const { exitCode } = await runTool(
  process.execPath,
  [vitest, 'run', '--project', 'peers', ...process.argv.slice(2)],
  { cwd: repositoryRoot, env: { ...process.env, ...variables }, live: true },
);
for (const { name, reason } of [
  ...python.missing,
  ...debian.missing,
  ...go.missing,
  ...built.missing,
  ...browser.missing,
  ...projects,
]) {
  console.log(`not shown: ${name} (${reason})`);
}
process.exitCode = exitCode;
