/** One alternative of `[…]`; undefined when the set is never closed, which matches nothing (Ruby's `bracket`). */
function readSet(pattern: string, start: number): { source: string; end: number } | undefined {
  let index = start + 1;
  const isNegated = pattern[index] === '!' || pattern[index] === '^';
  if (isNegated) index += 1;
  const readCharacter = (): string | undefined => {
    if (pattern[index] === '\\') index += 1;
    const character = pattern.codePointAt(index);
    if (character === undefined) return undefined;
    const text = String.fromCodePoint(character);
    index += text.length;
    return text;
  };
  const escapeCharacter = (text: string): string => `\\u{${(text.codePointAt(0) ?? 0).toString(16)}}`;
  const parts: string[] = [];
  while (pattern[index] !== ']') {
    const first = readCharacter();
    if (first === undefined) return undefined;
    if (pattern[index] !== '-' || pattern[index + 1] === ']') {
      parts.push(escapeCharacter(first));
      continue;
    }
    index += 1;
    const last = readCharacter();
    if (last === undefined) return undefined;
    // Both ends match by themselves, also when the range is written backwards.
    parts.push(escapeCharacter(first), escapeCharacter(last));
    if (first < last) parts.push(`${escapeCharacter(first)}-${escapeCharacter(last)}`);
  }
  const members = parts.join('');
  // A set never matches the slash that ends a path component.
  const source = isNegated ? `[^${members}/]` : members === '' ? '(?!)' : `(?!/)[${members}]`;
  return { source, end: index };
}

function compile(pattern: string): RegExp {
  let source = '';
  let atStart = true;
  for (let index = 0; index < pattern.length; ) {
    const character = pattern[index] ?? '';
    if (atStart && pattern.startsWith('**/', index)) {
      while (pattern.startsWith('**/', index)) index += 3;
      source += '(?:(?!\\.)[^/]*/)*';
      continue;
    }
    // A leading period is matched by a period alone (no `FNM_DOTMATCH`).
    if (atStart && /[*?[]/.test(character)) source += '(?!\\.)';
    if (character === '*') {
      while (pattern[index] === '*') index += 1;
      source += '[^/]*';
    } else if (character === '?') {
      source += '[^/]';
      index += 1;
    } else if (character === '[') {
      const set = readSet(pattern, index);
      if (set === undefined) return /(?!)/;
      source += set.source;
      index = set.end + 1;
    } else if (character === '\\' && index + 1 === pattern.length) {
      // An escape of nothing is nothing.
      index += 1;
    } else {
      const literal = character === '\\' ? index + 1 : index;
      const text = String.fromCodePoint(pattern.codePointAt(literal) ?? 0);
      source += text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      index = literal + text.length;
    }
    atStart = pattern[index - 1] === '/';
  }
  return new RegExp(`^${source}$`, 'su');
}

/**
 * Whether a name matches a pattern of GitHub's settings: Ruby's `File.fnmatch` with `FNM_PATHNAME`, where `*` stops at a
 * slash and only `**` followed by a slash crosses it (GitHub Docs, "Deployments and environments" and "Creating rulesets").
 */
export function matchesRefPattern(pattern: string, name: string): boolean {
  return compile(pattern).test(name);
}
