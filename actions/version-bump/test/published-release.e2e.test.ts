import { renderBlock } from '@slipway/changelog/notes/draft-block';
import type { Release } from '@slipway/emulated-github/model';
import { describe, expect, it } from 'vitest';
import { openWorld } from './world.ts';

const ref = 'refs/tags/v1.1.0';
const written = { tag: 'v1.1.0', commitSha: 'c'.repeat(40), title: 'v1.1.0', notes: 'Notes', extra: [] };

/** A run that the publication of a release started, with a token that can only read. */
async function runAfter(changes: Partial<Release> = {}) {
  const world = await openWorld();
  world.repository.releases.push({
    ...{ id: 1, tagName: 'v1.1.0', targetCommitish: 'main', name: 'v1.1.0', body: '', untaggedName: 'x' },
    ...{ draft: false, prerelease: false, immutable: false, author: 'mona', publishedAtMs: 0, assets: [] },
    ...{ discussionCategory: null, createdAtMs: 0, updatedAtMs: 0, ...changes },
  });
  return world.run(
    { dispatch: 'release.yml' },
    { ref, eventName: 'release', runId: 42, permissions: { contents: 'read' } },
  );
}

const passport = {
  ...{ id: 2, name: 'demo-1.1.0.intoto.jsonl', label: null, state: 'uploaded' as const, file: 'x', size: 1 },
  ...{ contentType: 'application/json', sha256: 'a'.repeat(64), uploader: 'mona', downloads: 0 },
  ...{ createdAtMs: 0, updatedAtMs: 0 },
} as const;

describe('a run that the publication of a release starts', () => {
  it.each<[string, Partial<Release>, string]>([
    ['a draft of an earlier run has its files', { body: renderBlock(written) }, 'true'],
    ['a draft whose notes a person deleted has its files', { assets: [passport] }, 'true'],
    [
      'a draft that this run published itself, before it failed, has its files',
      { body: renderBlock({ ...written, publishedBy: 42 }) },
      'true',
    ],
    ['a release that a person made by hand has to be built', { body: 'Written by a person' }, 'false'],
  ])('%s', async (_what, changes, fromRelease) => {
    const { outputs, exitCode, output } = await runAfter(changes);
    expect(exitCode, output).toBe(0);
    expect(outputs).toMatchObject({
      'from-release': fromRelease,
      released: 'true',
      version: '1.1.0',
      name: 'demo',
    });
  });

  it.each<[string, Partial<Release>, RegExp]>([
    [
      'a release that another run published has nothing left to release',
      { body: renderBlock({ ...written, publishedBy: 7 }) },
      /run 7 of the workflow published v1\.1\.0 and its files; if it failed, re-run it/,
    ],
    [
      'a release that is a draft again has nothing to release',
      { draft: true },
      /no published release any more/,
    ],
  ])('%s', async (_what, changes, words) => {
    const { outputs, exitCode, output } = await runAfter(changes);
    expect(exitCode, output).toBe(0);
    expect(outputs).toMatchObject({ released: 'false', 'from-release': 'false', version: '' });
    expect(outputs['reason']).toMatch(words);
  });

  it('a draft that was made for another index is not released to PyPI', async () => {
    const { outputs, exitCode, output } = await runAfter({
      body: renderBlock({ ...written, index: 'testpypi' }),
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /E_BUMP_GATE.*"index: testpypi".*would publish its files to PyPI\. Nothing was published/,
    );
    expect(outputs['released']).toBeUndefined();
  });
});
