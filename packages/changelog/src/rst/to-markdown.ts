import { boldLevel } from '../headings/heading-line.ts';
import { findRstHeadings } from '../headings/rst-headings.ts';
import { renderAsCode } from '../markdown/cost.ts';
import { splitLines } from '../text/text-lines.ts';
import { type BlockLines, dedent, takeIndented } from './block-lines.ts';
import { convertDirective } from './directives.ts';
import { convertInline, type RstReferences } from './inline.ts';
import { collectReferences } from './references.ts';

// Deeper than any changelog; what is deeper is shown as it is.
const maxDepth = 12;
// Notes beyond this are not shown anyway.
const maxLength = 250_000;

/**
 * A section of a changelog in reStructuredText as Markdown: titles, lists, paragraphs on one line, literals, links, roles
 * and the directives that changelogs use. What has no counterpart is kept as code, never lost. Takes linear time.
 */
export function convertRst(text: string): string {
  const lines = splitLines(text.slice(0, maxLength)).map((line) => line.text.replace(/\t/g, '        '));
  const references = collectReferences(lines);
  const titles = new Map<number, { level: number; text: string; last: number }>();
  for (const { level, text: title, firstLine, lastLine } of findRstHeadings(splitLines(lines.join('\n')))
    .headings)
    if (level < boldLevel) titles.set(firstLine, { level, text: title, last: lastLine });
  const blocks: string[] = [];
  let from = 0;
  for (const [first, { level, text: title, last }] of titles) {
    blocks.push(...convertBlocks(lines.slice(from, first), references, 0));
    blocks.push(`${'#'.repeat(Math.min(level + 2, 6))} ${convertInline(title, references)}`);
    from = last + 1;
  }
  blocks.push(...convertBlocks(lines.slice(from), references, 0));
  const shown = blocks.filter((block) => block !== '');
  // A rule between releases is not part of one.
  while (shown.at(-1) === '---') shown.pop();
  return shown.join('\n\n');
}

/** The blocks of lines that share a margin. */
function convertBlocks(lines: BlockLines, references: RstReferences, depth: number): string[] {
  if (depth > maxDepth)
    return lines.every((line) => line.trim() === '') ? [] : [renderAsCode(lines.join('\n'))];
  const blocks: string[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') index += 1;
    else {
      const { block, next } = convertBlock(lines, index, references, depth);
      blocks.push(block);
      index = Math.max(next, index + 1);
    }
  }
  return blocks.filter((block) => block !== '');
}

interface Converted {
  readonly block: string;
  /** Index of the line after the block. */
  readonly next: number;
}

