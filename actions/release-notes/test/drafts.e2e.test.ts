import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeReleases, openReleaseWorld, sha256, wheelName } from './release-world.ts';

describe('a draft', () => {
  it('a draft that a person made is completed, with its text kept', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const [draft] = world.repository.releases;
    if (draft === undefined) throw new Error('there is a draft');
    draft.body = 'to be written';
    draft.assets.splice(1);
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: false, assets: { length: 3 } }]);
    expect(world.repository.releases[0]?.body).toMatch(
      /^to be written\n\n<!-- slipway: v1\.2\.0 .*### Added/s,
    );
  });

  it('a duplicate draft of our own is removed', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const [draft] = world.repository.releases;
    if (draft === undefined) throw new Error('there is a draft');
    world.repository.releases.push({ ...draft, id: draft.id + 1000, assets: [] });
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: false, assets: { length: 3 } }]);
  });

  it('a discussion is opened only when the release is published', async () => {
    const world = await openReleaseWorld({ discussionCategories: ['News'] });
    const permissions = { contents: 'write', discussions: 'write' } as const;
    const drafted = await world.run({ phase: 'draft', 'discussion-category': 'News' });
    expect(drafted.exitCode, drafted.output).toBe(0);
    expect(world.repository.releases[0]?.discussionCategory).toBeNull();
    const run = await world.run({ 'discussion-category': 'News' }, { permissions });
    expect(run.exitCode, run.output).toBe(0);
    expect(world.repository.releases[0]?.discussionCategory).toBe('News');
  });

  it('a discussion category that does not exist is rejected before there is a draft', async () => {
    const world = await openReleaseWorld({ discussionCategories: ['General', 'News'] });
    const run = await world.run({ phase: 'draft', 'discussion-category': 'news' });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('has no discussion category "news". Its categories are "General", "News".');
    expect(run.output).toContain('Set "discussion-category" to "News".');
    expect(world.repository.releases).toEqual([]);
  });

  it('a title and an introduction that a person wrote into the draft are kept at publication', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const [draft] = world.repository.releases;
    if (draft === undefined) throw new Error('there is a draft');
    draft.name = 'Winter release';
    // A form sends CRLF.
    draft.body = `Snow is *here*.\r\n\r\n${draft.body?.replace(/\n/g, '\r\n')}\r\nBye.`;
    const publication = {
      kind: 'pypi',
      verified: true,
      files: [{ name: wheelName, sha256: sha256('wheel'), project: 'demo', version: '1.2.0' }],
    };
    const evidence = JSON.stringify({ pypi: { publication: JSON.stringify(publication) } });
    const run = await world.run({ phase: 'publish', assets: '', evidence });
    expect(run.exitCode, run.output).toBe(0);
    expect(draft).toMatchObject({ name: 'Winter release', draft: false });
    expect(draft.body).toMatch(/^Snow is \*here\*\.\r\n\r\n<!-- slipway: /);
    expect(draft.body).toMatch(/<!-- slipway: end -->\r\nBye\.$/);
    expect(draft.body).toContain('pip install demo==1.2.0');
    expect(run.output).toContain('The title of v1.2.0 was edited by hand and is kept: Winter release.');
  });

  it('notes that were edited by hand are kept, and the run says so', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const [draft] = world.repository.releases;
    if (draft?.body === undefined || draft.body === null) throw new Error('there is a draft');
    draft.body = draft.body.replace('- Speed', '- A lot of speed');
    const edited = draft.body;
    const run = await world.run({ phase: 'publish', assets: '' });
    expect(run.exitCode, run.output).toBe(0);
    expect(draft).toMatchObject({ draft: false, body: edited });
    expect(run.output).toContain('were edited by hand and are kept');
  });

  it('a file beside the build is attached, and remembered until the release is published', async () => {
    const world = await openReleaseWorld();
    await writeFile(join(world.workspace, 'manual (de).pdf'), 'pdf');
    const drafted = await world.run({ phase: 'draft', 'extra-assets': '*.pdf', title: 'Demo {{version}}' });
    expect(drafted.exitCode, drafted.output).toBe(0);
    const run = await world.run({ phase: 'publish', assets: '', 'extra-assets': '*.pdf' });
    expect(run.exitCode, run.output).toBe(0);
    expect(world.repository.releases[0]).toMatchObject({ name: 'v1.2.0', draft: false });
    const names = world.repository.releases[0]?.assets.map(({ name, label }) => [name, label]).sort();
    expect(names).toContainEqual(['manual.de.pdf', 'manual (de).pdf']);
    expect(run.outputs['notes']).toContain('| `manual (de).pdf`, stored as `manual.de.pdf` |');
    // Other bytes under its name are noticed.
    const asset = world.repository.releases[0]?.assets.find(({ name }) => name === 'manual.de.pdf');
    if (asset !== undefined) asset.sha256 = sha256('tampered');
    expect((await world.run({ phase: 'publish', assets: '' })).output).toContain('different: manual.de.pdf');
  });

  it('a version with an epoch is released under names that GitHub keeps', async () => {
    const world = await openReleaseWorld();
    const [sdist, tag] = ['demo-1!2024.1.0.tar.gz', 'v1!2024.1.0'];
    await world.git('update-ref', `refs/tags/${tag}`, 'refs/tags/v1.2.0');
    await mkdir(join(world.workspace, 'epoch'));
    await writeFile(join(world.workspace, 'epoch', sdist), 'sdist');
    await writeFile(join(world.workspace, 'epoch/SHA256SUMS'), `${sha256('sdist')}  ${sdist}\n`);
    const digests = JSON.stringify([{ name: sdist, sha256: sha256('sdist'), size: 5, kind: 'sdist' }]);
    const drafted = await world.run({ phase: 'draft', assets: 'epoch/*', digests }, { tag });
    expect(drafted.exitCode, drafted.output).toBe(0);
    const run = await world.run({ phase: 'publish', assets: '', digests }, { tag });
    expect(run.exitCode, run.output).toBe(0);
    const [release] = world.repository.releases;
    expect(release).toMatchObject({ tagName: tag, draft: false });
    expect(release?.assets.map(({ name, label }) => [name, label])).toContainEqual([
      'demo-1.2024.1.0.tar.gz',
      sdist,
    ]);
    expect(release?.body).toContain(`\`${sdist}\`, stored as \`demo-1.2024.1.0.tar.gz\``);
    expect(release?.body).toContain(`mv demo-1.2024.1.0.tar.gz '${sdist}'\nsha256sum --check SHA256SUMS`);
    expect(release?.body).not.toContain('releases/download');
  });
});
