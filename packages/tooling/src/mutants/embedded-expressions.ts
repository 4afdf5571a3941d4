/** A piece of a scalar: text as it stands, or what stands between `${{` and `}}`. */
export interface Piece {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

// A text in single quotes ends at a quote that is not doubled; `}}` inside of it closes nothing.
const embedded = /\$\{\{((?:[^'}]|'(?:[^']|'')*'|\}(?!\}))*)\}\}/g;

/** Splits a scalar of a workflow file at its expressions. */
export function splitExpressions(scalar: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of scalar.matchAll(embedded)) {
    if (match.index > end) pieces.push({ kind: 'text', text: scalar.slice(end, match.index) });
    pieces.push({ kind: 'expression', text: (match[1] ?? '').trim() });
    end = match.index + match[0].length;
  }
  if (end < scalar.length) pieces.push({ kind: 'text', text: scalar.slice(end) });
  return pieces;
}

/** Joins what `splitExpressions` split. */
export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ kind, text }) => (kind === 'text' ? text : `\${{ ${text} }}`)).join('');
}
