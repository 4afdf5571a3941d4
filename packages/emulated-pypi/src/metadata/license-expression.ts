import list from '../generated/licenses.json' with { type: 'json' };

const licenses = new Map(list.licenses.map((id) => [id.toLowerCase(), id]));
const exceptions = new Map(list.exceptions.map((id) => [id.toLowerCase(), id]));
const operators = new Set(['or', 'and', 'with', '(', ')']);

function isWellFormed(tokens: readonly string[]): boolean {
  let position = 0;
  const term = (): boolean => {
    const token = tokens[position];
    position += 1;
    if (token === undefined || token === ')') return false;
    if (token === '(') {
      const inside = expression() && tokens[position] === ')';
      position += 1;
      return inside;
    }
    return !operators.has(token);
  };
  const expression = (): boolean => {
    if (!term()) return false;
    while (['or', 'and', 'with'].includes(tokens[position] ?? '')) {
      position += 1;
      if (!term()) return false;
    }
    return true;
  };
  return expression() && position === tokens.length;
}

/** `packaging.licenses.canonicalize_license_expression` (PEP 639); undefined when it raises. */
export function canonicalLicenseExpression(text: string): string | undefined {
  const words = text.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/);
  const tokens = words.map((word) => word.toLowerCase());
  if (!isWellFormed(tokens)) return undefined;
  const normal: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const plus = token.endsWith('+') ? '+' : '';
    const bare = plus === '' ? token : token.slice(0, -1);
    let id: string | undefined;
    if (operators.has(token)) id = token.toUpperCase();
    else if (normal.at(-1) === 'WITH') id = exceptions.get(token);
    else if (bare.startsWith('licenseref-'))
      id = /^[a-z0-9.-]+$/.test(bare)
        ? `LicenseRef-${(words[index] ?? '').slice('licenseref-'.length)}`
        : undefined;
    else id = licenses.has(bare) ? `${licenses.get(bare)}${plus}` : undefined;
    if (id === undefined) return undefined;
    normal.push(id);
  }
  return normal.join(' ').replaceAll('( ', '(').replaceAll(' )', ')');
}
