/**
 * Reads the `NAME=value` / `NAME<<DELIMITER` form of GITHUB_ENV, GITHUB_OUTPUT and GITHUB_STATE. The lines before a
 * mistake are returned before the error is thrown, so they take effect as on GitHub.
 * @throws Error in the words of GitHub's runner (FileCommandManager, EnvFileKeyValuePairs)
 */
export function* parseEnvFile(content: string): Generator<[string, string]> {
  const text = content.startsWith('\uFEFF') ? content.slice(1) : content;
  let index = 0;
  const readLine = (): string | undefined => {
    if (index >= text.length) return undefined;
    const end = text.indexOf('\n', index);
    const line = text.slice(index, end < 0 ? text.length : end);
    index = end < 0 ? text.length : end + 1;
    return line;
  };
  for (let line = readLine(); line !== undefined; line = readLine()) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);
      yield [line.slice(0, equals), line.slice(equals + 1)];
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const name = line.slice(0, heredoc);
    const delimiter = line.slice(heredoc + 2);
    if (name === '' || delimiter === '') {
      throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
    }
    const lines: string[] = [];
    for (let inner = readLine(); inner !== delimiter; inner = readLine()) {
      if (inner === undefined) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      if (index >= text.length && !text.endsWith('\n')) {
        throw new Error('Invalid value. EOF marker missing new line.');
      }
      lines.push(inner);
    }
    yield [name, lines.join('\n')];
  }
}

/** The folders of a GITHUB_PATH file, in the order written. */
export function parsePathFile(content: string): string[] {
  return content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}
