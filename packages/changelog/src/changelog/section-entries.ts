import type { Span } from '../headings/heading-line.ts';
import { type Changelog, type ChangelogSection, trimBlankLines } from './parse-changelog.ts';

/** What a section says: its span and text without the line that only has its date. */
export interface Entries {
  readonly span: Span;
  readonly text: string;
}

/** Reads what a section says. */
export function readEntries(changelog: Changelog, { dateLine, bodySpan }: ChangelogSection): Entries {
  const start =
    dateLine === undefined ? bodySpan.start : (changelog.lines[dateLine.line]?.next ?? bodySpan.start);
  const span = { start, end: Math.max(start, bodySpan.end) };
  return { span, text: trimBlankLines(changelog.text.slice(span.start, span.end)) };
}
