/**
 * `npm run picture [-- REPORT.json]`: draws the pictures of the README from the report of a rehearsal, light and dark, in headless
 * Chromium. Without a report it rehearses the sample first. `docs/images/report.txt` keeps what the pictures show as text, so that a test
 * can tell when the page has changed since.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderHtml } from '@slipway/cli/report/page/page';
import { readReport } from '@slipway/cli/report/read-report';
import { repositoryRoot } from './bundles/bundles.ts';
import { installBrowser } from './tools/install-browser.ts';
import { runTool } from './tools/run-tool.ts';

/** The part of puppeteer that is used. */
interface Page {
  emulateMediaFeatures(features: readonly { name: string; value: string }[]): Promise<void>;
  setViewport(size: { width: number; height: number }): Promise<void>;
  goto(address: string): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
  screenshot(options: { path: string }): Promise<unknown>;
}
interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

// Wide enough for the layout of a desktop, and as much of it as says what the report is about.
const window = { width: 1120, height: 790 };
const maxBytes = 150 * 1000;
const folder = join(repositoryRoot, 'docs/images');

// What stands in the window, as a reader sees it.
const readShown = `[...document.querySelectorAll('h1, h2')]
  .filter((heading) => heading.getBoundingClientRect().bottom < innerHeight)
  .map((heading) => heading.innerText.replace(/\\s+/g, ' ').trim())`;

async function rehearse(directory: string): Promise<string> {
  const file = join(directory, 'report.json');
  const main = join(repositoryRoot, 'packages/cli/src/main.ts');
  const { exitCode } = await runTool(process.execPath, [main, 'rehearse', '--json', file], { live: true });
  if (exitCode !== 0) throw new Error(`The rehearsal ended with exit code ${exitCode}.`);
  return file;
}

async function openBrowser(): Promise<Browser> {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  const { variables, missing } = await installBrowser(cache);
  const [lack] = missing;
  if (lack !== undefined) throw new Error(`${lack.name}: ${lack.reason}`);
  const modules = variables['SLIPWAY_BROWSER_MODULES'] ?? '';
  const entry = join(modules, 'puppeteer-core/lib/puppeteer/puppeteer-core.js');
  const { launch } = (await import(pathToFileURL(entry).href)) as {
    launch: (options: object) => Promise<Browser>;
  };
  const args = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
  return launch({ executablePath: variables['SLIPWAY_CHROMIUM'], args });
}

const directory = await mkdtemp(join(tmpdir(), 'slipway-picture-'));
try {
  const [given] = process.argv.slice(2);
  const json = given === undefined ? await rehearse(directory) : resolve(given);
  const file = join(directory, 'report.html');
  await writeFile(file, renderHtml(readReport(await readFile(json, 'utf8'), json)));
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setViewport(window);
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(pathToFileURL(file).href);
      const path = join(folder, `report-${scheme}.png`);
      await page.screenshot({ path });
      const { size } = await stat(path);
      if (size > maxBytes) throw new Error(`${path} has ${size} bytes, more than ${maxBytes}.`);
      console.log(`${path}: ${size} bytes`);
    }
    const shown = await page.evaluate<string[]>(readShown);
    await writeFile(join(folder, 'report.txt'), `${shown.join('\n')}\n`);
  } finally {
    await browser.close();
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}
