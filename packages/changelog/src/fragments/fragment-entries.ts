import type { Fragment } from './find-fragments.ts';
import type { TowncrierConfig } from './towncrier-config.ts';

/** One item of a rendered part. */
export interface FragmentEntry {
  readonly text: string;
  /** As rendered: `#12`. */
  readonly issues: readonly string[];
}

/** What is rendered below the name of one type. */
export interface FragmentPart {
  readonly name: string;
  readonly entries: readonly FragmentEntry[];
  /** All issues of the part, rendered and in order. */
  readonly issues: readonly string[];
}

/** The parts of a section, in the order of the types. */
export function groupFragments(
  fragments: readonly Fragment[],
  section: string,
  config: TowncrierConfig,
): FragmentPart[] {
  return config.types.flatMap(({ key, name, showsContent }) => {
    const own = fragments.filter((fragment) => fragment.section === section && fragment.type === key);
    if (own.length === 0) return [];
    const issuesByText = new Map<string, string[]>();
    for (const { text, issue } of own) {
      const content = config.hasBullets ? indentLines(text.trim()).slice(2) : text.trimEnd();
      const shown = !showsContent && issue !== '' ? '' : content;
      const issues = issuesByText.get(shown) ?? [];
      issuesByText.set(shown, issue === '' ? issues : [...issues, issue]);
    }
    const sorted = [...issuesByText].map(([text, issues]) => ({ text, issues: issues.sort(compareIssues) }));
    sorted.sort(compareEntries);
    if (!config.hasBullets) sorted.sort((left, right) => rankBullet(left.text) - rankBullet(right.text));
    const render = (issue: string): string => renderIssue(config.issueFormat, issue);
    const entries = sorted.map(({ text, issues }) => ({
      text: openAfterCode(text),
      issues: issues.map(render),
    }));
    const all = [...new Set(own.flatMap(({ issue }) => (issue === '' ? [] : [issue])))].sort(compareIssues);
    return [{ name, entries, issues: all.map(render) }];
  });
}

function indentLines(text: string): string {
  return text.replace(/^(?=.*\S)/gm, '  ');
}

type Raw = { readonly text: string; readonly issues: readonly string[] };

/** By issues; entries without issues come last, by their text. */
function compareEntries(left: Raw, right: Raw): number {
  const [first, second] = [left, right].map(({ text, issues }) => (issues.length > 0 ? '' : text));
  const byText = compareText(first ?? '', second ?? '');
  if (byText !== 0) return byText;
  for (let index = 0; index < Math.min(left.issues.length, right.issues.length); index += 1) {
    const order = compareIssues(left.issues[index] ?? '', right.issues[index] ?? '');
    if (order !== 0) return order;
  }
  return left.issues.length - right.issues.length;
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Words first, then numbers among words by their number, then plain numbers. */
function compareIssues(left: string, right: string): number {
  const [first, second] = [readIssue(left), readIssue(right)];
  return (
    first.rank - second.rank ||
    compareText(first.words, second.words) ||
    (first.number < second.number ? -1 : first.number > second.number ? 1 : 0)
  );
}

function readIssue(issue: string): { rank: number; words: string; number: bigint } {
  if (/^\d+$/.test(issue)) return { rank: 2, words: '', number: BigInt(issue) };
  const found = /\d+/.exec(issue);
  if (found === null) return { rank: 0, words: issue, number: -1n };
  const words = issue.slice(0, found.index) + issue.slice(found.index + found[0].length);
  return { rank: 1, words, number: BigInt(found[0]) };
}

function rankBullet(text: string): number {
  if (text === '') return -1;
  const at = ['- ', '* ', '#. '].findIndex((mark) => text.startsWith(mark));
  return at === -1 ? 3 : at;
}

function renderIssue(format: string | undefined, issue: string): string {
  if (format === undefined) return /^[+-]?\d+$/.test(issue) ? `#${issue}` : issue;
  return format.replace(/\{\{|\}\}|\{issue\}/g, (found) => (found === '{issue}' ? issue : found.charAt(0)));
}

/** An issue must not become part of a code block that ends the text. */
function openAfterCode(text: string): string {
  const at = text.lastIndexOf('::\n\n');
  if (at === -1) return text;
  const rest = text.slice(at + 4).split('\n');
  const isCode = rest.every(
    (line, index) => /^ {2}[ \t]+/.test(line) || (line === '' && index < rest.length - 1),
  );
  return isCode ? `${text}\n\n ` : text;
}
