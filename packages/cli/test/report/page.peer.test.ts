import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/page/page.ts';
import { axePath, type Browser, hasBrowser, openBrowser, type Page } from '../support/browser.ts';
import {
  failedReport,
  hostileReport,
  largeReport,
  readyReport,
  recoveredReport,
} from '../support/reports.ts';

const reports = {
  ready: readyReport,
  failed: failedReport,
  recovered: recoveredReport,
  hostile: hostileReport,
};
const widths = [1440, 1040, 768, 360, 320];
// For people; nothing is compared with them.
const screenshots = process.env['SLIPWAY_SCREENSHOTS'];

/** What stands outside the window, and what is wider than it. */
const findOverflow = `[
  ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['page'] : []),
  ...[...document.querySelectorAll('body *')]
    .filter((element) => !element.closest('.sr, .skip, .sprite, .st thead, svg') && element.getClientRects().length > 0)
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > document.documentElement.clientWidth + 1;
    })
    .map((element) => element.tagName + '.' + element.className),
].slice(0, 10)`;

/** Words that stand on two lines outside what may be broken. */
const findBroken = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement.closest('.any, .md, pre, .sr, .skip, .st thead, svg, style')) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s\\u00A0-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
      if (new Set(tops).size > 1) broken.push(word.slice(0, 40));
    }
  }
  return broken.slice(0, 10);
})()`;

describe.skipIf(!hasBrowser)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-page-'));
  let browser: Browser;
  let page: Page;
  const seen: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('request', (request) => seen.push(request.url()));
    page.on('console', (message) => seen.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => seen.push(`error: ${String(error)}`));
    if (screenshots !== undefined) mkdirSync(screenshots, { recursive: true });
  });
  afterAll(() => browser.close());

  async function show(name: string, html: string, theme: string, width: number): Promise<string> {
    const path = join(folder, `${name}.html`);
    writeFileSync(path, html);
    const address = pathToFileURL(path).href;
    seen.length = 0;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await page.setViewport({ width, height: 900 });
    await page.goto(address);
    return address;
  }

  const cases = Object.keys(reports).flatMap((name) =>
    ['light', 'dark'].map((theme) => [name, theme] as const),
  );

  it.each(cases)(
    'the page of a %s report in a %s theme fits every window and asks for nothing',
    async (name, theme) => {
      const html = renderHtml(reports[name as keyof typeof reports]());
      for (const width of widths) {
        const address = await show(name, html, theme, width);
        if (screenshots !== undefined)
          await page.screenshot({
            path: join(screenshots, `${name}-${theme}-${width}.png`),
            fullPage: name !== 'hostile',
          });
        await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        expect(await page.evaluate(findOverflow), `${name} ${width}`).toEqual([]);
        expect(await page.evaluate(findBroken), `${name} ${width}`).toEqual([]);
        expect(seen, `${name} ${width}`).toEqual([address]);
      }
    },
  );

  it.each(cases)('axe finds no fault in the page of a %s report in a %s theme', async (name, theme) => {
    const axe = readFileSync(axePath, 'utf8');
    for (const width of [1440, 360]) {
      await show(name, renderHtml(reports[name as keyof typeof reports]()), theme, width);
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      await page.evaluate(axe);
      const faults = await page.evaluate<readonly string[]>(
        `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`,
      );
      expect(faults, `${name} ${width}`).toEqual([]);
    }
  });

  it('nothing in a hostile report runs or is loaded', async () => {
    await show('hostile', renderHtml(hostileReport()), 'light', 1440);
    const tags = await page.evaluate<number>(
      "document.querySelectorAll('script, img, iframe, object, [style], [onerror], [onclick]').length",
    );
    expect(tags).toBe(0);
  });

  it('the page of a large report fits the window', async () => {
    await show('large', renderHtml(largeReport()), 'light', 1440);
    expect(await page.evaluate(findOverflow)).toEqual([]);
  });
});
