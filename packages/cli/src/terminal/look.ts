import { cutText, neutralizeLine } from '@slipway/core/neutralize';
import { formatDuration } from '../report/duration.ts';

/** What a terminal can show. */
export interface Look {
  readonly hasColor: boolean;
  readonly hasUnicode: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Colors unless `NO_COLOR` is set (https://no-color.org), and the glyphs of a locale with UTF-8. */
export function chooseLook(variables: Variables, platform: NodeJS.Platform, isTerminal: boolean): Look {
  const locale = variables['LC_ALL'] || variables['LC_CTYPE'] || variables['LANG'] || '';
  return {
    hasColor: isTerminal && (variables['NO_COLOR'] ?? '') === '',
    hasUnicode: /utf-?8/i.test(locale) || platform === 'win32' || platform === 'darwin',
  };
}

// SGR of ECMA-48: no background, no palette, so that every theme shows them.
const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = keyof typeof styles;

/** The text in a style, where there are styles. */
export const paint = ({ hasColor }: Look, style: Style, text: string): string =>
  hasColor && text !== '' ? `\u001B[${styles[style]}m${text}\u001B[0m` : text;

const glyphs = {
  passed: ['✓', '+', 'green'],
  failed: ['✕', 'x', 'red'],
  skipped: ['–', '-', 'dim'],
  warning: ['!', '!', 'yellow'],
  waiting: ['○', '.', 'dim'],
} as const satisfies Record<string, readonly [string, string, Style]>;

export type Mark = keyof typeof glyphs;

/** One glyph for a state. Every color repeats what the glyph says. */
export function mark(look: Look, name: Mark): string {
  const [unicode, plain, style] = glyphs[name];
  return paint(look, style, look.hasUnicode ? unicode : plain);
}

const frames = ['◐', '◓', '◑', '◒'];

/** The glyph of what runs, one after the other. */
export const spin = (look: Look, frame: number): string =>
  paint(look, 'cyan', look.hasUnicode ? (frames[frame % frames.length] ?? '') : '*');

// Wide characters of East Asia and emoji take two columns (UAX #11), marks that combine take none.
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uFF01-\uFF60]/u;
const combining = /\p{M}/u;

const widthOf = (character: string): number => (combining.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** The columns that a text without styles takes. */
export function measure(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Untrusted text as one line of at most `columns`, the cut marked. */
export function fit(look: Look, text: string, columns: number): string {
  const shown = neutralizeLine(text, Math.max(16, columns * 4));
  if (columns <= 0) return '';
  if (measure(shown) <= columns) return shown;
  const end = look.hasUnicode ? '…' : '~';
  let kept = '';
  let width = 0;
  for (const character of shown) {
    if (width + widthOf(character) > columns - 1) break;
    kept += character;
    width += widthOf(character);
  }
  return kept + end;
}

/** A text and blanks up to a width; what is longer is cut. */
export function pad(look: Look, text: string, columns: number): string {
  const shown = fit(look, text, columns);
  return shown + ' '.repeat(Math.max(0, columns - measure(shown)));
}

const maxWrapped = 4_000;

/** Untrusted text on several lines of at most `columns`, broken at blanks where there are some. */
export function wrap(look: Look, text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of neutralizeLine(cutText(text, maxWrapped), maxWrapped).split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (measure(next) <= columns) line = next;
    else {
      if (line !== '') lines.push(line);
      line = fit(look, word, columns);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** `<0.1 s`, `5.3 s`, `1 min 04 s`, in as many columns as characters. */
export const formatSeconds = (seconds: number): string => formatDuration(seconds, ' ');
