import { quoteWord } from '@slipway/core/quote-word';

/** A path as one word of a command line that is copied into a shell: nothing in it is expanded. */
export function quoteForShell(path: string, platform: NodeJS.Platform = process.platform): string {
  const quoted = quoteWord(path);
  // No name of a file holds a quotation mark on Windows.
  return platform === 'win32' && quoted !== path ? `"${path}"` : quoted;
}
