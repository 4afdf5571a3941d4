import type { RenderedNews } from './render-fragments.ts';
import type { TowncrierConfig } from './towncrier-config.ts';

/**
 * Puts the text of a release below the start string of the file, or on top without one, as towncrier does; undefined when
 * its title is in the file already. Line endings of the file are kept.
 */
export function writeNews(
  existing: string | undefined,
  news: RenderedNews,
  config: TowncrierConfig,
): string | undefined {
  if (existing === undefined || !config.isSingleFile) return `${news.text.trimEnd()}\n`;
  const isWindows = existing.includes('\r\n');
  const write = (text: string): string => (isWindows ? text.replaceAll('\n', '\r\n') : text);
  const start = write(config.startString);
  const at = existing.indexOf(start);
  const header = at === -1 ? '' : `${existing.slice(0, at).trimEnd()}${write('\n\n')}${start}${write('\n')}`;
  const body = (at === -1 ? existing : existing.slice(at + start.length)).trimStart();
  if (news.title !== undefined && body.includes(news.title)) return undefined;
  return header + (body === '' ? `${write(news.text.trimEnd())}${write('\n')}` : write(news.text) + body);
}
