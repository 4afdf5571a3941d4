import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { nameAsset } from '@slipway/github/releases/asset-name';
import { errorOf } from '@slipway/testkit/run-bundle';
import { expect } from 'vitest';
import { handedOver, manual, openPassportWorld, type PassportWorld, sdist, wheel } from './passport-world.ts';

export const other = 'f'.repeat(64);

interface NamedFile {
  readonly name: string;
  readonly sha256: string;
  readonly verified?: boolean;
}

/** The output `files` of a job that stored and read back. */
export const stored = (...files: readonly NamedFile[]): string =>
  JSON.stringify(files.map((file) => ({ state: 'published', verified: true, ...file })));

/** The output `publication` of a job that published and read back. */
export const publicationOf = (files: readonly NamedFile[], changes: object = {}): string =>
  JSON.stringify({
    ...{ version: 1, repository: 'PyPI', kind: 'pypi', verified: true },
    ...{ projects: [{ name: 'demo', version: '1.2.0', url: null }], files, ...changes },
  });

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A signed passport, and the outputs of jobs that published what it lists. */
export async function openReleased(
  options: Parameters<typeof openPassportWorld>[0] = {},
  built: readonly NamedFile[] = [wheel, sdist],
) {
  const of = await openPassportWorld(options);
  const signed = await of.run({ digests: JSON.stringify(built) });
  expect(errorOf(signed), signed.output).toBe('');
  const digests = signed.outputs['files'] ?? '';
  const [passport] = JSON.parse(digests) as NamedFile[];
  if (passport === undefined) throw new Error('there is no passport');
  const manifest = built.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
  const assets = [...built, manual, { name: 'SHA256SUMS', sha256: sha256Of(manifest) }, passport].map(
    (file) => ({ ...file, name: nameAsset(file.name) }),
  );
  const evidence = {
    release: { assets: JSON.stringify(assets) },
    pypi: { publication: publicationOf(built) },
    'github-packages': { files: stored(...built), 'index-digest': `sha256:${other}` },
    image: { digest: `sha256:${'5'.repeat(64)}`, platforms: handedOver.platforms },
  };
  const verify = (
    changes: object = {},
    inputs: Readonly<Record<string, string>> = {},
    permissions: JobIdentity['permissions'] = {},
    job: Partial<JobIdentity> = {},
  ) =>
    of.run(
      {
        ...{ mode: 'verify', digests, image: '', platforms: '' },
        ...{ 'extra-digests': '', evidence: JSON.stringify({ ...evidence, ...changes }), ...inputs },
      },
      {
        ...{ jobId: 'verify-release', checkRunId: 90_005, ...job },
        permissions: { 'id-token': 'write', attestations: 'write', ...permissions },
      },
    );
  return { of, evidence, verify, digests, assets };
}

/** Publishes a release of the tag with these assets, and with this passport instead of the one among them. */
export async function publishPassport(
  { repository }: PassportWorld,
  assets: readonly NamedFile[],
  text: string,
): Promise<void> {
  const name = 'demo-1.2.0.intoto.jsonl';
  const sha256 = sha256Of(text);
  await writeFile(join(repository.assetDirectory, 'passport'), text);
  const times = { createdAtMs: 0, updatedAtMs: 0 };
  repository.releases.push({
    ...{ id: 1, tagName: 'v1.2.0', targetCommitish: 'main', name: 'v1.2.0', body: '', untaggedName: 'x' },
    ...{ draft: false, prerelease: false, immutable: false, author: 'mona', publishedAtMs: 0 },
    ...{ discussionCategory: null, ...times },
    assets: assets.map((asset, index) => ({
      ...{ id: index + 2, name: asset.name, label: null, contentType: 'application/json', state: 'uploaded' },
      ...{ sha256: asset.name === name ? sha256 : asset.sha256, size: Buffer.byteLength(text) },
      ...{ file: 'passport', uploader: 'mona', downloads: 0, ...times },
    })),
  });
}
