/** A workflow command found in a line of output. */
export interface LogCommand {
  /** Lower case. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const knownCommands: ReadonlySet<string> = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

// The runner undoes exactly these, upper case, `%25` last (ActionCommand of GitHub's runner).
function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescapeOldForm(text: string): string {
  return unescapeData(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));
}

function readProperties(
  text: string,
  separator: string,
  decode: (text: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const pair of text.split(separator)) {
    const equals = pair.indexOf('=');
    if (equals > 0 && equals < pair.length - 1) {
      properties[pair.slice(0, equals).toLowerCase()] = decode(pair.slice(equals + 1));
    }
  }
  return properties;
}

/**
 * Reads `::name key=value,…::data` or the older `##[name key=value;…]data`; undefined when the line is no known command.
 * @param resumeToken the token given to `stop-commands`, a command of its own until it was seen
 */
export function parseLogCommand(line: string, resumeToken?: string): LogCommand | undefined {
  const isKnown = (name: string): boolean =>
    knownCommands.has(name.toLowerCase()) || name.toLowerCase() === resumeToken?.toLowerCase();
  const match = /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line.trimStart());
  if (match !== null && isKnown(match[1] ?? '')) {
    return {
      name: (match[1] ?? '').toLowerCase(),
      properties: readProperties((match[2] ?? '').trim(), ',', unescapeProperty),
      data: unescapeData(match[3] ?? ''),
    };
  }
  // The runner looks at the first "##[" alone (ActionCommand.TryParse).
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  const old = end < 0 ? null : /^(\S+)(?: (.*))?$/s.exec(line.slice(start + 3, end));
  if (old === null || !isKnown(old[1] ?? '')) return undefined;
  return {
    name: (old[1] ?? '').toLowerCase(),
    properties: readProperties(old[2] ?? '', ';', unescapeOldForm),
    data: unescapeOldForm(line.slice(end + 1)),
  };
}

/** Whether `token` may be given to `stop-commands`: it must not be empty or the name of a command. */
export function isStopToken(token: string): boolean {
  return token !== '' && !knownCommands.has(token.toLowerCase()) && token !== 'pause-logging';
}
