import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of puppeteer's `Page` that the tests use. */
export interface Page {
  emulateMediaFeatures(features: readonly { name: string; value: string }[]): Promise<void>;
  setViewport(size: { width: number; height: number }): Promise<void>;
  goto(address: string): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
  screenshot(options: { path: string; fullPage: boolean }): Promise<unknown>;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  on(event: 'console', listener: (message: { text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: unknown) => void): void;
  close(): Promise<void>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const program = process.env['SLIPWAY_CHROMIUM'];
const modules = process.env['SLIPWAY_BROWSER_MODULES'];

/** `npm run test:peers` found a browser. */
export const hasBrowser = program !== undefined && modules !== undefined;

/** The script of axe-core. */
export const axePath: string = join(modules ?? '', 'axe-core/axe.min.js');

/** Starts headless Chromium; a container has no sandbox of its own. */
export async function openBrowser(): Promise<Browser> {
  const entry = join(modules ?? '', 'puppeteer-core/lib/puppeteer/puppeteer-core.js');
  const { launch } = (await import(pathToFileURL(entry).href)) as {
    launch: (options: object) => Promise<Browser>;
  };
  return launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu'],
    protocolTimeout: 300_000,
  });
}
