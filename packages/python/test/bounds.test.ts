import { dirname } from 'node:path';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { checkDistributions } from '../src/distribution/check-distributions.ts';
import { collectDistributions } from '../src/distribution/collect-distributions.ts';
import { inspectDistribution } from '../src/distribution/inspect-distribution.ts';
import { parseToml } from '../src/project/places/toml-document.ts';
import { sdistMembers, sdistName, writeDistribution, writeTar } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip } from './zip-writer.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const folder = 'demo-1.2.0.dist-info';

/** A wheel with one of its members given other bytes. */
function writeWheel(changes: Readonly<Record<string, string>>, files: Record<string, string> = {}): string {
  const parts = wheelParts(files).map((part) => ({ ...part, bytes: changes[part.name] ?? part.bytes }));
  return writeDistribution(wheelName, writeZip(parts));
}
const withFields = (lines: string): string => demoMetadata.replace('Summary: A demo', lines.trimEnd());

describe('RECORD', () => {
  it.each([
    ['one path on every row', 'a\n'.repeat(200_000)],
    ['a different path on every row', Array.from({ length: 200_000 }, (_, row) => `${row},,\n`).join('')],
  ])('a RECORD of 200,000 rows with %s is reported as one problem', async (_, record) => {
    const { problems } = await inspectDistribution(writeWheel({ [`${folder}/RECORD`]: record }));
    expect(problems).toEqual(['RECORD has more than 1004 rows, but the wheel has 4 members.']);
  });

  it('a RECORD that omits 1,000 files is reported in 101 problems', async () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`demo/${at}.py`, '']));
    const { problems } = await inspectDistribution(writeWheel({ [`${folder}/RECORD`]: '' }, files));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('RECORD has 904 more errors.');
  });

  it.each([
    ['a row of a million cells', `demo/__init__.py${','.repeat(1_000_000)}\n`, /has no SHA-256 for "demo/],
    ['a quote that stays open', `"${'""'.repeat(1_000_000)}`, /is not a valid CSV file/],
    [
      'a path of a million quotes',
      `"${'""'.repeat(1_000_000)}",,\n`,
      /lists ""+.*, which is not in the wheel/,
    ],
  ])('a RECORD with %s is parsed to its end', async (_, record, expected) => {
    const { problems } = await inspectDistribution(writeWheel({ [`${folder}/RECORD`]: record }));
    expect(problems[0]).toMatch(expected);
  });
});

describe('metadata', () => {
  const licenses = (count: number): string => 'License-File: LICENSE\n'.repeat(count);
  it.each([
    ['300,000 fields', withFields(licenses(300_000)), /has \d+ bytes; at most 4194304 are read/],
    ['150,000 fields', withFields(licenses(150_000)), /has more than 100000 lines of fields/],
    ['10,001 fields', withFields(licenses(10_001)), /has 100\d\d fields; at most 10000 are read/],
    [
      'a field of 200,000 lines',
      withFields(`License: x\n${' x\n'.repeat(200_000)}`),
      /more than 100000 lines/,
    ],
    ['a description of 5 MiB', demoMetadata + 'x'.repeat(5 << 20), /has \d+ bytes; at most 4194304 are read/],
    ['17 MiB', demoMetadata + 'x'.repeat(17 << 20), /is larger than 16777216 bytes/],
  ])('metadata of %s is rejected in one sentence', async (_, metadata, expected) => {
    const sdist = writeDistribution(sdistName, await writeTar(sdistMembers(metadata)));
    for (const path of [writeWheel({ [`${folder}/METADATA`]: metadata }), sdist]) {
      const failure: unknown = await inspectDistribution(path).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'E_DISTRIBUTION_INVALID',
        message: expect.stringMatching(expected),
      });
      expect((failure as Error).message.length).toBeLessThan(300);
    }
  });

  it('metadata with 9,000 fields is accepted', async () => {
    const path = writeWheel({
      [`${folder}/METADATA`]: withFields('Classifier: Private :: x\n'.repeat(9000)),
    });
    expect((await inspectDistribution(path)).metadata.fields).toHaveLength(9006);
  });

  it('metadata with 9,000 faults is rejected with a bounded number of problems and warnings', async () => {
    const lines = Array.from({ length: 4500 }, (_, at) => `Requires-Dist: !${at}\nX-${at}: y\n`).join('');
    const directory = dirname(writeWheel({ [`${folder}/METADATA`]: withFields(lines) }));
    const log = createMemoryLog();
    const failure: unknown = await checkDistributions(await collectDistributions(directory), {
      directory,
      promised: undefined,
      log,
      signal: new AbortController().signal,
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringMatching(/"!47".*; and 44\d\d more\.$/) });
    expect((failure as Error).message).not.toContain('"!48"');
    expect(log.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(51);
  });
});

it('a WHEEL file of 17 MiB is rejected', async () => {
  const path = writeWheel({ [`${folder}/WHEEL`]: `Wheel-Version: 1.0\n${'x'.repeat(17 << 20)}` });
  await expect(inspectDistribution(path)).rejects.toThrow(/WHEEL" is larger than 16777216 bytes/);
});

describe('pyproject.toml', () => {
  it.each([
    ['of 600,000 characters', '#'.repeat(600_000), /has 600000 characters; at most 524288 are read/],
    ['nested 100,000 levels deep', `a = ${'['.repeat(100_000)}${']'.repeat(100_000)}`, /nested too deeply/],
    ['with a string of 500,000 characters', `a = "${'x'.repeat(500_000)}"`, /too long a string/],
  ])('a pyproject.toml %s is rejected in one sentence', (_, text, expected) => {
    expect(() => parseToml(text, 'pyproject.toml')).toThrow(expected);
  });

  it('a lock file may be larger than a pyproject.toml', () => {
    const text = `a = 1\n#${'x'.repeat(600_000)}`;
    expect(parseToml(text, 'uv.lock').data).toEqual({ a: 1 });
    expect(() => parseToml('#'.repeat(9 << 20), 'uv.lock')).toThrow(/at most 8388608/);
  });
});
