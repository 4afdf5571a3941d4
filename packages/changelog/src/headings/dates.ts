/** A date found in a heading, and how it is written. */
export interface WrittenDate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The year as written, for orders that only a day above 12 tells apart. */
  readonly parts: DateParts;
}

interface DateParts {
  readonly order: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
}

const longMonths = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const monthNames = longMonths.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)}|\\.|t\\.?)?`).join('|');
const day = String.raw`\d{1,2}`;
const ordinal = '(?:st|nd|rd|th)?';
const year = String.raw`(?:19|20)\d{2}`;

/** Each form with the names of its groups, in the order in which they are tried. */
const forms: readonly { readonly order: string; readonly pattern: RegExp }[] = [
  // 2026-02-03, 2026/02/03, 2026.02.03
  {
    order: 'ymd',
    pattern: new RegExp(String.raw`(?<![\d.])(?<y>${year})([-/.])(?<m>${day})\2(?<d>${day})(?![\d])`),
  },
  {
    order: 'compact',
    pattern: new RegExp(String.raw`(?<![\d.])(?<y>${year})(?<m>\d{2})(?<d>\d{2})(?![\d.])`),
  },
  // February 3, 2026 · Feb 3rd 2026
  {
    order: 'Mdy',
    pattern: new RegExp(
      String.raw`(?<m>\b(?:${monthNames}))\s+(?<d>${day})${ordinal},?\s+(?<y>${year})\b`,
      'i',
    ),
  },
  // 3 February 2026 · 3rd Feb, 2026 · 03-Feb-2026
  {
    order: 'dMy',
    pattern: new RegExp(
      String.raw`(?<![\d.])(?<d>${day})${ordinal}(?:\s+|-)(?<m>${monthNames}),?(?:\s+|-)(?<y>${year})\b`,
      'i',
    ),
  },
  // 03.02.2026, 03/02/2026, 02/03/2026
  {
    order: 'numeric',
    pattern: new RegExp(String.raw`(?<![\d.])(?<d>${day})([-/.])(?<m>${day})\2(?<y>${year})(?![\d.])`),
  },
  { order: 'My', pattern: new RegExp(String.raw`(?<m>\b(?:${monthNames})),?\s+(?<y>${year})\b`, 'i') },
];

/** The first date in a text of at most some hundred characters. */
export function findDate(text: string): WrittenDate | undefined {
  for (const { order, pattern } of forms) {
    const found = pattern.exec(text);
    const { y = '', m = '', d = '' } = found?.groups ?? {};
    if (found === null || !isPossible(order, m, d)) continue;
    const parts = { order, year: y, month: m, day: d };
    return { text: found[0], start: found.index, end: found.index + found[0].length, parts };
  }
  return undefined;
}

function isPossible(order: string, month: string, dayText: string): boolean {
  if (order === 'My') return true;
  const [m, d] = [Number(month), Number(dayText)];
  if (order === 'numeric') return m >= 1 && d >= 1 && (m <= 12 || d <= 12) && m <= 31 && d <= 31;
  return d >= 1 && d <= 31 && (Number.isNaN(m) || (m >= 1 && m <= 12));
}

/**
 * A date in the form of the samples, of which the first decides and the others say what it leaves open: whether `May` is a
 * short name, whether days below 10 have a zero, whether 03/02 is in March.
 * @param iso `YYYY-MM-DD`
 */
export function renderDate(samples: readonly WrittenDate[], iso: string): string {
  const first = samples[0];
  if (first === undefined) return iso;
  const [y = '', m = '', d = ''] = iso.split('-');
  const alike = samples.filter(({ parts }) => parts.order === first.parts.order);
  const { order } = first.parts;
  const swapped = order === 'numeric' && isMonthFirst(first, alike);
  const monthText =
    order === 'compact'
      ? m
      : /^\d/.test(first.parts.month)
        ? pad(m, alike, 'month')
        : nameMonth(Number(m), alike);
  const dayText = order === 'compact' ? d : pad(d, alike, 'day');
  const texts = swapped
    ? { year: y, month: dayText, day: monthText }
    : { year: y, month: monthText, day: dayText };
  return replaceParts(first, texts, Number(d));
}

/** Puts the new parts where the old ones are. */
function replaceParts(sample: WrittenDate, texts: Omit<DateParts, 'order'>, dayNumber: number): string {
  const { order } = sample.parts;
  const sequence =
    order === 'ymd' || order === 'compact'
      ? (['year', 'month', 'day'] as const)
      : order === 'Mdy'
        ? (['month', 'day', 'year'] as const)
        : order === 'My'
          ? (['month', 'year'] as const)
          : (['day', 'month', 'year'] as const);
  let result = '';
  let position = 0;
  for (const name of sequence) {
    const old = sample.parts[name];
    const at = sample.text.indexOf(old, position);
    result += sample.text.slice(position, at) + texts[name];
    position = at + old.length;
    const suffix = name === 'day' ? /^(?:st|nd|rd|th)/i.exec(sample.text.slice(position)) : null;
    if (suffix !== null) {
      result += ordinalOf(dayNumber);
      position += suffix[0].length;
    }
  }
  return result + sample.text.slice(position);
}

function ordinalOf(number: number): string {
  if (number >= 11 && number <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][number % 10] ?? 'th';
}

/** `03/02/2026`: dots and hyphens are used where the day comes first, slashes in both. */
function isMonthFirst(first: WrittenDate, alike: readonly WrittenDate[]): boolean {
  for (const { parts } of alike) {
    if (Number(parts.month) > 12) return true;
    if (Number(parts.day) > 12) return false;
  }
  return first.text.includes('/');
}

function pad(value: string, alike: readonly WrittenDate[], name: 'month' | 'day'): string {
  // Two digits are the habit unless a single one is seen, in the nearest heading that tells.
  const telling = alike.map(({ parts }) => parts[name]).find((text) => /^0?[1-9]$/.test(text));
  const isNumeric = /^\d/.test(alike[0]?.parts.month ?? '');
  const padded = telling === undefined ? isNumeric : telling.startsWith('0');
  return padded ? value.padStart(2, '0') : String(Number(value));
}

function nameMonth(number: number, alike: readonly WrittenDate[]): string {
  const long = longMonths[number - 1] ?? '';
  // "May" is both, and a name in capitals is kept in capitals.
  const telling = alike.map(({ parts }) => parts.month).find((name) => !/^may/i.test(name)) ?? long;
  const isLong = longMonths.some((name) => name.toLowerCase() === telling.toLowerCase());
  const name = isLong ? long : `${long.slice(0, 3)}${telling.endsWith('.') && long.length > 3 ? '.' : ''}`;
  if (telling === telling.toUpperCase()) return name.toUpperCase();
  return telling === telling.toLowerCase() ? name.toLowerCase() : name;
}
