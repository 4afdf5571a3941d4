import { isRecord } from '@slipway/core/is-record';
import { Scalar } from 'yaml';
import type { Expression, Text, Value } from '../model/expression.ts';
import { listReads } from '../model/list-reads.ts';
import type { Reference } from '../model/reference.ts';
import type { Reader } from './reader.ts';
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

function writePart(part: string | Reference | Expression, reader: Reader): string {
  if (typeof part === 'string') return part;
  const isUnread = part.kind === 'expression' && !readsKnown(subjectOf(part), reader);
  return (isUnread ? part.otherwise : undefined) ?? writeExpression(part, reader).join(' ');
}

/** What decides whether an edition of the release has a value. */
export const subjectOf = (value: unknown): unknown =>
  isRecord(value) && value['kind'] === 'expression' ? (value['subject'] ?? value) : value;

/** Whether a value reads nothing from jobs, or from at least one that this edition of the release has. */
export function readsKnown(value: unknown, reader: Reader): boolean {
  const jobs = listReads(value).references.filter(
    ({ kind }) => kind === 'received' || kind.startsWith('job-'),
  );
  return jobs.length === 0 || jobs.some((reference) => reader.knows(reference));
}

/** A list of jobs has no line for one that has not run yet. */
function isLineOfEnded(line: Text['lines'][number], reader: Reader): boolean {
  const jobs = listReads(line).references.filter((reference) => 'job' in reference);
  return jobs.length === 0 || jobs.some((reference) => reader.mayHaveEnded(reference));
}

function writeText({ style, lines }: Text, reader: Reader): Scalar {
  const kept = style === 'literal' ? lines.filter((line) => isLineOfEnded(line, reader)) : lines;
  const written = kept.map((line) => line.map((part) => writePart(part, reader)).join(''));
  return style === 'folded' ? writeLines(written) : writeLiteral(`${written.join('\n')}\n`);
}

/** Converts a value to a YAML node. */
export function writeValue(value: Value, reader: Reader): Scalar {
  if (typeof value !== 'object') return scalar(value);
  if (value.kind === 'job-result' && !reader.mayHaveEnded(value)) return scalar('skipped');
  return value.kind === 'text' ? writeText(value, reader) : writeLines(writeExpression(value, reader));
}
