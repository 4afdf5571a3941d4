/** A start tag. */
export interface StartTag {
  /** What stands between its name and its `>`. */
  readonly attributes: string;
  /** Offset behind it. */
  readonly end: number;
}

// Patterns that skip quotes and comments would be tried again at every tag of a page that closes none.

/** The text without its comments; one that is not closed stays. */
export function withoutComments(page: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = page.indexOf('<!--', at);
    const end = start < 0 ? -1 : page.indexOf('-->', start + 4);
    if (end < 0) return parts.length === 0 ? page : [...parts, page.slice(at)].join('');
    parts.push(page.slice(at, start));
    at = end + 3;
  }
}

/** The first start tag of a name behind an offset; undefined when there is none, or it is not closed. */
export function readStartTag(page: string, name: string, from = 0): StartTag | undefined {
  const opening = new RegExp(`<${name}\\b`, 'gi');
  opening.lastIndex = from;
  if (opening.exec(page) === null) return undefined;
  const start = opening.lastIndex;
  const special = /[>"']/g;
  special.lastIndex = start;
  for (;;) {
    const found = special.exec(page)?.[0];
    if (found === undefined) return undefined;
    if (found === '>')
      return { attributes: page.slice(start, special.lastIndex - 1), end: special.lastIndex };
    const close = page.indexOf(found, special.lastIndex);
    if (close < 0) return undefined;
    special.lastIndex = close + 1;
  }
}

/** The elements of a name with what is in them, up to the first that is not closed; none is looked for inside another. */
export function* listElements(
  page: string,
  name: string,
): Generator<{ readonly attributes: string; readonly content: string }> {
  const closing = new RegExp(`</${name}\\s*>`, 'gi');
  for (let at = 0; ; ) {
    const tag = readStartTag(page, name, at);
    if (tag === undefined) return;
    closing.lastIndex = tag.end;
    const close = closing.exec(page);
    if (close === null) return;
    yield { attributes: tag.attributes, content: page.slice(tag.end, close.index) };
    at = closing.lastIndex;
  }
}
