import { fromMarkdown } from 'mdast-util-from-markdown';
import type { LinkBase } from '../markdown/addresses.ts';
import { closeFence, neutralizeMarkdown } from '../markdown/neutralize.ts';
import { offsetsOf } from '../markdown/tree.ts';
import type { ChangeSection } from '../notes/text.ts';

const breakingTitle = /\bbreaking\b/i;

/**
 * The parts of a section of a changelog: an introduction, breaking changes, and the rest in the author's order.
 * @param text what `extractSection` gives: without the heading of the version
 */
export function readChangelogSections(text: string, base?: LinkBase): ChangeSection[] {
  const safe = neutralizeMarkdown(text, base);
  const headings = fromMarkdown(safe).children.filter((node) => node.type === 'heading');
  const depth = headings.reduce((least, heading) => Math.min(least, heading.depth), 6);
  const starts = headings.filter((heading) => heading.depth === depth);
  const sections: ChangeSection[] = [];
  const opening = safe.slice(0, starts[0] === undefined ? safe.length : offsetsOf(starts[0]).start).trim();
  if (opening !== '') sections.push({ title: undefined, body: closeFence(opening) });
  starts.forEach((heading, index) => {
    const { end } = offsetsOf(heading);
    const next = starts[index + 1];
    const first = heading.children[0];
    const last = heading.children.at(-1);
    const title =
      first === undefined || last === undefined
        ? ''
        : safe.slice(offsetsOf(first).start, offsetsOf(last).end).replace(/\n/g, ' ');
    const body = safe.slice(end, next === undefined ? safe.length : offsetsOf(next).start);
    if (title !== '' || body.trim() !== '') sections.push({ title, body: body.replace(/^\n+|\s+$/g, '') });
  });
  // An introduction is about all of it and stays on top.
  const rank = ({ title }: ChangeSection): number =>
    title === undefined ? 0 : breakingTitle.test(title) ? 1 : 2;
  return sections.toSorted((left, right) => rank(left) - rank(right));
}
