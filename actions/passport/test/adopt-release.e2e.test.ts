import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderBlock } from '@slipway/changelog/notes/draft-block';
import type { Asset, Release } from '@slipway/emulated-github/model';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openPassportWorld, type PassportWorld } from './passport-world.ts';

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const wheelName = 'demo-1.2.0-py3-none-any.whl';
const sdistName = 'demo-1.2.0.tar.gz';
const built = [
  { name: wheelName, sha256: sha256Of('wheel'), size: 5, kind: 'wheel' },
  { name: sdistName, sha256: sha256Of('sdist'), size: 5, kind: 'sdist' },
];
const sums = built.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
const passportName = 'demo-1.2.0.intoto.jsonl';

/** Stores the bytes of an asset and describes it. */
async function storeAsset({ repository }: PassportWorld, name: string, text: string): Promise<Asset> {
  const file = `stored-${name}`;
  await writeFile(join(repository.assetDirectory, file), text);
  return {
    ...{
      id: 100 + repository.releases.length * 50 + name.length,
      name,
      label: null,
      state: 'uploaded',
      file,
    },
    ...{ contentType: 'application/octet-stream', sha256: sha256Of(text), size: Buffer.byteLength(text) },
    ...{ uploader: 'mona', downloads: 0, createdAtMs: 0, updatedAtMs: 0 },
  };
}

/** A release that a person published, with the files and the passport of an earlier run, and a run that its publication started. */
async function openPublished() {
  const of = await openPassportWorld();
  const signed = await of.run({ digests: JSON.stringify(built), 'extra-digests': '' });
  expect(errorOf(signed), signed.output).toBe('');
  const [passport] = of.repository.attestations;
  const texts = [
    [wheelName, 'wheel'],
    [sdistName, 'sdist'],
    ['SHA256SUMS', sums],
    [passportName, `${JSON.stringify(passport?.bundle)}\n`],
  ] as const;
  const assets: Asset[] = [];
  for (const [name, text] of texts)
    assets.push({ ...(await storeAsset(of, name, text)), id: assets.length + 2 });
  const release: Release = {
    ...{ id: 1, tagName: 'v1.2.0', targetCommitish: 'main', name: 'v1.2.0', body: '', untaggedName: 'x' },
    ...{ draft: false, prerelease: false, immutable: false, author: 'mona', publishedAtMs: 0, assets },
    ...{ discussionCategory: null, createdAtMs: 0, updatedAtMs: 0 },
  };
  of.repository.releases.push(release);
  // The artifacts of the run that made the draft have expired: this is another run.
  const adopt = (inputs: Readonly<Record<string, string>> = {}, job: object = {}) =>
    of.run(
      { mode: 'adopt', digests: '', 'extra-digests': '', image: '', platforms: '', ...inputs },
      {
        ...{ runId: 777, checkRunId: 90_010, eventName: 'release' },
        permissions: { 'id-token': 'write', attestations: 'write', contents: 'read' },
        ...job,
      },
    );
  const find = (name: string): Asset => {
    const asset = release.assets.find((each) => each.name === name);
    if (asset === undefined) throw new Error(`no asset ${name}`);
    return asset;
  };
  return { of, release, adopt, find };
}

