/**
 * `npm run test:adopt -- --folder DIR [--state FILE] [--zizmor PROGRAM] [--rehearse] [--only NAME]`: adopts the release workflows of every
 * project in a folder (one folder each, with its `.github/workflows`), without writing into it, and reports the share of lines with a fate,
 * what stops an adoption, and which rules the results break. With `--zizmor`, the findings before and after are compared; with `--rehearse`,
 * every adopted workflow is rehearsed, and the folders have to be git clones. A state file makes the run resumable: projects that it has are
 * not tried again. Fails when a line has no fate, a result is not a valid workflow, breaks a rule, or has a finding that the old one did not
 * have.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, tryAdoption } from './try-adoption.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    state: { type: 'string' },
    zizmor: { type: 'string' },
    rehearse: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
});
const { folder, state, zizmor, rehearse, only } = values;
if (folder === undefined)
  throw new Error('Name the folder of the projects: npm run test:adopt -- --folder DIR');
const known: Record<string, readonly Outcome[]> =
  state !== undefined && existsSync(state) ? (JSON.parse(readFileSync(state, 'utf8')) as never) : {};
const projects = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .filter(({ name }) => only === undefined || only.includes(name));
for (const { name } of projects) {
  known[name] ??= await tryAdoption(join(folder, name), name, { zizmor, rehearses: rehearse });
  if (state !== undefined) writeFileSync(state, JSON.stringify(known));
}
const outcomes = projects.flatMap(({ name }) => known[name] ?? []);
for (const outcome of outcomes) {
  const { project, path, kept, replaced, dropped, stops, broken, findings, rehearsal } = outcome;
  console.log(
    [
      ...[project, path, `${kept}+${replaced}+${dropped}/${outcome.lines}`],
      ...[stops.join('; ') || '-', broken.join('; ') || '-'],
      findings === undefined
        ? '-'
        : `zizmor ${findings.before} -> ${findings.after}${findings.worse.length === 0 ? '' : `, worse: ${findings.worse.join(', ')}`}`,
      rehearsal ?? '-',
    ].join(' | '),
  );
}
const sum = (count: (outcome: Outcome) => number): number =>
  outcomes.reduce((all, outcome) => all + count(outcome), 0);
const lines = sum((outcome) => outcome.lines);
const accounted = sum(({ kept, replaced, dropped }) => kept + replaced + dropped);
const adopted = outcomes.filter(({ stops }) => stops.length === 0);
const rehearsed = adopted.filter(({ rehearsal }) => rehearsal !== undefined);
const wrong = outcomes.filter(
  (outcome) =>
    outcome.kept + outcome.replaced + outcome.dropped !== outcome.lines ||
    outcome.broken.length > 0 ||
    (outcome.findings?.worse.length ?? 0) > 0,
);
console.log(
  `${outcomes.length} workflows of ${projects.length} projects: ${accounted} of ${lines} lines have a fate, ${adopted.length} adopted, ${outcomes.length - adopted.length} refused with a reason, ${wrong.length} wrong; ${rehearsed.filter(({ rehearsal }) => rehearsal === 'green').length} of ${rehearsed.length} rehearsed to green`,
);
if (wrong.length > 0) process.exitCode = 1;
