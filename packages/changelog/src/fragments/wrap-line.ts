const width = 79;

/** As Python's `textwrap.fill` with whole words: at most 79 columns, further lines indented. */
export function wrapLine(line: string, indent: string): string {
  const chunks = line
    .replace(/\s/g, ' ')
    .split(/( +)/)
    .filter((chunk) => chunk !== '');
  const lines: string[] = [];
  let current = '';
  for (const chunk of chunks) {
    const isBlank = chunk.trim() === '';
    const prefix = lines.length === 0 ? '' : indent;
    if (isBlank && current === '' && lines.length > 0) continue;
    if (current !== '' && prefix.length + current.length + chunk.length > width) {
      lines.push(prefix + current.trimEnd());
      current = isBlank ? '' : chunk;
    } else current += chunk;
  }
  const last = current.trimEnd();
  if (last !== '') lines.push((lines.length === 0 ? '' : indent) + last);
  return lines.join('\n');
}
