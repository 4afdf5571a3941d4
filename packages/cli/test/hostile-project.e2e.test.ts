import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import type { RehearsalReport } from '../src/report/report.ts';
import { temporaryFolder } from './support/fixture-project.ts';
import { createHostileProject, longWord } from './support/hostile-project.ts';
import { withoutImageBuilder } from './support/image-programs.ts';
import { startCli } from './support/run-cli.ts';

const reference = readFileSync(join(slipwayDirectory, '.github/workflows/release.yml'), 'utf8');

// What reorders, hides or moves: controls but the line feed, marks and overrides of direction, and what has no width.
const deceiving =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

/** Every text of a report that people read. */
function listTexts({ jobs, checks, problems, diff, release, notes }: RehearsalReport): readonly string[] {
  return [
    ...jobs.flatMap(({ name, steps, annotations }) => [
      name,
      ...annotations.map(({ message }) => message),
      ...steps.flatMap((step) => [step.name, step.summary, ...step.log.lines]),
    ]),
    ...checks.map(({ detail }) => detail),
    ...problems.map(({ message }) => message),
    ...diff.flatMap(({ path, lines }) => [path, ...lines]),
    release?.title ?? '',
    release?.notes ?? '',
    ...notes,
  ];
}

it('a project whose every text is an attack is released, through tags without a prefix', {
  timeout: 300_000,
}, async () => {
  const folder = createHostileProject(reference);
  const file = join(temporaryFolder(), 'report.html');
  const words = ['rehearse', '--project', folder, '--version', '1.2.0', '--html', file];
  const { exitCode, output, report } = await startCli(words, withoutImageBuilder()).ended;
  expect(exitCode, output).toBe(0);
  if (report === undefined) throw new Error('The rehearsal wrote no report.');
  expect(report.project.tag).toBe('1.2.0');

  // The attacks arrived: each kind is seen where it belongs, as text.
  const texts = listTexts(report);
  const all = texts.join('\n');
  for (const mark of ['changelog', 'log', 'step', 'description'])
    expect(all).toMatch(new RegExp(`alert\\(\\\\?"${mark}`));
  expect(all).toContain('owned by a log');

  // No command of a log was obeyed, and none hides in what a runner would read again.
  expect(
    report.jobs.flatMap(({ annotations }) => annotations).filter(({ message }) => message.includes('owned')),
  ).toEqual([]);
  expect(
    texts.filter((text) => /^::(?:error|set-output|add-mask|stop-commands)\b|##\[\w+\]owned/m.test(text)),
  ).toEqual([]);
  expect(output).not.toMatch(/^::|##\[/m);

  // Nothing reorders, hides or moves what a person reads.
  expect(texts.filter((text) => deceiving.test(text))).toEqual([]);
  expect(output).not.toMatch(deceiving);
  expect(output.split('\n').filter((line) => line.includes(longWord.slice(0, 3_000)))).toEqual([]);

  // The page has the texts and none of their markup.
  const page = readFileSync(file, 'utf8');
  expect(page).not.toMatch(deceiving);
  expect(page).not.toMatch(/<script|<img|<iframe|<[a-z][^>]*\s(?:on\w+|style)=|(?:href|src)="(?!https:|#)/i);
  expect(page.match(/<style/g)).toHaveLength(1);
  expect(page).toContain('&lt;script&gt;');

  // Notes and summaries: GitHub gets no script and no address that runs one.
  const published = [
    report.release?.notes ?? '',
    ...report.jobs.flatMap(({ steps }) => steps.map(({ summary }) => summary)),
  ];
  for (const text of published) {
    // Code is shown as it is.
    const rendered = text.replaceAll(/^ {4}.*$/gm, '').replaceAll(/`[^`]*`/g, '');
    expect(rendered).not.toMatch(/<script|<style|\]\(\s*javascript:|<\/details><style/i);
  }
});
