import { describe, expect, it } from 'vitest';
import {
  errorOf,
  imageName,
  imagePackage,
  openImageWorld,
  type Run,
  succeed,
} from './support/image-world.ts';
import { built, commitOf, release, releaseAll } from './support/releases.ts';
import { listReleaseTags } from './support/stored-image.ts';

describe.concurrent('image tags in a registry', () => {
  it('a tag only moves forward for any order of releases', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const [backport, forms] = await Promise.all([
      releaseAll(of, `${imagePackage}/backport`, [
        '2.0.0',
        '1.9.9',
        '2.0.0.post1',
        '2.1.0rc1',
        '1.9.9.post1',
      ]),
      releaseAll(of, `${imagePackage}/forms`, ['v1.0', '1.0+cpu.1', '1.0.post1', '1.0rc1.dev3', '1!2.0']),
    ]);
    expect(backport).toEqual({
      '1': '1.9.9.post1',
      '1.9': '1.9.9.post1',
      '1.9.9': '1.9.9',
      '1.9.9.post1': '1.9.9.post1',
      '2': '2.0.0.post1',
      '2.0': '2.0.0.post1',
      '2.0.0': '2.0.0',
      '2.0.0.post1': '2.0.0.post1',
      '2.1.0rc1': '2.1.0rc1',
      latest: '2.0.0.post1',
    });
    expect(forms).toEqual({
      '1': '1.0.post1',
      '1-2': '1!2.0',
      '1-2.0': '1!2.0',
      '1.0': '1.0.post1',
      '1.0-cpu.1': '1.0+cpu.1',
      '1.0.post1': '1.0.post1',
      '1.0rc1.dev3': '1.0rc1.dev3',
      latest: '1!2.0',
    });
  });

  it.for<[string, string, RegExp]>([
    [
      'that is too long for a tag',
      `1.0+${'a'.repeat(200)}`,
      /^E_DOCKER_TAG .*has 204 characters; a tag has at most 128/,
    ],
    ['that is invalid', '1.0-final-2', /^E_VERSION_INVALID /],
  ])('a version %s is rejected before any request', async ([_what, version, error], { onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const run = await of.run({ inputs: { version } });
    expect(errorOf(run)).toMatch(error);
    expect(of.world.journal.entries).toEqual([]);
    expect(built(run)).toBe(false);
  });

  it('a version tag is never moved to different bytes, neither by a build nor by a promotion', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const first = await release(of, '1.2.0', imageName);
    const sha = 'b'.repeat(40);
    const other = await succeed(of, {
      inputs: { mode: 'stage', sign: 'false' },
      identity: { sha, ref: 'refs/heads/main' },
    });
    const before = of.world.journal.entries.length;
    const [again, promoted] = await Promise.all([
      of.run({ inputs: { version: '1.2.0' }, identity: { sha } }),
      of.run({
        inputs: {
          mode: 'promote',
          version: '1.2.0',
          sign: 'false',
          tags: 'edge',
          digests: other.outputs['digest'] ?? '',
        },
      }),
    ]);
    // What this run built is compared: without signatures nothing else can tell.
    expect(errorOf(again)).toContain(
      `E_DOCKER_TAG_TAKEN ${imageName}:1.2.0 already points to ${first}, but this run built sha256:`,
    );
    expect(again.output).toContain('Nothing was pushed, signed or tagged');
    expect(built(again)).toBe(true);
    expect(errorOf(promoted)).toContain(`E_DOCKER_TAG_TAKEN ${imageName}:1.2.0 already points to ${first}`);
    expect(of.writes(before)).toEqual([]);
    expect(await of.sigstore.entryCount()).toBe(0);
  });

  it('a tag that another job moved after the write is reported', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const stranger = `sha256:${'c'.repeat(64)}`;
    of.world.gateway.faults.add({
      on: { host: 'ghcr.io', method: 'HEAD', path: /\/manifests\/1\.2$/ },
      effect: { kind: 'status', status: 200, headers: { 'docker-content-digest': stranger } },
    });
    const run = await of.run({ inputs: { version: '1.2.0', sign: 'false' } });
    const digest = run.outputs['digest'] ?? '';
    expect(errorOf(run)).toContain(
      `E_DOCKER_TAG_MOVED ${imageName}:1.2 was set to ${digest} but now points to ${stranger}.`,
    );
    expect(run.exitCode).toBe(1);
    expect(run.outputs['tags']).toBe(`${imageName}:1.2.0`);
    expect(Object.keys(listReleaseTags(of))).toEqual(['1.2', '1.2.0']);
    expect(run.summary).toMatch(/\| `1\.2\.0` \| set \|/);
  });

  it('a delayed tag is awaited when the registry returns an old one or none', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const old = await release(of, '1.2.0', imageName);
    const { faults } = of.world.gateway;
    faults.add({
      on: { host: 'ghcr.io', method: 'HEAD', path: /\/manifests\/1$/ },
      effect: { kind: 'status', status: 200, headers: { 'docker-content-digest': old } },
    });
    // The look before, and behind the write the one with HEAD and the one that tells why.
    faults.add({
      on: { host: 'ghcr.io', path: /\/manifests\/1\.3$/, times: 1 },
      effect: { kind: 'status', status: 404 },
    });
    faults.add({
      on: { host: 'ghcr.io', method: 'HEAD', path: /\/manifests\/1\.3$/, times: 1 },
      effect: { kind: 'status', status: 404 },
    });
    faults.add({
      on: { host: 'ghcr.io', method: 'GET', path: /\/manifests\/1\.3$/, nth: 2, times: 1 },
      effect: { kind: 'status', status: 404 },
    });
    const next = await release(of, '1.3.0', imageName);
    expect(faults.strikes).toBe(4);
    expect(listReleaseTags(of)).toEqual({
      '1': next,
      '1.2': old,
      '1.2.0': old,
      '1.3': next,
      '1.3.0': next,
      latest: next,
    });
  });

  it('tags inherited from a base image or using a different numbering are not versions of the repository', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const key = 'org.opencontainers.image';
    const push = (name: string, version: string, source: string, tags: string): Promise<Run> =>
      succeed(of, {
        inputs: {
          image: `${imageName}/${name}`,
          sign: 'false',
          tags,
          labels: `${key}.version=${version}\n${key}.source=${source}`,
        },
        identity: { sha: 'b'.repeat(40), ref: 'refs/heads/main' },
      });
    const ours = 'https://github.com/octo/demo';
    const both = 'latest\n24.4rc1';
    await Promise.all([
      push('foreign', '24.4rc1', 'https://git.launchpad.net/ubuntu', both),
      // The Dockerfile names the source, and the version is that of its base.
      push('linked', '24.04', ours, 'latest'),
      push('stated', '24.4rc1', `${ours}.git/`, both),
    ]);
    const [isMoved, local] = await Promise.all([
      Promise.all(
        ['foreign', 'linked', 'stated'].map(async (name) => {
          const digest = await release(of, '1.2.0', `${imageName}/${name}`);
          return listReleaseTags(of, `${imagePackage}/${name}`)['latest'] === digest;
        }),
      ),
      releaseAll(of, `${imagePackage}/local`, ['8', '8+12.1', '9']),
    ]);
    expect(isMoved).toEqual([true, true, false]);
    expect(local).toMatchObject({ '8': '8', '8-12.1': '8+12.1', '9': '9', latest: '9' });
  });

  it('unchanged tags are listed in the summary even if no tag is set after them', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    await release(of, '2.0.0', imageName);
    const run = await succeed(of, {
      inputs: { version: '1.9.9', sign: 'false' },
      identity: { sha: commitOf('1.9.9') },
    });
    expect(run.summary).toMatch(/\| `latest` \| kept \| 2\.0 is higher \|/);
    expect(run.outputs['tags']).toBe(['1.9.9', '1.9', '1'].map((tag) => `${imageName}:${tag}`).join('\n'));
  });

  it('requested tags are always set and listed once', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    await release(of, '2.0.0', imageName);
    const run = await succeed(of, {
      inputs: { version: '1.2.0', sign: 'false', tags: 'latest\n1.2.0\nedge' },
      identity: { sha: commitOf('1.2.0') },
    });
    const digest = run.outputs['digest'] ?? '';
    const references = ['1.2.0', 'edge', '1.2', '1', 'latest'].map((tag) => `${imageName}:${tag}`);
    expect(run.outputs['tags']).toBe(references.join('\n'));
    expect(run.outputs['references']).toBe([`${imageName}@${digest}`, ...references].join('\n'));
    expect(run.outputs['result-markdown']).toMatch(
      /^\[1\.2\.0, edge, 1\.2, 1, latest\]\(https:\S+\): 1 platform$/,
    );
    expect(run.summary.match(/\| `(?:latest|1\.2\.0)` \|/g)).toEqual(['| `1.2.0` |', '| `latest` |']);
    expect(listReleaseTags(of)['latest']).toBe(digest);
  });
});
