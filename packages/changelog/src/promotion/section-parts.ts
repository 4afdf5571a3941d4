import type { ChangelogFormat } from '../changelog/parse-changelog.ts';
import { type BodyLines, readBodyLines } from '../changelog/section-content.ts';

/** A part of a section: what is above the first subheading, or below one of them. */
export interface SectionPart {
  /** The heading as written, without its last line ending; undefined for what is above the first one. */
  readonly heading: string | undefined;
  /** What the heading says, for comparison. */
  readonly key: string;
  /** Without blank lines around it. */
  readonly body: string;
}

/** Cuts a body at its highest subheadings. */
function splitParts(body: string, format: ChangelogFormat): SectionPart[] {
  const { lines, headings } = readBodyLines(body, format);
  const top = Math.min(...headings.map(({ level }) => level));
  const starts = headings.filter(({ level }) => level === top);
  const cut = (from: number, to: number): string =>
    trimBlankEnds(body.slice(lines[from]?.start ?? body.length, lines[to]?.start ?? body.length));
  const parts: SectionPart[] = [];
  const intro = cut(0, starts[0]?.firstLine ?? lines.length);
  if (intro !== '') parts.push({ heading: undefined, key: '', body: intro });
  starts.forEach((heading, index) => {
    const from = lines[heading.firstLine]?.start ?? 0;
    parts.push({
      heading: body.slice(from, lines[heading.lastLine]?.end ?? from),
      key: heading.text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
      body: cut(heading.lastLine + 1, starts[index + 1]?.firstLine ?? lines.length),
    });
  });
  return parts;
}

/** Removes blank lines at both ends and keeps the indentation of the first line. */
function trimBlankEnds(text: string): string {
  return text.replace(/^(?:[ \t]*(?:\r\n|\n|\r))+/, '').trimEnd();
}

/**
 * One body from several, newest first: what has no heading stays on top, and parts with the same heading become one. The
 * body with most parts gives the order.
 */
export function mergeBodies(bodies: readonly string[], format: ChangelogFormat, ending: string): string {
  const split = bodies.map((body) => splitParts(body, format));
  const longest = split.reduce<readonly SectionPart[]>(
    (most, parts) => (parts.length > most.length ? parts : most),
    [],
  );
  const merged = new Map<string, { heading: string | undefined; bodies: string[] }>();
  merged.set('', { heading: undefined, bodies: [] });
  for (const { key, heading } of longest) if (heading !== undefined) merged.set(key, { heading, bodies: [] });
  for (const { key, heading, body } of split.flat()) {
    const target = merged.get(key) ?? { heading, bodies: [] };
    merged.set(key, target);
    if (body !== '' && !target.bodies.includes(body)) target.bodies.push(body);
  }
  const texts = [...merged.values()].flatMap(({ heading, bodies: own }) => {
    const body = own.reduce((above, below) => above + joint(above, below, ending) + below, '');
    if (body === '') return [];
    return [heading === undefined ? body : `${heading}${ending}${ending}${body}`];
  });
  return texts.join(ending + ending);
}

/** Two lists without blank lines between their items become one list. */
function joint(above: string, below: string, ending: string): string {
  if (above === '') return '';
  const marker = /^\s*([-*+])\s/.exec(below)?.[1];
  const items = above.split(/\r\n|\n|\r/);
  const isTight =
    marker !== undefined &&
    !items.some((line) => line.trim() === '') &&
    items.some((line) => line.trimStart().startsWith(`${marker} `));
  return isTight ? ending : ending + ending;
}

/** A body without the subheadings that have nothing below them, and, when `dropComments`, without comments. */
export function dropEmptyParts(body: string, format: ChangelogFormat, dropComments: boolean): string {
  const read = readBodyLines(body, format);
  const removed = new Set<number>(findEmptyParts(read));
  if (dropComments)
    for (const [index, isComment] of read.isComment.entries()) if (isComment) removed.add(index);
  if (removed.size === 0) return body;
  let result = '';
  let afterBlank = true;
  read.lines.forEach(({ text, ending }, index) => {
    const isBlank = text.trim() === '';
    // What was removed leaves no second blank line.
    if (removed.has(index) || (isBlank && afterBlank && removed.has(index - 1))) {
      if (isBlank) removed.add(index);
      return;
    }
    afterBlank = isBlank;
    result += text + ending;
  });
  return result;
}

/** Indexes of the lines of headings without content, with everything below them. */
function findEmptyParts({ lines, headings, hasContent }: BodyLines): number[] {
  const contentBefore = [0];
  for (const has of hasContent) contentBefore.push((contentBefore.at(-1) ?? 0) + (has ? 1 : 0));
  const ends = findPartEnds(
    headings.map(({ level, firstLine }) => ({ level, firstLine })),
    lines.length,
  );
  return headings.flatMap(({ firstLine, lastLine }, index) => {
    const end = ends[index] ?? lines.length;
    const content = (contentBefore[end] ?? 0) - (contentBefore[lastLine + 1] ?? 0);
    return content > 0 ? [] : Array.from({ length: end - firstLine }, (_, step) => firstLine + step);
  });
}

/** Where the part below each heading ends: at the next heading that is not deeper. */
function findPartEnds(headings: readonly { level: number; firstLine: number }[], total: number): number[] {
  const ends = headings.map(() => total);
  const open: number[] = [];
  headings.forEach(({ level, firstLine }, index) => {
    for (
      let top = open.at(-1);
      top !== undefined && (headings[top]?.level ?? 0) >= level;
      top = open.at(-1)
    ) {
      ends[top] = firstLine;
      open.pop();
    }
    open.push(index);
  });
  return ends;
}

/**
 * The headings and comments of a template that is filled in before each release: for the next one. Undefined when the body
 * has no comment below an empty heading, and so is no template.
 */
export function readSkeleton(body: string, format: ChangelogFormat): string | undefined {
  const { lines, headings, hasContent, isComment } = readBodyLines(body, format);
  if (headings.length < 2 || !isComment.includes(true) || format === 'rst') return undefined;
  const kept = new Set<number>();
  for (const { firstLine, lastLine } of headings)
    for (let index = firstLine; index <= lastLine; index += 1) kept.add(index);
  let result = '';
  let afterBlank = true;
  lines.forEach(({ text, ending }, index) => {
    const isBlank = text.trim() === '' && isComment[index] !== true;
    if (hasContent[index] === true || (!kept.has(index) && isComment[index] !== true && !isBlank)) return;
    if (isBlank && afterBlank) return;
    afterBlank = isBlank;
    result += text + ending;
  });
  return result.trimEnd();
}
