import type { Repository } from '@slipway/emulated-github/repository';
import { expect, it } from 'vitest';
import { gatherFacts } from '../../src/release/release-facts.ts';
import type { FinishedRun } from '../../src/release/run-release.ts';

const wheel = (tag: string, digest = tag) => ({
  ...{ name: `demo-1.2.0-${tag}.whl`, sha256: digest.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, 'a') },
  ...{ size: 3, kind: 'wheel' },
});
const sdist = { name: 'demo-1.2.0.tar.gz', sha256: 'f'.repeat(64), size: 4, kind: 'sdist' };
const sums = { name: 'SHA256SUMS', sha256: 'e'.repeat(64), size: 5, kind: 'other' };

function gather(...lists: readonly (readonly object[])[]) {
  const jobs = lists.map((files, index) => ({
    id: `job-${index}`,
    outputs: { files: JSON.stringify(files) },
  }));
  const run = { runId: 1, ref: 'refs/tags/v1.2.0', sha: 'c'.repeat(40) };
  const finished = [{ run, result: { jobs, conclusion: 'success' } }] as unknown as readonly FinishedRun[];
  return gatherFacts(finished, { releases: [] } as unknown as Repository).files;
}

it('the files of a release are those of every job that built some', () => {
  const linux = wheel('cp312-cp312-manylinux_2_28_x86_64');
  const mac = wheel('cp312-cp312-macosx_11_0_arm64');
  const files = gather([sdist], [linux], [mac], [linux, mac, sdist]);
  expect(files.map(({ name }) => name)).toEqual([mac.name, linux.name, sdist.name]);
});

it('a file that two jobs list differently is the one that was listed first', () => {
  expect(gather([wheel('py3-none-any', 'aa')], [wheel('py3-none-any', 'bb')])).toEqual([
    wheel('py3-none-any', 'aa'),
  ]);
});

it('files that are not distributions are those of the last list that has a distribution', () => {
  expect(gather([sdist], [sums]).map(({ name }) => name)).toEqual([sdist.name]);
  expect(gather([sums]).map(({ name }) => name)).toEqual([sums.name]);
});

it('a job that ran again has built what it listed last', () => {
  const attempt = (digest: string) => ({
    run: { runId: 1, ref: 'refs/tags/v1.2.0', sha: 'c'.repeat(40) },
    result: {
      jobs: [{ id: 'build', outputs: { files: JSON.stringify([wheel('py3-none-any', digest)]) } }],
      conclusion: 'success',
    },
  });
  const finished = [attempt('aa'), attempt('bb')] as unknown as readonly FinishedRun[];
  const facts = gatherFacts(finished, { releases: [] } as unknown as Repository);
  expect(facts.files).toEqual([wheel('py3-none-any', 'bb')]);
});
