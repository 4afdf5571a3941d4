import { Scalar } from 'yaml';
import type { Text, Value } from '../model/expression.ts';
import { writeExpression } from './write-expression.ts';
import { BrokenText, scalar } from './yaml-nodes.ts';

/** One line becomes plain text, several a folded block. */
export function writeLines(lines: readonly string[]): Scalar {
  const [only] = lines;
  return lines.length === 1 && only !== undefined ? scalar(only) : new BrokenText(lines);
}

/** Text that keeps its line breaks, including the last one. */
export function writeLiteral(value: string): Scalar {
  const node = new Scalar(value);
  node.type = Scalar.BLOCK_LITERAL;
  return node;
}

function writeText({ style, lines }: Text): Scalar {
  const written = lines.map((line) =>
    line.map((part) => (typeof part === 'string' ? part : writeExpression(part).join(' '))).join(''),
  );
  return style === 'folded' ? writeLines(written) : writeLiteral(`${written.join('\n')}\n`);
}

/** Converts a value to a YAML node. */
export function writeValue(value: Value): Scalar {
  if (typeof value !== 'object') return scalar(value);
  return value.kind === 'text' ? writeText(value) : writeLines(writeExpression(value));
}
