import { isCostlyMarkdown } from '../markdown/cost.ts';
import { placeHeadings } from '../markdown/headings.ts';
import { closeBlocks } from '../markdown/neutralize.ts';
import type { ChangeSection } from './text.ts';

const securityTitle = /^\W*security\b/i;
const breakingTitle = /\bbreaking\b/i;
const advisory = /\bGHSA(?:-[23456789cfghjmpqrvwx]{4}){3}\b/i;
const cve = /\bCVE-\d{4}-\d{4,9}\b/i;

// The page of a release has its date already.
const releaseDate = /^\W{0,3}(?:released?(?: date| on)?:? *)\(?\d{4}-\d{2}-\d{2}\W{0,4}(?:\n\s*|$)/i;

/** Sections as a reader needs them: what stands above all first, then security, breaking changes, and the rest as written. */
export function orderSections(sections: readonly ChangeSection[]): ChangeSection[] {
  const rank = ({ title }: ChangeSection): number => {
    if (title === undefined) return 0;
    if (securityTitle.test(title)) return 1;
    return breakingTitle.test(title) ? 2 : 3;
  };
  return sections.toSorted((left, right) => rank(left) - rank(right));
}

/** Each section by itself: what it opens it ends, and its headings are below its title. */
export function settleSection({ title, body }: ChangeSection): ChangeSection {
  const closed = closeBlocks(title === undefined ? body.replace(releaseDate, '') : body);
  if (isCostlyMarkdown(closed)) return { title, body: closed };
  return { title, body: placeHeadings(closed, title === undefined ? 3 : 4) };
}

/** The sections below each other, with an alert above them when one is about security. */
export function renderSections(sections: readonly ChangeSection[]): string {
  const alert = renderAlert(sections.find(({ title }) => title !== undefined && securityTitle.test(title)));
  return [
    ...(alert === undefined ? [] : [alert]),
    ...sections.map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`.trimEnd())),
  ].join('\n\n');
}

/** https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function renderAlert(section: ChangeSection | undefined): string | undefined {
  if (section === undefined || section.body.trim() === '') return undefined;
  const items = section.body.match(/^(?:[-*+]|\d{1,9}[.)]) /gm)?.length ?? 1;
  const named = advisory.exec(section.body)?.[0];
  const id = named ?? cve.exec(section.body)?.[0].toUpperCase();
  const page =
    named === undefined
      ? `https://www.cve.org/CVERecord?id=${id}`
      : `https://github.com/advisories/${named.replace(/^ghsa/i, 'GHSA')}`;
  const issue = items > 1 ? 'security issues' : 'a security issue';
  const link = id === undefined || items > 1 ? '' : ` ([${id}](${page}))`;
  return `> [!IMPORTANT]\n> This release fixes ${issue}${link}. Please upgrade.`;
}
