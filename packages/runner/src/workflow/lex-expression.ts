import { Lexer } from '@actions/expressions';
import type { Token } from '@actions/expressions/lexer';

// A rehearsal goes through a workflow dozens of times, and its few hundred expressions stay the same.
const maxKept = 5_000;
const kept = new Map<string, readonly Token[]>();

/**
 * The lexer of @actions/expressions 0.3.61 undoes only the first doubled quote of a text (`String.replace` with a text),
 * GitHub's own (LexicalAnalyzer, ReadStringToken) every one; a script with two quoted expressions shows it.
 */
function unescapeText(token: Token): Token {
  if (!token.lexeme.startsWith("'")) return token;
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
}

/** The tokens of an expression, read once. @throws Error in GitHub's words */
export function lexExpression(expression: string): readonly Token[] {
  const known = kept.get(expression);
  if (known !== undefined) return known;
  const tokens = new Lexer(expression).lex().tokens.map(unescapeText);
  if (kept.size >= maxKept) kept.clear();
  kept.set(expression, tokens);
  return tokens;
}
