import { neutralizeLine } from '@slipway/core/neutralize';
import { normalizeRequirement, normalizeSpecifiers } from '../metadata/normalize-requirement.ts';
import { readField, readFields } from '../metadata/parse-core-metadata.ts';
import { normalizeName } from '../names.ts';
import type { Distribution } from './inspect-distribution.ts';

/**
 * Where the metadata of a wheel and its sdist differ. A dependency in only one of them is invisible to reviewers. Metadata
 * before version 2.2 may omit dependencies from the sdist, and later metadata lists the fields that only the build fills in as
 * `Dynamic` (PEP 643).
 * @returns sentences
 */
export function comparePair(wheel: Distribution, sdist: Distribution): string[] {
  const problems: string[] = [];
  const compare = (field: string, left: Values, right: Values): void => {
    const ours = pickMissing(left, right);
    const theirs = pickMissing(right, left);
    if (ours === '' && theirs === '') return;
    const says = ({ fileName }: Distribution, what: string): string =>
      `${neutralizeLine(fileName, 200)} ${what === '' ? 'does not' : `has ${what}`}`;
    const sides = [says(wheel, ours), says(sdist, theirs)];
    if (ours === '') sides.reverse();
    problems.push(`${field}: ${sides.join(ours === '' || theirs === '' ? ', and ' : ', ')}.`);
  };
  const same = (text: string): string => text;
  compare('Name', index([wheel.project], normalizeName), index([sdist.project], normalizeName));
  compare('Version', index([wheel.version], same), index([sdist.version], same));
  const [, minor = '0'] = (readField(sdist.metadata, 'Metadata-Version') ?? '').split('.');
  const isOld = Number(minor) < 2 || (readField(sdist.metadata, 'Metadata-Version') ?? '').startsWith('1.');
  const dynamic = new Set(readFields(sdist.metadata, 'Dynamic').map((field) => field.toLowerCase()));
  for (const [field, normalize] of [
    ['Requires-Dist', normalizeRequirement],
    ['Requires-Python', normalizeSpecifiers],
    ['Provides-Extra', normalizeName],
  ] as const) {
    const [left, right] = [wheel, sdist].map(({ metadata }) => index(readFields(metadata, field), normalize));
    if ((isOld && right?.size === 0) || dynamic.has(field.toLowerCase())) continue;
    compare(field, left ?? new Map(), right ?? new Map());
  }
  return problems;
}

/** Values as written, keyed by their normalized spelling. */
type Values = ReadonlyMap<string, string>;

function index(values: readonly string[], normalize: (value: string) => string): Values {
  return new Map(values.map((value) => [normalize(value), value]));
}

/** What is in one list and not in the other, for a message. */
function pickMissing(values: Values, others: Values): string {
  const missing = [...values].filter(([key]) => !others.has(key)).map(([, value]) => value);
  return missing.length === 0 ? '' : `"${neutralizeLine(missing.sort().join(', '), 300)}"`;
}
