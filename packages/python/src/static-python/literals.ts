import { type PythonSource, type SyntaxNode, textOf } from './syntax.ts';
import { plainText, type TextValue, textFrom } from './values/text-value.ts';
import { type FileSpan, type NumberValue, unknown, type Value } from './values/value.ts';

/** The span of a node in its file; undefined for text that stands in no file. */
export function spanOf({ path, offset }: PythonSource, from: number, to: number): FileSpan | undefined {
  return path === '' ? undefined : { path, start: from + offset, end: to + offset };
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '0': '\0' };

/** A string literal without its quotes. */
export function readString(source: PythonSource, node: SyntaxNode): TextValue {
  const literal = textOf(source, node);
  const [head = '', prefix = '', quote = '"'] = /^([A-Za-z]*)("""|'''|"|')/.exec(literal) ?? [];
  const inner = literal.slice(
    head.length,
    literal.endsWith(quote) ? literal.length - quote.length : undefined,
  );
  const isRaw = /r/i.test(prefix);
  if (!isRaw && inner.includes('\\')) {
    return plainText(
      inner.replace(/\\(\r?\n|.)/gs, (_, next: string) => decodeEscape(next.replace('\r', ''))),
    );
  }
  return source.path === ''
    ? plainText(inner)
    : textFrom(inner, source.path, source.offset + node.from + head.length);
}

// What Python does not know as an escape keeps its backslash, as in '\d'.
function decodeEscape(next: string): string {
  return simpleEscapes[next] ?? (/[\\'"]/.test(next) ? next : `\\${next}`);
}

/** A number; integers of any base. */
export function readNumber(source: PythonSource, node: SyntaxNode): Value {
  const text = textOf(source, node).replaceAll('_', '');
  const value = Number(text);
  if (Number.isNaN(value)) return unknown;
  const found: NumberValue = { kind: 'number', value, origin: spanOf(source, node.from, node.to) };
  return found;
}
