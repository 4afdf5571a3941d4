import type { TextLine } from '../text/text-lines.ts';
import { type HeadingLine, makeHeading, plainLevel } from './heading-line.ts';
import { readHeading } from './read-heading.ts';

// `= 4.15.0 (20260607)`, `--1.4.1--`: marks that are no heading in Markdown or reStructuredText.
const decoration = /^(?:=+ ?|--)(?=\S)|(?<=\S)(?: ?=+|--)$/g;

/** A line at the margin that only names a version: `1.2.0 (2026-01-02)`, `Version 1.2.0 released 2026-01-02`. */
export function findPlainHeading(line: TextLine, index: number): HeadingLine | undefined {
  const text = line.text.replace(/^\uFEFF/, '');
  if (text.length > 120 || !/^(?:[=\-vV\d]|version\b|release\b|un-?released)/i.test(text)) return undefined;
  const bare = text.replace(decoration, '');
  const { kind, strict } = readHeading(bare.replace(/:\s*$/, ''));
  if (kind === 'other' || !strict || (kind === 'unreleased' && !/^unreleased/i.test(bare))) return undefined;
  const offset = line.text.indexOf(bare);
  return makeHeading(
    'plain',
    plainLevel,
    line,
    { offset, length: bare.length },
    { first: index, last: index },
  );
}
