/** Python's `repr` of a string, as the service's messages quote values (`{value!r}`). */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\\' || character === quote) body += `\\${character}`;
    else if (character === '\n') body += '\\n';
    else if (character === '\r') body += '\\r';
    else if (character === '\t') body += '\\t';
    else if (code < 0x20 || (code >= 0x7f && code < 0xa1)) body += `\\x${code.toString(16).padStart(2, '0')}`;
    else body += character;
  }
  return `${quote}${body}${quote}`;
}

/** Python's `repr` of a list of strings. */
export function pythonListRepr(texts: readonly string[]): string {
  return `[${texts.map(pythonRepr).join(', ')}]`;
}

/** `_exc_with_message` of warehouse/forklift/utils.py: what is not Latin-1 becomes "?" in the status. */
export function toLatin1(text: string): string {
  return [...text].map((character) => ((character.codePointAt(0) ?? 0) < 256 ? character : '?')).join('');
}
