/** Numbers of the page in words. Units stand behind a blank that does not break. */

const two = (number: number): string => String(number).padStart(2, '0');

/** Commits and other objects of git in seven digits, as GitHub shows them. */
export const shortenCommits = (text: string): string => text.replace(/\b([0-9a-f]{7})[0-9a-f]{33}\b/g, '$1');

/** `5,373`. */
export const formatNumber = (number: number): string => number.toLocaleString('en-US');

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
