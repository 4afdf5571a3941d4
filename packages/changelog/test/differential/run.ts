/**
 * `npm run test:changelogs -- FOLDER`: finds the changelog of every project in a folder (one folder each), reads the section
 * of its newest version and releases what is unreleased, without writing anything. Prints a table and the totals, and
 * fails when a section is wrong or a release would change another line. Takes seconds, so it always starts from the beginning.
 */
import { readdirSync } from 'node:fs';
import { type Outcome, tryProject } from './try-project.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined)
  throw new Error('Name the folder of the projects: npm run test:changelogs -- FOLDER');
const projects = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const outcomes: Outcome[] = [];
for (const { name } of projects) outcomes.push(await tryProject(folder, name));

const isRight = ({ section, promotion }: Outcome): boolean =>
  /^(?:right|empty)$/.test(section) && /^(?:right|version-exists|unreleased-not-first)/.test(promotion);
for (const { project, path, version, section, promotion, passedOver } of outcomes)
  console.log([project, path || '(none)', version, section, promotion, passedOver.join('; ')].join(' | '));
const found = outcomes.filter(({ path }) => path !== '');
const count = (pattern: RegExp): number => found.filter(({ promotion }) => pattern.test(promotion)).length;
const wrong = found.filter((outcome) => !isRight(outcome));
console.log(
  [
    `${outcomes.length} projects`,
    `${found.length} changelogs found`,
    `${found.filter(({ section }) => /^(?:right|empty)$/.test(section)).length} sections right`,
    `${count(/^right$/)} released as they are`,
    `${count(/^right \(added\)$/)} released with an added unreleased part`,
    `${found.length - count(/^right/)} not released with a reason`,
    `${outcomes.filter(({ path, passedOver }) => path === '' && passedOver.length > 0).length} passed over with a reason`,
  ].join(', '),
);
if (wrong.length > 0) {
  console.log(`Wrong: ${wrong.map(({ project }) => project).join(', ')}`);
  process.exitCode = 1;
}
