import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openReleaseWorld, type ReleaseWorld, sha256 } from './release-world.ts';

const passport = 'demo-1.2.0.intoto.jsonl';
const listOf = (...names: string[]): string =>
  JSON.stringify(names.map((name) => ({ name, sha256: sha256(name), size: name.length, kind: 'other' })));
const digestsOf = (of: ReleaseWorld): Record<string, string | null> =>
  Object.fromEntries(of.repository.releases[0]?.assets.map((asset) => [asset.name, asset.sha256]) ?? []);

describe('extra artifacts of a release', () => {
  it('files of other jobs are attached and held against their own lists', async () => {
    const of = await openReleaseWorld();
    await of.storeArtifact('release-passport', { [passport]: passport });
    await of.storeArtifact('docs', { 'manual.pdf': 'manual.pdf', 'schema.json': 'schema.json' });
    const inputs = {
      'extra-artifacts': 'release-passport\ndocs',
      'extra-digests': `${listOf(passport)}\n${listOf('manual.pdf', 'schema.json')}`,
    };
    const drafted = await of.run({ phase: 'draft', ...inputs });
    expect(errorOf(drafted), drafted.output).toBe('');
    expect(digestsOf(of)).toMatchObject({
      [passport]: sha256(passport),
      'manual.pdf': sha256('manual.pdf'),
      'schema.json': sha256('schema.json'),
    });
    const published = await of.run({ phase: 'publish', assets: '', ...inputs });
    expect(errorOf(published), published.output).toBe('');
    expect(of.repository.releases[0]).toMatchObject({ draft: false });
  });

  it.each([
    ['different from its list', { [passport]: 'other bytes' }, 'different: demo-1.2.0.intoto.jsonl'],
    ['in no list', { [passport]: passport, 'more.bin': 'more' }, 'unexpected: more.bin'],
    ['missing', { 'schema.json': 'schema.json' }, 'unexpected: schema.json'],
  ])(
    'a file of an extra artifact that is %s stops the release before a draft is there',
    async (_what, files, words) => {
      const of = await openReleaseWorld();
      await of.storeArtifact('release-passport', files);
      const run = await of.run({ 'extra-artifacts': 'release-passport', 'extra-digests': listOf(passport) });
      expect(run.exitCode).toBe(1);
      expect(errorOf(run)).toContain(words);
      expect(of.repository.releases).toEqual([]);
    },
  );

  it('a listed file that no artifact contains stops the release', async () => {
    const of = await openReleaseWorld();
    await of.storeArtifact('docs', { 'schema.json': 'schema.json' });
    const lists = listOf('manual.pdf', 'schema.json');
    const run = await of.run({ 'extra-artifacts': 'docs', 'extra-digests': lists });
    expect(errorOf(run)).toContain('missing: manual.pdf');
    expect(of.repository.releases).toEqual([]);
  });

  it('the passport of a later run replaces that of a draft and leaves that of a release', async () => {
    const of = await openReleaseWorld();
    const inputs = { 'extra-artifacts': 'release-passport' };
    await of.storeArtifact('release-passport', { [passport]: 'first' });
    await of.run({ phase: 'draft', ...inputs });
    const later = { runId: 7002 };
    await of.storeArtifact('release-passport', { [passport]: 'second' }, later);
    const drafted = await of.run({ phase: 'draft', ...inputs }, { job: later });
    expect(errorOf(drafted), drafted.output).toBe('');
    expect(digestsOf(of)[passport]).toBe(sha256('second'));
    expect((await of.run({ ...inputs }, { job: later })).exitCode).toBe(0);
    const last = { runId: 7003 };
    await of.storeArtifact('release-passport', { [passport]: 'third' }, last);
    const again = await of.run({ ...inputs }, { job: last });
    expect(errorOf(again), again.output).toBe('');
    expect(digestsOf(of)[passport]).toBe(sha256('second'));
  });
});
