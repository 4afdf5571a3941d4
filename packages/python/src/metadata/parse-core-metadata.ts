import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';
import { isSingleField } from './metadata-fields.ts';

/** The fields of METADATA or PKG-INFO. */
export interface CoreMetadata {
  /** In their order, names as written; a continued value keeps its line endings and indentation. `Description` is not included. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly description: string | undefined;
}

/** Far beyond the largest known metadata: a description of some hundred kilobytes. */
const maxBytes = 4 * 1024 * 1024;
/** Number of values; a project with a thousand dependencies is rare. */
const maxFields = 10_000;
/** Number of lines; folded values have many. */
const maxLines = 100_000;

const headerLine = /^(?:From |[!-9;-~]*:|[\t ])/;

function invalid(fileName: string | undefined, reason: string, cause?: unknown): InputError {
  const subject = fileName === undefined ? 'The metadata' : `${neutralizeLine(fileName, 200)}: the metadata`;
  return new InputError(pythonErrors.E_DISTRIBUTION_INVALID, { message: `${subject} ${reason}.`, cause });
}

/**
 * Reads core metadata as Python's `email` package does with its policy `compat32`, which every index and installer uses.
 * @param fileName of the distribution that contains it, for errors
 * @throws InputError E_DISTRIBUTION_INVALID for bytes that are not UTF-8, a duplicate single-use field, two descriptions, or
 * more than 4 MiB, 10,000 fields or 100,000 lines of them
 */
export function parseCoreMetadata(bytes: Uint8Array, fileName?: string): CoreMetadata {
  if (bytes.byteLength > maxBytes)
    throw invalid(fileName, `has ${bytes.byteLength} bytes; at most ${maxBytes} are read`);
  const { lines, body } = splitMessage(decode(bytes, fileName));
  if (lines.length > maxLines) throw invalid(fileName, `has more than ${maxLines} lines of fields`);
  const fields = readHeaders(lines);
  if (fields.length > maxFields)
    throw invalid(fileName, `has ${fields.length} fields; at most ${maxFields} are read`);
  const counts = new Map<string, number>();
  for (const [name] of fields) {
    const key = name.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (isSingleField(key) && counts.get(key) === 2) {
      throw invalid(fileName, `contains the field "${neutralizeLine(name, 80)}" twice`);
    }
  }
  const header = readField({ fields, description: undefined }, 'Description');
  if (header !== undefined && body !== '')
    throw invalid(fileName, 'contains a description both as a field and after the fields');
  return {
    fields: fields.filter(([name]) => name.toLowerCase() !== 'description'),
    description: header ?? (body === '' ? undefined : body),
  };
}

/** The first value of a field; names are case-insensitive. */
export function readField(metadata: CoreMetadata, name: string): string | undefined {
  return readFields(metadata, name)[0];
}

/** All values of a field. */
export function readFields({ fields }: CoreMetadata, name: string): string[] {
  const key = name.toLowerCase();
  return fields.filter(([each]) => each.toLowerCase() === key).map(([, value]) => value);
}

function decode(bytes: Uint8Array, fileName: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw invalid(fileName, 'is not UTF-8', cause);
  }
}

/** Separates the lines of the fields from the rest; reading stops after the first line beyond the limit. */
function splitMessage(text: string): { readonly lines: readonly string[]; readonly body: string } {
  const lines: string[] = [];
  let offset = 0;
  for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
    if (!headerLine.test(line)) {
      // A blank line separates the fields from the description; any other line is the first line of the description.
      if (/^[\r\n]+$/.test(line)) offset += line.length;
      break;
    }
    lines.push(line);
    if (lines.length > maxLines) break;
    offset += line.length;
  }
  const body = text.slice(offset);
  // The line that separates messages in a mailbox: skipped, but pushed back if it is the last of several.
  const last = lines.length > 1 && lines.at(-1)?.startsWith('From ') === true ? lines.pop() : undefined;
  return { lines, body: `${last ?? ''}${body}` };
}

function readHeaders(lines: readonly string[]): [string, string][] {
  const fields: [string, string][] = [];
  let open: string[] = [];
  const close = (): void => {
    const [first, ...rest] = open;
    open = [];
    if (first === undefined) return;
    const colon = first.indexOf(':');
    const value = `${first.slice(colon + 1).replace(/^[\t ]+/, '')}${rest.join('')}`;
    fields.push([first.slice(0, colon), value.replace(/[\r\n]+$/, '')]);
  };
  for (const line of lines) {
    if (/^[\t ]/.test(line)) {
      // A continuation line without a field is skipped.
      if (open.length > 0) open.push(line);
      continue;
    }
    close();
    if (!line.startsWith('From ') && !line.startsWith(':')) open = [line];
  }
  close();
  return fields;
}
