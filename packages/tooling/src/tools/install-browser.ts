import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathExists } from '../bundles/path-exists.ts';
import { fillFolder, type Installed, runOrThrow } from './install-tools.ts';
import { browserTools } from './tools.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

async function findBrowser(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of names) if (await pathExists(join(folder, name))) return join(folder, name);
  return undefined;
}

/** Finds the Chromium of this machine and installs what drives it below `cache`, away from the dependencies of the repository. */
export async function installBrowser(cache: string): Promise<Installed> {
  const program = await findBrowser();
  if (program === undefined) {
    const reason = 'no Chromium was found on PATH; on Debian and Ubuntu: apt install chromium';
    return { variables: {}, missing: [{ name: 'Chromium', reason }] };
  }
  const folder = join(cache, browserTools.map(({ name, version }) => `${name}-${version}`).join('-'));
  const modules = join(folder, 'node_modules');
  try {
    await mkdir(cache, { recursive: true });
    if (!(await pathExists(modules)))
      await fillFolder(cache, folder, async (partial) => {
        const packages = browserTools.map(({ name, version }) => `${name}@${version}`);
        const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', partial];
        await runOrThrow('npm', ['install', ...options, ...packages], { cwd: partial });
      });
    return { variables: { SLIPWAY_CHROMIUM: program, SLIPWAY_BROWSER_MODULES: modules }, missing: [] };
  } catch (cause) {
    return {
      variables: {},
      missing: [{ name: 'Chromium', reason: cause instanceof Error ? cause.message : String(cause) }],
    };
  }
}