describe('passport action in adopt mode', () => {
  it('the files of a published release are those that its passport lists, with the image that it names', async () => {
    const { adopt, of } = await openPublished();
    const run = await adopt();
    expect(errorOf(run), run.output).toBe('');
    expect(JSON.parse(run.outputs['distributions'] ?? '')).toEqual(built);
    expect(JSON.parse(run.outputs['files'] ?? '')).toMatchObject([{ name: passportName, kind: 'other' }]);
    const image = JSON.parse(run.outputs['image'] ?? '') as Record<string, string>;
    expect(image).toMatchObject({
      digest: `sha256:${'5'.repeat(64)}`,
      references: `ghcr.io/octo/demo@sha256:${'5'.repeat(64)}`,
    });
    expect(JSON.parse(image['platforms'] ?? '')).toHaveLength(2);
    const stored = of.world.artifacts.artifacts.ofRun('octo/demo', 777).map(({ name }) => name);
    expect(stored.sort()).toEqual(['python-dist', 'release-passport']);
    // A second attempt finds its own artifacts.
    expect(errorOf(await adopt({}, { runAttempt: 2, checkRunId: 90_011 }))).toBe('');
  });

  it.each<[string, (world: Awaited<ReturnType<typeof openPublished>>) => Promise<void> | void, RegExp]>([
    [
      'a wheel that was swapped',
      async ({ of, find }) =>
        void Object.assign(find(wheelName), await storeAsset(of, wheelName, 'other'), { id: 2 }),
      /^E_PASSPORT_RELEASE The release v1\.2\.0 does not have the assets that were drafted: demo-1\.2\.0-py3-none-any\.whl has SHA-256 \w{64} instead of \w{64}\. Nothing was published/,
    ],
    [
      'an sdist that was deleted',
      ({ release, find }) => void release.assets.splice(release.assets.indexOf(find(sdistName)), 1),
      /^E_PASSPORT_RELEASE .*demo-1\.2\.0\.tar\.gz is missing/,
    ],
    [
      'a wheel that was added',
      async ({ of, release }) =>
        void release.assets.push(await storeAsset(of, 'demo-1.2.0-cp315-abi3.whl', 'x')),
      /^E_PASSPORT_RELEASE .*demo-1\.2\.0-cp315-abi3\.whl was added/,
    ],
    [
      'a second passport',
      async ({ of, release }) => void release.assets.push(await storeAsset(of, 'evil.intoto.jsonl', 'x')),
      /^E_PASSPORT_RELEASE .* has 2 passports: demo-1\.2\.0\.intoto\.jsonl, evil\.intoto\.jsonl/,
    ],
    [
      'no passport',
      ({ release, find }) => void release.assets.splice(release.assets.indexOf(find(passportName)), 1),
      /^E_PASSPORT_ABSENT The release v1\.2\.0 has no asset "\*\.intoto\.jsonl" \(its assets: demo/,
    ],
    [
      'a passport that was replaced',
      async ({ of, find }) =>
        void Object.assign(find(passportName), await storeAsset(of, passportName, '{}\n'), { id: 5 }),
      /^E_ATTESTATION_INVALID /,
    ],
    [
      'a list of checksums that was replaced',
      async ({ of, find }) =>
        void Object.assign(find('SHA256SUMS'), await storeAsset(of, 'SHA256SUMS', `${sums}\n`), { id: 4 }),
      /^E_PASSPORT_RELEASE .*SHA256SUMS has SHA-256/,
    ],
    [
      'bytes that differ from what GitHub says of them',
      async ({ of, find }) => writeFile(join(of.repository.assetDirectory, find(wheelName).file), 'whee1'),
      /^E_DIGEST_MISMATCH GitHub serves demo-1\.2\.0-py3-none-any\.whl with SHA-256/,
    ],
    [
      'no published release',
      ({ release }) => void Object.assign(release, { draft: true }),
      /^E_PASSPORT_UNPUBLISHED v1\.2\.0 has no published release/,
    ],
  ])('%s stops the release before an artifact is stored', async (_what, change, words) => {
    const world = await openPublished();
    await change(world);
    const run = await world.adopt();
    expect(errorOf(run)).toMatch(words);
    expect(run.outputs['distributions']).toBeUndefined();
    expect(world.of.world.artifacts.artifacts.ofRun('octo/demo', 777)).toEqual([]);
  });

  it('a passport of another tag is not one of this release', async () => {
    const { adopt, release } = await openPublished();
    release.tagName = 'v1.3.0';
    const run = await adopt({}, { ref: 'refs/tags/v1.3.0' });
    expect(errorOf(run)).toMatch(/^E_ATTESTATION_INVALID /);
  });

  it('a file beside the build is part of the release while its draft remembers it, and not otherwise', async () => {
    const { adopt, of, release } = await openPublished();
    release.assets.push(await storeAsset(of, 'manual.pdf', 'manual'));
    expect(errorOf(await adopt())).toMatch(/manual\.pdf was added/);
    const extra = [{ name: 'manual.pdf', sha256: sha256Of('manual') }];
    const block = { tag: 'v1.2.0', commitSha: 'c'.repeat(40), title: 'v1.2.0', notes: 'Notes', extra };
    release.body = `Written by a person.\n\n${renderBlock(block)}`;
    const run = await adopt();
    expect(errorOf(run), run.output).toBe('');
    expect(JSON.parse(run.outputs['distributions'] ?? '')).toEqual(built);
  });
});
