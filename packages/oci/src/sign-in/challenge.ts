/** One way of signing in that an answer with status 401 offers. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

// RFC 9110 §5.6.2 and §11.2
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
const quoted = /^"([^"\\]*(?:\\.[^"\\]*)*)"/s;

/**
 * Reads `WWW-Authenticate` (RFC 9110 §11.6.1): several challenges in one header, commas inside quoted values, values
 * without quotes. What follows a part that cannot be read is left out.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header;
  const skip = (pattern: RegExp): void => {
    rest = rest.replace(pattern, '');
  };
  for (;;) {
    skip(/^[\s,]+/);
    const word = token.exec(rest)?.[0];
    if (word === undefined) return challenges;
    rest = rest.slice(word.length);
    const assigned = /^\s*=\s*(?![=,\s]|$)/.exec(rest)?.[0];
    const current = challenges.at(-1);
    if (assigned === undefined || current === undefined) {
      challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
      // token68: `Negotiate abc==`, which none of the schemes here uses.
      skip(/^ +[0-9A-Za-z._~+/-]+=*(?=\s*(?:,|$))/);
      continue;
    }
    rest = rest.slice(assigned.length);
    const inQuotes = quoted.exec(rest);
    const value = inQuotes?.[1]?.replaceAll(/\\(.)/gs, '$1') ?? token.exec(rest)?.[0];
    if (value === undefined) return challenges;
    rest = rest.slice(inQuotes?.[0].length ?? value.length);
    if (!current.parameters.has(word.toLowerCase())) current.parameters.set(word.toLowerCase(), value);
  }
}
