import { applyEdits } from './edits.ts';
import { offsetsOf, parseGfm, walkMarkdown } from './tree.ts';

/**
 * Moves the headings of a part below the heading that it gets: the highest of them has the level `top`, the others keep their
 * distance, and none is skipped.
 * @param text safe and of a bounded cost
 */
export function placeHeadings(text: string, top: number): string {
  // ATX headings have a "#", setext headings a line of "=" or "-".
  if (!text.includes('#') && !/^[ \t>*+-]*[=-]+[ \t]*$/m.test(text)) return text;
  const headings = [...walkMarkdown(parseGfm(text))].filter((node) => node.type === 'heading');
  const open: number[] = [];
  return applyEdits(
    text,
    headings.map((heading) => {
      while (open.length > 0 && (open.at(-1) ?? 0) >= heading.depth) open.pop();
      open.push(heading.depth);
      const level = Math.min(6, top + open.length - 1);
      const { start, end } = offsetsOf(heading);
      const [first] = heading.children;
      const last = heading.children.at(-1);
      // Setext headings have their mark behind them, and may have more than one line.
      const words =
        first === undefined || last === undefined
          ? ''
          : text.slice(offsetsOf(first).start, offsetsOf(last).end).replace(/\s*\n\s*/g, ' ');
      return { start, end, text: `${'#'.repeat(level)} ${words}`.trimEnd() };
    }),
  );
}
