import { unwrapMarkdown } from '../markdown/unwrap.ts';
import { convertRst } from '../rst/to-markdown.ts';
import type { ChangelogFormat } from './parse-changelog.ts';

/** A section of a changelog as Markdown for GitHub, with each paragraph on one line. */
export function renderSection(text: string, format: ChangelogFormat): string {
  return format === 'rst' ? convertRst(text) : unwrapMarkdown(text);
}
