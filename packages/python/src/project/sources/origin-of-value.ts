import { neutralizeLine } from '@slipway/core/neutralize';
import { toText } from '../../static-python/values/convert.ts';
import { readText } from '../../static-python/values/text-value.ts';
import type { FileSpan, Value } from '../../static-python/values/value.ts';
import { compareVersions } from '../../version/compare-versions.ts';
import { tryParseVersion } from '../../version/parse-version.ts';
import {
  locateSpan,
  type ReadProjectFile,
  type Spelling,
  tupleSpelling,
  type VersionLocation,
} from '../places/version-location.ts';
import { readVersionTuple } from '../places/version-tuple.ts';
import { fromPlace, type VersionOrigin } from './version-origin.ts';

/** A version that was followed to places in files, or why it was not. */
export type FollowedValue = { readonly origin: VersionOrigin } | { readonly problem: string };

interface Part extends FileSpan {
  readonly text: string;
  /** Offset in the whole version. */
  readonly at: number;
}

/**
 * The places that a value of a Python file is made up of.
 * @param label how a place is named that the value stands in as a whole
 */
export async function originOfValue(
  read: ReadProjectFile,
  value: Value,
  label: string,
): Promise<FollowedValue> {
  if (value.kind === 'list') return originOfTuple(read, value.origin, label);
  // django.utils.version.get_version(VERSION) and its like: the tuple is the version.
  if (value.kind === 'unknown' && value.hint?.kind === 'list')
    return originOfTuple(read, value.hint.origin, label);
  const found = toText(value);
  if (found === undefined) return { problem: 'is computed in a way that is not followed' };
  const whole = readText(found);
  const version = whole.trim();
  if (tryParseVersion(version) === undefined)
    return { problem: `is "${neutralizeLine(version, 80)}", which is not a version` };
  const start = whole.indexOf(version);
  const parts: Part[] = [];
  let offset = -start;
  for (const { text, origin } of found.pieces) {
    const from = Math.max(0, -offset);
    const kept = text.slice(from, Math.max(from, version.length - offset));
    // The dots between the parts may stand with one of them.
    const lead = /^\.*/.exec(kept)?.[0].length ?? 0;
    const part = kept.replace(/^\.+|\.+$/g, '');
    if (/\w/.test(part)) {
      if (origin === undefined)
        return { problem: `contains "${neutralizeLine(part, 40)}", which stands in no file as it is` };
      const begin = origin.start + from + lead;
      const at = offset + from + lead;
      parts.push({ path: origin.path, start: begin, end: begin + part.length, text: part, at });
    }
    offset += text.length;
  }
  return combineParts(read, parts, version, label);
}

async function originOfTuple(
  read: ReadProjectFile,
  span: FileSpan | undefined,
  label: string,
): Promise<FollowedValue> {
  const content = span === undefined ? undefined : await read(span.path);
  if (span === undefined || content === undefined) return { problem: 'is a tuple that is not written out' };
  const version = readVersionTuple(content.slice(span.start, span.end));
  if (version === undefined || tryParseVersion(version) === undefined)
    return { problem: 'is a tuple that is not a version' };
  const location = locateSpan(content, span.path, label, [span.start, span.end], tupleSpelling(content));
  return { origin: { kind: 'file', version, locations: [location] } };
}

async function combineParts(
  read: ReadProjectFile,
  parts: readonly Part[],
  version: string,
  label: string,
): Promise<FollowedValue> {
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return { problem: 'stands in no file' };
  const content = (await read(first.path)) ?? '';
  const locate = (text: string, part: FileSpan, spelling?: Spelling): VersionLocation =>
    locateSpan(text, part.path, label, [part.start, part.end], spelling);
  if (parts.length === 1 && first.text === version) {
    const origin = fromPlace(locate(content, first));
    return origin === undefined ? { problem: 'stands in no file' } : { origin };
  }
  // A word such as `a` or `.dev` is a rule of the program, and no place of the version.
  const [word] = parts.filter((part) => !/\d/.test(part.text));
  const numbers = parts.filter((part) => /\d/.test(part.text));
  const tuple = findTuple(content, numbers, version);
  if (tuple !== undefined)
    return { origin: { kind: 'file', version, locations: [locate(content, tuple, tupleSpelling(content))] } };
  if (word !== undefined)
    return { problem: `is put together with "${neutralizeLine(word.text, 40)}", which is not edited` };
  const locations: VersionLocation[] = [];
  for (const part of parts) {
    const from = version.slice(0, part.at).split('.').length - 1;
    const release = /^\d*(?:\.\d+)*/.exec(part.text)?.[0] ?? '';
    const count = release === '' ? 0 : release.split('.').length;
    const isLast = part === last;
    const spelling: Spelling = {
      kind: 'slice',
      from: release === '' ? 99 : from,
      count: isLast && count > 1 ? undefined : count,
      suffix: isLast && isString((await read(part.path)) ?? '', part),
    };
    locations.push(locate((await read(part.path)) ?? '', part, spelling));
  }
  return { origin: { kind: 'file', version, locations } };
}

/** The tuple that all parts are items of, if it stands for the version as a whole. */
function findTuple(content: string, parts: readonly Part[], version: string): FileSpan | undefined {
  const [first] = parts;
  if (first === undefined || parts.length < 2 || parts.some(({ path }) => path !== first.path))
    return undefined;
  const [begin, end] = [
    Math.min(...parts.map(({ start }) => start)),
    Math.max(...parts.map((part) => part.end)),
  ];
  // From the bracket, or the equals sign, before the first item to the one after the last.
  const before = /[([=]\s*(?=[\w"',\s]*$)/.exec(content.slice(Math.max(0, begin - 200), begin));
  const after = /^[\w"',\s.+-]*?(?=\s*,?\s*[)\]]|[ \t]*(?:#.*)?$)/m.exec(content.slice(end, end + 200));
  if (before === null || after === null) return undefined;
  const start = Math.max(0, begin - 200) + before.index + before[0].length;
  const span = { path: first.path, start, end: end + after[0].length };
  const inside = content.slice(span.start, span.end);
  const read = tryParseVersion(readVersionTuple(inside) ?? '');
  const whole = tryParseVersion(version);
  return read !== undefined && whole !== undefined && compareVersions(read, whole) === 0 ? span : undefined;
}

const isString = (content: string, { end }: FileSpan): boolean => /["']/.test(content[end] ?? '');
