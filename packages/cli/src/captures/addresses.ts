/** Characters that show nothing (Unicode, Default_Ignorable_Code_Point) and those that reorder a text (UAX #9). */
const invisible = /[\p{Default_Ignorable_Code_Point}\u202A-\u202E\u2066-\u2069]/u;
const allInvisible = new RegExp(invisible, 'gu');
const reordering = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

// A scheme, `www.`, the host of an e-mail address, or a name with a dot before a slash, as in `ghcr.io/octo-org/demo`.
const addressShape =
  /(?:https?|ftp):\/\/|\bwww\.[a-z0-9]|[\w.+-]+@[a-z0-9-]+\.[a-z]|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?\//i;

/** Names a character that nobody sees. */
function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The words of a text that are addresses with a character inside that nobody sees: what is copied leads nowhere. */
export function findInvisible(text: string): string[] {
  if (!invisible.test(text)) return [];
  // The label of a Markdown link is not part of its address.
  return text.split(/[ \t\n|]+|(?<=\])\(/u).flatMap((word) => {
    const [character] = invisible.exec(word) ?? [];
    if (character === undefined) return [];
    const plain = word.replaceAll(allInvisible, '');
    if (addressShape.test(plain)) return [`"${plain.slice(0, 120)}" contains ${nameCharacter(character)}`];
    return reordering.test(word)
      ? [`"${plain.slice(0, 120)}" is reordered by ${nameCharacter(character)}`]
      : [];
  });
}

/** An address that begins in a text, with the character before it. */
interface BareAddress {
  readonly address: string;
  readonly before: string;
}

function findBareAddresses(text: string): BareAddress[] {
  return Array.from(text.matchAll(/(?:https?|ftp):\/\/[^\s<]*/gi), (match) => ({
    address: match[0],
    before: text.slice(Math.max(0, match.index - 1), match.index),
  }));
}

/** The part of an address that GitHub links: punctuation at the end is not part of it (GFM 0.29 §6.9). */
function trimAddress(address: string): string {
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if ('?!.,:*_~\'"'.includes(last)) continue;
    if (last !== ')') break;
    const kept = address.slice(0, end);
    if (kept.split(')').length <= kept.split('(').length) break;
  }
  return address.slice(0, end);
}

/** Whether an address leads somewhere: a scheme and a host with a dot, nothing that belongs to the text around it. */
export function isWholeAddress(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(url.hostname) && !/["'`<>{}|\\^\s\]]|\[/.test(address);
}

/**
 * Addresses of a text that GitHub shows without linking them, or links with something that does not belong to them.
 * @param source the text as written: an address with escapes in it is no link
 */
export function findUnlinkedAddresses(text: string, source: string): string[] {
  return findBareAddresses(text).flatMap(({ address, before }) => {
    const trimmed = trimAddress(address);
    // GFM 0.29 §6.9: at the beginning of a line, after white space, or after one of `*`, `_`, `~`, and `(`.
    const mayBegin = before === '' || /[\s*_~(]/.test(before);
    const asWritten = source.includes(trimmed) || source.replaceAll('&amp;', '&').includes(trimmed);
    return mayBegin && asWritten && isWholeAddress(trimmed) ? [] : [address.slice(0, 120)];
  });
}
