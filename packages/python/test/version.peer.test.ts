import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../src/version/compare-versions.ts';
import { formatPadded, formatVersion, isPrerelease, readZeroPadding } from '../src/version/format-version.ts';
import { tryParseVersion } from '../src/version/parse-version.ts';
import { versionText } from './version-text.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: versions equal to those of packaging (SLIPWAY_PYTHON_PEERS is not set)');

const script = `
import json, sys
from packaging.version import Version, InvalidVersion
texts = json.load(sys.stdin)
versions = []
for text in texts:
    # packaging drops blanks around; here they are refused.
    try: versions.append(Version(text) if text == text.strip() else None)
    except InvalidVersion: versions.append(None)
out = [None if v is None else [str(v), v.is_prerelease] for v in versions]
known = [v for v in versions if v is not None]
order = [(a > b) - (a < b) for a, b in zip(known, known[1:])]
json.dump([out, order], sys.stdout)
`;

describe.skipIf(python === undefined)('versions compared with packaging', () => {
  it('100,000 version texts are accepted, normalized and ordered like packaging does', () => {
    const near = fc
      .tuple(versionText, fc.nat(), fc.constantFrom('', '.', '-', 'x', '!', '+', ' ', '１', 'dev'))
      .map(
        ([text, at, extra]) =>
          `${text.slice(0, at % (text.length + 1))}${extra}${text.slice(at % (text.length + 1))}`,
      );
    const sampled = fc.sample(fc.oneof(versionText, near), 100_000);
    const padded = sampled.slice(1, 20_000).flatMap((text, index) => {
      const version = tryParseVersion(text);
      return version === undefined ? [] : [formatPadded(version, readZeroPadding([sampled[index] ?? '']))];
    });
    const texts = [...sampled, ...padded];
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', script], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (stdout === '') throw new Error(stderr);
    const [expected, order] = JSON.parse(stdout) as [([string, boolean] | null)[], number[]];
    const versions = texts.map(tryParseVersion);
    for (const [index, version] of versions.entries()) {
      const own = version === undefined ? null : [formatVersion(version), isPrerelease(version)];
      expect([texts[index], own]).toEqual([texts[index], expected[index]]);
    }
    const known = versions.filter((version) => version !== undefined);
    expect(known.length).toBeGreaterThan(50_000);
    for (const [index, expectedOrder] of order.entries()) {
      const [left, right] = [known[index], known[index + 1]];
      if (left !== undefined && right !== undefined)
        expect(Math.sign(compareVersions(left, right))).toBe(expectedOrder);
    }
  });
});
