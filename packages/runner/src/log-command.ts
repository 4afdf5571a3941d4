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

function unescapeData(text: string): string {
  return text.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%25/g, '%');
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replace(/%3A/gi, ':').replace(/%2C/gi, ','));
}

/**
 * Reads `::name key=value,…::data`; undefined when the line is no known command.
 * @param resumeToken the token given to `stop-commands`, a command of its own until it was seen
 */
export function parseLogCommand(line: string, resumeToken?: string): LogCommand | undefined {
  const match = /^::([^\s:]+)(?:\s+(.*?))?::(.*)$/s.exec(line.trimStart());
  if (match === null) return undefined;
  const name = (match[1] ?? '').toLowerCase();
  if (!knownCommands.has(name) && name !== resumeToken?.toLowerCase()) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of (match[2] ?? '').split(',')) {
    const equals = pair.indexOf('=');
    if (equals > 0) properties[pair.slice(0, equals).trim()] = unescapeProperty(pair.slice(equals + 1));
  }
  return { name, properties, data: unescapeData(match[3] ?? '') };
}

/** Whether `token` may be given to `stop-commands`: it must not be empty or the name of a command. */
export function isStopToken(token: string): boolean {
  return token !== '' && !knownCommands.has(token.toLowerCase()) && token !== 'pause-logging';
}
