import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = '.github/adr';
const index = `${folder}/README.md`;

const introduction = `# Decisions

Why Slipway is built the way it is, one decision per page. A decision that no longer applies keeps its page and number; its status
names the page that replaces it. The file name of a new page starts with the next free number, and below its title is
its status: \`Status: accepted, YYYY-MM-DD\` or \`Status: replaced by 0123, YYYY-MM-DD\`. \`npm run docs\` writes this index.
`;

/** One page of `.github/adr`, as the index lists it. */
interface Decision {
  readonly file: string;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly date: string;
}

/** @returns the decision, or what the page lacks, in words */
function readDecision(file: string, text: string): Decision | string {
  const [, number, title] = /^# (\d{4}): (.+)$/m.exec(text.split('\n', 1)[0] ?? '') ?? [];
  if (number === undefined || title === undefined || !file.startsWith(`${number}-`))
    return `${folder}/${file}: the first line must be "# ${file.slice(0, 4)}: <title>"`;
  const [, status, date] =
    /^Status: (accepted|replaced by \d{4}), (\d{4}-\d{2}-\d{2})$/m.exec(text.split('\n', 3)[2] ?? '') ?? [];
  if (status === undefined || date === undefined)
    return `${folder}/${file}: the third line must be "Status: accepted, YYYY-MM-DD" or "Status: replaced by NNNN, YYYY-MM-DD"`;
  return { file, number, title, status, date };
}

/** The index page of decisions, in the order of their numbers. */
function renderIndex(decisions: readonly Decision[]): string {
  const rows = decisions.map(
    ({ file, number, title, status, date }) =>
      `| [${number}](${file}) | ${title.replaceAll('|', '\\|')} | ${status}, ${date} |`,
  );
  return [introduction, '| Number | Decision | Status |', '|---|---|---|', ...rows, ''].join('\n');
}

/** Writes the index of decisions, or compares it when `check` is set. @returns a line for each finding, or for the file written */
export async function refreshDecisions(root: string, check: boolean): Promise<string[]> {
  const files = (await readdir(join(root, folder))).filter((name) => /^\d{4}-.*\.md$/.test(name)).sort();
  const read = await Promise.all(
    files.map(async (file) => readDecision(file, await readFile(join(root, folder, file), 'utf8'))),
  );
  const faults = read.filter((each) => typeof each === 'string');
  const decisions = read.filter((each) => typeof each !== 'string');
  const twice = decisions.filter(({ number }, place) => decisions[place - 1]?.number === number);
  faults.push(...twice.map(({ file, number }) => `${folder}/${file}: the number ${number} is taken`));
  const fresh = renderIndex(decisions);
  const known = await readFile(join(root, index), 'utf8').catch(() => '');
  if (fresh === known) return faults;
  if (!check) await writeFile(join(root, index), fresh);
  return [...faults, check ? `${index}: out of date, run "npm run docs"` : `${index}: written`];
}