const bullet = /^([-*+•‣])(?:[ ]+(?=\S)|[ ]*$)/;
const numbered = /^(?:\(?(\d{1,9}|#|[a-zA-Z])[.)])[ ]+(?=\S)/;
const field = /^:([^:`\s][^:`]{0,80}):(?:[ ]+(.*))?$/;

function convertBlock(lines: BlockLines, index: number, references: RstReferences, depth: number): Converted {
  const line = lines[index] ?? '';
  if (/^\s/.test(line)) return convertIndented(lines, index, references, depth);
  if (/^\.\.(?:\s|$)/.test(line)) {
    const body = takeIndented(lines, index + 1);
    const inner = (inside: BlockLines): string[] => convertBlocks(inside, references, depth + 1);
    const block = convertDirective(line, body.lines, inner, (text) => convertInline(text, references));
    return { block, next: body.next };
  }
  if (bullet.test(line) || numbered.test(line)) return convertList(lines, index, references, depth);
  if (/^>>> /.test(line)) return takeCode(lines, index, 'pycon');
  if (/^(?:\+[-=+]{3,}\+|=+(?: +=+)+)\s*$/.test(line)) return takeTable(lines, index);
  if (/^\| /.test(line)) return takeLineBlock(lines, index, references);
  const named = field.exec(line);
  if (named !== null) {
    const body = takeIndented(lines, index + 1);
    const text = [named[2] ?? '', ...body.lines.map((part) => part.trim())].join(' ').trim();
    return { block: `- **${named[1] ?? ''}:** ${convertInline(text, references)}`, next: body.next };
  }
  if (/^([!-/:-@[-`{-~])\1{3,}\s*$/.test(line)) return { block: '---', next: index + 1 };
  return convertParagraph(lines, index, references, depth);
}

function convertParagraph(
  lines: BlockLines,
  index: number,
  references: RstReferences,
  depth: number,
): Converted {
  let next = index;
  while (
    next < lines.length &&
    (lines[next] ?? '').trim() !== '' &&
    (next === index || !/^\s/.test(lines[next] ?? ''))
  )
    next += 1;
  const text = lines
    .slice(index, next)
    .map((line) => line.trim())
    .join(' ');
  // A term with its definition below.
  if (next === index + 1 && /^\s+\S/.test(lines[next] ?? '')) {
    const body = takeIndented(lines, next);
    const inner = convertBlocks(dedent(body.lines), references, depth + 1);
    return { block: [`**${convertInline(text, references)}**`, ...inner].join('\n\n'), next: body.next };
  }
  const opensLiteral = text.endsWith('::');
  const bare = text.slice(0, -2);
  const shown = !opensLiteral ? text : bare.trimEnd() === bare && bare !== '' ? `${bare}:` : bare.trimEnd();
  const paragraph = protectStart(convertInline(shown, references));
  if (!opensLiteral) return { block: paragraph, next };
  const body = takeIndented(lines, next);
  const code = dedent(body.lines).join('\n').trim() === '' ? '' : renderCode(dedent(body.lines), '');
  return { block: [paragraph, code].filter((part) => part !== '').join('\n\n'), next: body.next };
}

/** A paragraph that begins like a heading or a list of Markdown stays one. */
function protectStart(text: string): string {
  return text.replace(/^(#{1,6} |>|\+ |- |={3,}|\d{1,9}[.)] )/, '\\$1');
}

function convertIndented(
  lines: BlockLines,
  index: number,
  references: RstReferences,
  depth: number,
): Converted {
  const body = takeIndented(lines, index);
  const inner = dedent(body.lines);
  const blocks = convertBlocks(inner, references, depth + 1);
  const isList = bullet.test(inner.find((line) => line.trim() !== '') ?? '');
  const text = blocks.join('\n\n');
  // Lists are often indented by a space or two without meaning a quotation.
  return { block: isList ? text : text.replace(/^/gm, '> ').replace(/^> $/gm, '>'), next: body.next };
}

function convertList(lines: BlockLines, index: number, references: RstReferences, depth: number): Converted {
  const isBullet = bullet.test(lines[index] ?? '');
  const marker = isBullet ? bullet : numbered;
  const items: string[] = [];
  let next = index;
  let isLoose = false;
  for (;;) {
    const found = marker.exec(lines[next] ?? '');
    if (found === null) break;
    const body = takeIndented(lines, next + 1);
    const first = (lines[next] ?? '').slice(found[0].length);
    // Lines below may have another indent than the text of the first one.
    const rest = dedent(body.lines);
    // A list right below the text of its item, without the blank line that docutils asks for.
    const isNested = bullet.test(rest[0] ?? '');
    const blocks = convertBlocks(isNested ? [first, '', ...rest] : [first, ...rest], references, depth + 1);
    const mark = isBullet ? '- ' : `${/^\d+$/.test(found[1] ?? '') ? found[1] : items.length + 1}. `;
    const [head = '', ...more] = blocks;
    const joined = [head, ...more].join(more.every((block) => /^(?:- |\d+\. )/.test(block)) ? '\n' : '\n\n');
    items.push(mark + joined.replace(/\n(?=.)/g, `\n${' '.repeat(mark.length)}`));
    isLoose ||= more.some((block) => !/^(?:- |\d+\. )/.test(block));
    next = body.next;
    let ahead = next;
    while (ahead < lines.length && (lines[ahead] ?? '').trim() === '') ahead += 1;
    if (!marker.test(lines[ahead] ?? '')) break;
    next = ahead;
  }
  return { block: items.join(isLoose ? '\n\n' : '\n'), next };
}

function takeCode(lines: BlockLines, index: number, language: string): Converted {
  let next = index;
  while (next < lines.length && (lines[next] ?? '').trim() !== '') next += 1;
  return { block: renderCode(lines.slice(index, next), language), next };
}

/** Tables are kept as they are: their columns say what belongs together. */
function takeTable(lines: BlockLines, index: number): Converted {
  let next = index;
  const isSimple = (lines[index] ?? '').startsWith('=');
  let rules = 0;
  while (next < lines.length) {
    const line = lines[next] ?? '';
    if (isSimple && /^=+(?: +=+)*\s*$/.test(line)) rules += 1;
    next += 1;
    const after = (lines[next] ?? '').trim();
    if (after === '' && (!isSimple || rules >= 2)) break;
  }
  return { block: renderCode(lines.slice(index, next), ''), next };
}

function takeLineBlock(lines: BlockLines, index: number, references: RstReferences): Converted {
  let next = index;
  const parts: string[] = [];
  while (/^\|(?: |$)/.test(lines[next] ?? '')) {
    parts.push(convertInline((lines[next] ?? '').slice(2).trim(), references));
    next += 1;
  }
  return { block: parts.join('\\\n'), next };
}

/** A fenced block that nothing inside closes. */
function renderCode(lines: BlockLines, language: string): string {
  return renderAsCode(
    lines
      .join('\n')
      .replace(/^(?:[ ]*\n)+/, '')
      .trimEnd(),
  ).replace(/^(`+)text/, `$1${language}`);
}
