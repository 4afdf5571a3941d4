/** Numbers of the page in words. Units stand behind a blank that does not break. */

const blank = '\u00A0';
const two = (number: number): string => String(number).padStart(2, '0');

/** `<0.1 s`, `5.3 s`, `1 min 04 s`, `1 h 02 min`. */
export function formatDuration(seconds: number): string {
  if (!(seconds >= 0.05)) return `<0.1${blank}s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)}${blank}s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)}${blank}min${blank}${two(whole % 60)}${blank}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${blank}h${blank}${two(minutes % 60)}${blank}min`;
}

const units = ['kB', 'MB', 'GB', 'TB'];

/** `178 B`, `2.5 kB`, `48.1 MB`: decimal. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes}${blank}B`;
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(1)}${blank}${units[unit]}`;
}

/** Commits and other objects of git in seven digits, as GitHub shows them. */
export const shortenCommits = (text: string): string => text.replace(/\b([0-9a-f]{7})[0-9a-f]{33}\b/g, '$1');

/** `5,373`. */
export const formatNumber = (number: number): string => number.toLocaleString('en-US');

/** `1 file`, `5,373 files`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${formatNumber(number)} ${number === 1 ? noun : plural}`;

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `29 November 2026, 16:46 UTC`; empty for a text that is no date. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time} UTC`;
}
