import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import { renderHtml } from '../../src/report/page/page.ts';
import { readyReport } from '../support/reports.ts';

const folder = join(slipwayDirectory, 'docs/images');
// The verdict, then the headings of the sections, a line each.
const shown = readFileSync(join(folder, 'report.txt'), 'utf8').trimEnd().split('\n');
const textOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

it('the picture of the README shows the page as it is drawn today: else run "npm run picture"', () => {
  const page = renderHtml(readyReport());
  const headings = [...page.matchAll(/<h[12][^>]*>(.*?)<\/h[12]>/gs)].map(([, text = '']) => textOf(text));
  expect(headings.slice(0, shown.length)).toEqual(shown);
  expect(shown.length).toBeGreaterThan(1);
});

it('both pictures are in the README, small, and described by the verdict', () => {
  const readme = readFileSync(join(slipwayDirectory, 'README.md'), 'utf8');
  for (const scheme of ['light', 'dark']) {
    expect(readme).toContain(`docs/images/report-${scheme}.png`);
    expect(statSync(join(folder, `report-${scheme}.png`)).size).toBeLessThan(150_000);
  }
  expect(readme).toContain(`alt="Report of a rehearsal: ${shown[0]}`);
});
