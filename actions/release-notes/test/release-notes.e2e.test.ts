import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  describeReleases,
  digests,
  openReleaseWorld,
  sdistName,
  sha256,
  wheelName,
} from './release-world.ts';

describe('the release-notes action', () => {
  it('a release is drafted, filled, compared and published, and a second run changes nothing', async () => {
    const world = await openReleaseWorld();
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([
      { tagName: 'v1.2.0', name: 'v1.2.0', draft: false, prerelease: false, isLatest: true },
    ]);
    const assets = JSON.parse(run.outputs['assets'] ?? '') as { name: string; sha256: string }[];
    expect(assets.map(({ name }) => name)).toEqual(['SHA256SUMS', wheelName, sdistName]);
    expect(assets[1]?.sha256).toBe(sha256('wheel'));
    expect(run.outputs['url']).toBe('https://github.com/octo/demo/releases/tag/v1.2.0');
    const body = world.repository.releases[0]?.body ?? '';
    expect(body).toContain(
      "## What's changed\n\n### Added\n\n- Speed, by [@alice](https://github.com/alice) ([#7](https://github.com/octo/demo/pull/7))",
    );
    expect(body).toContain('https://github.com/octo/demo/compare/v1.1.0...v1.2.0');
    expect(body).toContain('sha256sum --check SHA256SUMS');
    expect(body).toContain('[bo](https://github.com/bo)');
    // Somebody who was there before is not new.
    expect(body).toContain('[max](https://github.com/max)');
    expect(body.match(/made their first contribution/g)).toHaveLength(1);
    expect(body).toContain('[zoe](https://github.com/zoe) made their first contribution in [');
    expect(body).toContain(`## Install\n\n### This release\n\n\`\`\`sh\npip install "demo @ https://`);
    expect(body).not.toMatch(/PyPI|GitHub Packages|Container image|not published/);
    expect(`${await readFile(run.outputs['notes-path'] ?? '', 'utf8')}`).toBe(`${run.outputs['notes']}\n`);
    expect(run.summary).toMatch(/^### Published \[/);
    expect(run.summary).toContain(`[v1.2.0](${run.outputs['url']})`);
    expect(run.outputs['result-markdown']).toMatch(/^\[v1\.2\.0\]\(https:\S+\/v1\.2\.0\): \d+ assets?$/);
    const before = describeReleases(world);
    world.requests.length = 0;
    const again = await world.run();
    expect(again.exitCode, again.output).toBe(0);
    expect(describeReleases(world)).toEqual(before);
    expect(world.requests.filter((each) => !/^(?:GET |POST \/graphql)/.test(each))).toEqual([]);
    expect(again.outputs).toMatchObject({ url: run.outputs['url'], assets: run.outputs['assets'] });
  });

  it('a run killed after any request comes to the same end when it is run again', async () => {
    const reference = await openReleaseWorld();
    expect((await reference.run()).exitCode).toBe(0);
    const expected = describeReleases(reference);
    const count = reference.requests.length;
    expect(count).toBeGreaterThan(12);
    let kills = 0;
    for (let nth = 1; nth <= count; nth += 1) {
      const world = await openReleaseWorld();
      world.killAfter(nth);
      const killed = await world.run();
      // The last answer may be read before the signal arrives.
      expect(killed.exitCode, `request ${nth}`).not.toBe(1);
      if (killed.exitCode === null) kills += 1;
      const again = await world.run();
      expect(again.exitCode, `request ${nth}: ${again.output}`).toBe(0);
      expect(describeReleases(world), `request ${nth}`).toEqual(expected);
    }
    expect(kills).toBeGreaterThanOrEqual(count - 1);
  }, 600_000);

  it('a release in two phases gets its evidence with the second', async () => {
    const world = await openReleaseWorld();
    const drafted = await world.run({ phase: 'draft' });
    expect(drafted.exitCode, drafted.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: true }]);
    const publication = {
      kind: 'pypi',
      verified: true,
      files: [{ name: wheelName, sha256: sha256('wheel'), project: 'demo', version: '1.2.0' }],
    };
    const evidence = JSON.stringify({ pypi: { publication: JSON.stringify(publication) }, image: {} });
    const run = await world.run({ phase: 'publish', assets: '', evidence });
    expect(run.exitCode, run.output).toBe(0);
    const [release] = world.repository.releases;
    expect(release?.draft).toBe(false);
    expect(release?.body).toContain(
      '## Install\n\n### PyPI\n\n```sh\npip install demo==1.2.0\n```\n\n### This release',
    );
    expect(release?.assets).toHaveLength(3);
    expect(release?.body).not.toContain('image');
    expect(release?.body).toContain('sha256sum --check SHA256SUMS');
    expect(release?.body).toContain(`| \`${wheelName}\` | 5 B | \`${sha256('wheel')}\` |`);
  });

  it('a draft whose assets are not the promised ones is not published', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const [release] = world.repository.releases;
    if (release?.assets[1] === undefined) throw new Error('the draft has assets');
    release.assets[1].sha256 = sha256('tampered');
    const run = await world.run({ phase: 'publish', assets: '' });
    expect([run.exitCode, run.output]).toEqual([1, expect.stringContaining(`here ${sha256('wheel')}`)]);
    release.assets[1].sha256 = sha256('wheel');
    release.assets.push({ ...release.assets[1], id: 1, name: 'stranger.whl' });
    const stranger = await world.run({ phase: 'publish', assets: '' });
    expect([stranger.exitCode, stranger.output]).toEqual([
      1,
      expect.stringContaining('not of this release: stranger.whl'),
    ]);
    expect(describeReleases(world)).toMatchObject([{ draft: true }]);
  });

  it('pull requests are named by their titles', async () => {
    const world = await openReleaseWorld();
    const at = await world.git('rev-parse', 'v1.2.0rc1^{commit}');
    world.repository.pullRequests.push({
      id: 7,
      number: 7,
      title: 'feat: a better title for @everyone',
      body: null,
      head: 'main',
      base: 'main',
      draft: false,
      user: 'alice',
      createdAtMs: 0,
      state: 'closed',
      mergedCommit: at,
    });
    const permissions = { contents: 'write', 'pull-requests': 'read' } as const;
    const run = await world.run({ source: 'pull-requests' }, { permissions });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.outputs['notes']).toContain(
      '### Added\n\n- a better title for [@everyone](https://github.com/everyone) ([#7](https://github.com/octo/demo/pull/7) by [alice](https://github.com/alice))',
    );
  });

  it('publishing without a draft fails', async () => {
    const world = await openReleaseWorld();
    const run = await world.run({ phase: 'publish' });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('There is no draft for v1.2.0');
    expect(run.summary).toContain('v1.2.0 at');
    expect(world.repository.releases).toEqual([]);
  });

  it('a draft stays one on request, and neither notes alone nor a dry run write anything', async () => {
    const world = await openReleaseWorld();
    for (const inputs of [{ phase: 'notes-only' }, { 'dry-run': 'true' }]) {
      const run = await world.run(inputs as Record<string, string>);
      expect(run.exitCode, run.output).toBe(0);
      expect(run.outputs['notes']).toContain('### Added');
      expect(world.repository.releases).toEqual([]);
    }
    expect((await world.run({ draft: 'true' })).exitCode).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: true }]);
  });

  it('a back-port is compared with its own line and does not become latest', async () => {
    const world = await openReleaseWorld({ hasNewerTag: true });
    expect((await world.run({ assets: '', digests: '' }, { tag: 'v2.0.0' })).exitCode).toBe(0);
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([
      { tagName: 'v2.0.0', isLatest: true },
      { tagName: 'v1.2.0', isLatest: false },
    ]);
    expect(world.repository.releases[0]?.body).toContain('### Breaking changes');
    expect(world.repository.releases[0]?.body).toContain('compare/v1.2.0...v2.0.0');
  });

  it('a pre-release is marked as its version says, with the commits where the changelog says nothing', async () => {
    const world = await openReleaseWorld({ hasNewerTag: true });
    const run = await world.run({ assets: '', digests: '' }, { tag: 'v1.2.0rc1' });
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ prerelease: true, isLatest: false }]);
    expect(run.outputs['notes']).toContain('- try [@everyone](https://github.com/everyone) ([#7](');
    const missing = await world.run({ assets: '', digests: '', source: 'changelog' }, { tag: 'v2.0.0' });
    expect(missing.exitCode).toBe(1);
    expect(missing.output).toContain('has no section for version 2.0.0');
  });

  it.each([
    ['another file', { digests: digests.replace(sha256('wheel'), sha256('other')) }, 'different: '],
    ['a file too few', { assets: `dist/*.whl` }, `missing: ${sdistName}`],
    ['a pattern without a file', { assets: 'dist/*.deb' }, 'matches'],
    ['another version', { version: '1.2.1' }, '"version" is 1.2.1'],
    ['no such tag', { tag: 'v9.9.9' }, 'There is no tag v9.9.9'],
    ['a placeholder', { template: '{{nothing}}' }, '{{nothing}}'],
    ['evidence of nothing', { evidence: '[]' }, 'not a JSON object'],
  ])('%s is rejected before anything is written', async (_name, inputs, words) => {
    const world = await openReleaseWorld();
    const run = await world.run(inputs);
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain(words);
    expect(world.repository.releases).toEqual([]);
    expect(run.summary).toMatch(/^### ✕ /);
  });

  it('files that were not promised are rejected', async () => {
    const world = await openReleaseWorld();
    await writeFile(join(world.workspace, 'dist/more-1.0.whl'), 'x');
    const extra = await world.run();
    expect([extra.exitCode, extra.output]).toEqual([1, expect.stringContaining('unexpected: more-1.0.whl')]);
    expect(world.repository.releases).toEqual([]);
  });

  it('a tag that was moved since the run began is rejected', async () => {
    const world = await openReleaseWorld();
    const run = await world.run({}, { sha: 'f'.repeat(40) });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('this run began when it was at ffffffffffff');
    expect(world.repository.releases).toEqual([]);
  });

  it('a published release with different bytes is rejected, mutable or not', async () => {
    for (const immutableReleases of [true, false]) {
      const world = await openReleaseWorld({ immutableReleases });
      expect((await world.run()).exitCode).toBe(0);
      const before = describeReleases(world);
      expect(before).toMatchObject([{ immutable: immutableReleases }]);
      expect((await world.run()).exitCode).toBe(0);
      await writeFile(join(world.workspace, 'dist', wheelName), 'WHEEL');
      await rm(join(world.workspace, 'dist/SHA256SUMS'));
      const run = await world.run({ digests: '' });
      expect(run.exitCode).toBe(1);
      expect(run.output).toContain(`different: ${wheelName}`);
      expect(describeReleases(world)).toEqual(before);
    }
  });

  it('a release below a tag without a release does not become latest', async () => {
    const world = await openReleaseWorld({ hasNewerTag: true });
    expect((await world.run()).exitCode).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ tagName: 'v1.2.0', draft: false, isLatest: false }]);
  });
});
