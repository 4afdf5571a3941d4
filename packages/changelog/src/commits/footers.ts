/** One footer of a commit message: a token, a separator and a value. */
export interface Footer {
  /** As it is written: `BREAKING CHANGE`, `Reviewed-by`. */
  readonly token: string;
  /** The separator without its spaces. */
  readonly separator: ':' | '#';
  /** All lines of the value, joined by a space; bounded, and empty when the token has no value. */
  readonly value: string;
  /** The line with the token. */
  readonly line: string;
}

// Items 8, 9, 12 and 16 of the specification: a token has hyphens instead of spaces, except for BREAKING CHANGE. Only the
// latter may have all of its text on the next line; another word with a colon at the end of its line introduces a list.
const breakingToken = /^(BREAKING[ -]CHANGE)(?:(:)(?: +(.*))?| (#)(.*))$/;
const ordinaryToken = /^([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)(?:(:) +(\S.*)| (#)(\S.*))$/;

const maxValueLength = 1000;
const maxFooters = 1000;

/** The line begins a footer. */
function matchFooter(line: string): Footer | undefined {
  const found = breakingToken.exec(line) ?? ordinaryToken.exec(line);
  if (found === null) return undefined;
  const [, token = '', colon, text, , number] = found;
  return {
    token,
    separator: colon === undefined ? '#' : ':',
    value: (text ?? number ?? '').trim(),
    line,
  };
}

/**
 * The footers in the lines below a title. A value goes on until the next footer (item 10 of the specification) and may contain
 * blank lines; it also ends where `isEnd` says so.
 */
export function readFooters(
  lines: readonly string[],
  isEnd: (line: string) => boolean = () => false,
): readonly Footer[] {
  const footers: { footer: Footer; parts: string[]; length: number }[] = [];
  let open = false;
  for (const line of lines) {
    const footer = matchFooter(line);
    if (footer !== undefined) {
      if (footers.length === maxFooters) break;
      footers.push({ footer, parts: [footer.value], length: footer.value.length });
      open = true;
    } else if (isEnd(line)) open = false;
    else if (open) extend(footers.at(-1), line.trim());
  }
  return footers.map(({ footer, parts }) => ({
    ...footer,
    value: parts
      .filter((part) => part !== '')
      .join(' ')
      .slice(0, maxValueLength),
  }));
}

function extend(last: { parts: string[]; length: number } | undefined, text: string): void {
  if (last === undefined || last.length >= maxValueLength) return;
  last.parts.push(text);
  last.length += text.length + 1;
}

/**
 * Whether a footer announces a breaking change: `BREAKING CHANGE` or `BREAKING-CHANGE` in upper case, a colon and a text (items
 * 12, 15 and 16 of the specification).
 */
export function isBreaking({ token, separator, value }: Footer): boolean {
  return /^BREAKING[ -]CHANGE$/.test(token) && separator === ':' && value !== '';
}

/** The paragraphs at the end of a message that begin with a footer, as `git interpret-trailers` finds them. */
export function cutTrailers(lines: readonly string[]): readonly string[] {
  let start = lines.length;
  for (let end = lines.length; end > 0; ) {
    while (end > 0 && lines[end - 1] === '') end -= 1;
    let first = end;
    while (first > 0 && lines[first - 1] !== '') first -= 1;
    const head = lines[first];
    if (head === undefined || first === end || matchFooter(head) === undefined) break;
    start = first;
    end = first;
  }
  return lines.slice(start);
}
