import { neutraliseLine } from '@slipway/core/neutralise';
import { readField, readFields } from '../metadata/parse-core-metadata.ts';
import { normalizeName } from '../names.ts';
import type { Distribution } from './inspect-distribution.ts';

const bare = (text: string): string => text.replace(/\s+/g, '').replaceAll("'", '"').replace(/[()]/g, '');

/**
 * Where a wheel says something else about its project than the source distribution: a dependency that one of them hides is
 * what reviewers do not see. Metadata before version 2.2 may leave dependencies out of the source distribution, and later
 * metadata names the fields that only the build fills in as `Dynamic` (PEP 643).
 * @returns sentences
 */
export function comparePair(wheel: Distribution, sdist: Distribution): string[] {
  const problems: string[] = [];
  const compare = (field: string, left: string, right: string): void => {
    if (left === right) return;
    const show = (text: string): string => (text === '' ? 'nothing' : `"${neutraliseLine(text, 300)}"`);
    problems.push(
      `${field}: ${neutraliseLine(wheel.fileName, 200)} says ${show(left)}, ${neutraliseLine(sdist.fileName, 200)} says ${show(right)}.`,
    );
  };
  compare('Name', normalizeName(wheel.project), normalizeName(sdist.project));
  compare('Version', wheel.version, sdist.version);
  const [, minor = '0'] = (readField(sdist.metadata, 'Metadata-Version') ?? '').split('.');
  const isOld = Number(minor) < 2 || (readField(sdist.metadata, 'Metadata-Version') ?? '').startsWith('1.');
  const dynamic = new Set(readFields(sdist.metadata, 'Dynamic').map((field) => field.toLowerCase()));
  for (const [field, normalise] of [
    ['Requires-Dist', bare],
    ['Requires-Python', bare],
    ['Provides-Extra', normalizeName],
  ] as const) {
    const list = ({ metadata }: Distribution): string =>
      [...new Set(readFields(metadata, field).map(normalise))].sort().join(', ');
    if ((isOld && list(sdist) === '') || dynamic.has(field.toLowerCase())) continue;
    compare(field, list(wheel), list(sdist));
  }
  return problems;
}
