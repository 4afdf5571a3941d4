import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { type CheckOptions, checkDistributions } from '../src/distribution/check-distributions.ts';
import { collectDistributions } from '../src/distribution/collect-distributions.ts';
import { writeDistribution } from './distribution-files.ts';
import { demoMetadata, wheelParts, writeZip } from './zip-writer.ts';

const check = async (
  metadata: string,
  judge?: CheckOptions['judge'],
  name = 'demo-1.2.0-py3-none-any.whl',
) => {
  const path = writeDistribution(name, writeZip(wheelParts({}, metadata)));
  const directory = dirname(path);
  const log = createMemoryLog();
  const options: CheckOptions = {
    directory,
    promised: undefined,
    log,
    signal: new AbortController().signal,
    ...(judge === undefined ? {} : { judge }),
  };
  const files = await checkDistributions(await collectDistributions(directory), options);
  return { files, warnings: log.lines.filter((line) => line.startsWith('warning: ')) };
};
const acceptOwn: CheckOptions['judge'] = ({ pypiProblems }) => ({
  problems: [],
  warnings: [],
  accepted: pypiProblems,
});

describe('distributions beside a SHA256SUMS', () => {
  const checkListed = async (list: (digest: string) => string) => {
    const bytes = writeZip(wheelParts());
    const directory = dirname(writeDistribution('demo-1.2.0-py3-none-any.whl', bytes));
    const digest = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(directory, 'SHA256SUMS'), list(digest));
    const { signal } = new AbortController();
    const options = { directory, promised: undefined, log: createMemoryLog(), signal };
    return checkDistributions(await collectDistributions(directory), options);
  };

  it.each(['', './', 'dist/', 'builds/dist/'])('names that begin with "%s" are accepted', async (prefix) => {
    const files = await checkListed((digest) => `${digest}  ${prefix}demo-1.2.0-py3-none-any.whl\n`);
    expect(files).toHaveLength(1);
  });

  it('a different digest is rejected whatever the folder', async () => {
    const wrong = checkListed(() => `${'0'.repeat(64)}  dist/demo-1.2.0-py3-none-any.whl\n`);
    await expect(wrong).rejects.toThrow(
      /demo-1\.2\.0-py3-none-any\.whl has [0-9a-f]{64}, but 0{64} is listed/,
    );
  });

  it('a file that is listed twice with different digests is rejected', async () => {
    const name = 'demo-1.2.0-py3-none-any.whl';
    const both = checkListed((digest) => `${digest}  dist/${name}\n${'0'.repeat(64)}  old/${name}\n`);
    await expect(both).rejects.toThrow('is listed with two digests');
  });
});

describe('PyPI rules beyond the specification', () => {
  it.each([
    'Requires-Dist: foo @ https://example.com/foo.zip',
    `Project-URL: ${'x'.repeat(33)}, https://example.com`,
    'Project-URL: Files, ftp://example.com',
    'Home-page: example.com',
    `Summary: ${'x'.repeat(513)}`,
  ])('the field "%.60s" is rejected for PyPI and only warned about for other indexes', async (line) => {
    const metadata = demoMetadata.replace('Summary: A demo', line);
    await expect(check(metadata)).rejects.toThrow(/^Nothing was published: demo-1\.2\.0/);
    const { files, warnings } = await check(metadata, acceptOwn);
    expect(files).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/^warning: demo-1\.2\.0-py3-none-any\.whl: [A-Z]/)]);
  });

  it('a wheel name that is not normalized is rejected for PyPI and only warned about for other indexes', async () => {
    const name = 'Demo-1.2.0-py3-none-any.whl';
    await expect(check(demoMetadata, undefined, name)).rejects.toThrow(/not normalized as in PEP 427/);
    const { files, warnings } = await check(demoMetadata, acceptOwn, name);
    expect(files[0]?.distribution).toMatchObject({ pythonTag: 'py3', isPure: true });
    expect(warnings).toEqual([
      expect.stringContaining('PEP 427'),
      expect.stringContaining(
        'looks for the folder "Demo-1.2.0.dist-info", but it is spelled "demo-1.2.0.dist-info"',
      ),
    ]);
  });

  it.each([
    'Requires-Dist: foo @ ',
    'Requires-Dist: foo bar',
    'License-File: ../LICENSE',
    'Project-URL: Home, https://example.com\nProject-URL: Home, https://example.org',
  ])('the invalid metadata %j is rejected for any index', async (line) => {
    const metadata = demoMetadata.replace('Summary: A demo', line);
    await expect(check(metadata, acceptOwn)).rejects.toThrow(/Nothing was published/);
  });
});
