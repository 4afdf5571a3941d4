/**
 * `npm run test:adopt -- --folder DIR [--state FILE]`: adopts the release workflow of every project in a folder (one folder each, with its
 * `.github/workflows`), without writing into it, and reports the share of lines with a fate, what stops an adoption, and which rules the
 * results break. A state file makes the run resumable: projects that it has are not tried again. Fails when a line has no fate, a result is
 * not a valid workflow, or one breaks a rule.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, tryAdoption } from './try-adoption.ts';

const { values } = parseArgs({ options: { folder: { type: 'string' }, state: { type: 'string' } } });
const { folder, state } = values;
if (folder === undefined)
  throw new Error('Name the folder of the projects: npm run test:adopt -- --folder DIR');
const known: Record<string, readonly Outcome[]> =
  state !== undefined && existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as never) : {};
const projects = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
for (const { name } of projects) {
  known[name] ??= await tryAdoption(join(folder, name), name);
  if (state !== undefined) writeFileSync(state, JSON.stringify(known));
}
const outcomes = projects.flatMap(({ name }) => known[name] ?? []);
for (const { project, path, lines, kept, replaced, dropped, stops, broken } of outcomes)
  console.log(
    [
      project,
      path,
      `${kept}+${replaced}+${dropped}/${lines}`,
      stops.join('; ') || '-',
      broken.join('; ') || '-',
    ].join(' | '),
  );
const sum = (count: (outcome: Outcome) => number): number =>
  outcomes.reduce((all, outcome) => all + count(outcome), 0);
const lines = sum((outcome) => outcome.lines);
const accounted = sum(({ kept, replaced, dropped }) => kept + replaced + dropped);
const adopted = outcomes.filter(({ stops }) => stops.length === 0);
const wrong = outcomes.filter(
  (outcome) =>
    outcome.kept + outcome.replaced + outcome.dropped !== outcome.lines ||
    (outcome.stops.length === 0 && outcome.broken.length > 0),
);
console.log(
  `${outcomes.length} workflows of ${projects.length} projects: ${accounted} of ${lines} lines have a fate, ${adopted.length} adopted, ${outcomes.length - adopted.length} refused with a reason, ${wrong.length} wrong`,
);
if (wrong.length > 0) process.exitCode = 1;
