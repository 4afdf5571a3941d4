import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { InputDefinition } from '@slipway/core/inputs';

/** One record of an input: a line, or several where the record stands in quotes. */
export interface InputRecord {
  readonly text: string;
  /** Line of the input that it begins in, from 1. */
  readonly line: number;
}

function refuse(input: string, line: number, what: string): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, {
    // Never the text itself: it may be a secret.
    message: `Input "${input}", line ${line}: ${what}.`,
    hint: 'Write a multi-line value as "NAME=…" with a quote before the name and one after the last line. Double any quote inside.',
  });
}

/**
 * Takes an input apart as docker/build-push-action does (RFC 4180, one field a record): one record a line; a record in
 * double quotes may hold line ends, and two quotes for one. Blank lines and lines that begin with `#` are passed over.
 * @throws InputError E_INPUT_INVALID for quotes that do not end, and for text behind them
 */
function readRecords(text: string, input: string): InputRecord[] {
  const records: InputRecord[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at]?.trim() ?? '';
    if (first === '' || first.startsWith('#')) continue;
    const line = at + 1;
    if (!first.startsWith('"')) {
      records.push({ text: first, line });
      continue;
    }
    // What is inside the quotes stays as it is, blanks at the ends of lines too.
    let quoted = (lines[at] ?? '').trimStart().slice(1);
    let end = findClosingQuote(quoted);
    while (end < 0) {
      at += 1;
      const next = lines[at];
      if (next === undefined) throw refuse(input, line, 'the quoted value is not closed');
      quoted += `\n${next}`;
      end = findClosingQuote(quoted);
    }
    if (quoted.slice(end + 1).trim() !== '')
      throw refuse(input, line, 'there is text after the closing quote');
    records.push({ text: quoted.slice(0, end).replaceAll('""', '"'), line });
  }
  return records;
}

/** Index of the first quote that is not one of two; -1 without one. */
function findClosingQuote(text: string): number {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

/** What a kind of record is read as. @throws InputError naming the input and the line */
type ReadRecords<Value> = (records: readonly InputRecord[], input: string) => Value;

/** An input of records. */
export function records<Value>(read: ReadRecords<Value>): InputDefinition<Value> {
  return {
    kind: 'list',
    default: undefined,
    required: false,
    parse: (text, name) => read(readRecords(text, name), name),
  };
}

/** An input of records that are secrets: nothing of it is shown. */
export function secretRecords<Value>(read: ReadRecords<Value>): InputDefinition<Value> {
  return { ...records(read), kind: 'secret' };
}

/** Writes fields as one line of CSV, which is how buildx takes the parts of a value (RFC 4180). */
export function formatFields(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}

/** Takes a line of CSV apart; undefined when its quotes are wrong. */
export function splitFields(text: string): string[] | undefined {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (let isOpen = true; isOpen; ) {
    const found = field.exec(text);
    if (found === null) return undefined;
    fields.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    isOpen = found[3] === ',';
  }
  return fields;
}
