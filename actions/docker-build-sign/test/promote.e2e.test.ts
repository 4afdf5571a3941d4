import { attachBundles } from '@slipway/oci/attachments/bundles';
import { appendSignature, readSignatures } from '@slipway/oci/attachments/signature-tag';
import type { Descriptor } from '@slipway/oci/descriptor';
import { imageSignatureType, imageStatement } from '@slipway/sigstore/statements/image-statement';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  type ImageWorld,
  imageName,
  imagePackage,
  openImageWorld,
  type Run,
  succeed,
} from './support/image-world.ts';
import { openStorage } from './support/store-signatures.ts';
import {
  digestsOf,
  judge,
  listReleaseTags,
  platformsOf,
  readBundles,
  readManifest,
  type WrittenManifest,
} from './support/stored-image.ts';

const two = 'linux/amd64,linux/arm64';
const version = '1.2.0';
const tagger = { jobId: 'promote-docker-image', permissions: { packages: 'write' } } as const;
const signer = {
  jobId: 'build-docker-image',
  permissions: { packages: 'write', 'id-token': 'write' },
} as const;
const builder = { jobId: 'build-platform-images', permissions: { packages: 'write' } } as const;

const promote = (of: ImageWorld, digest: string, image = imageName): Promise<Run> =>
  of.run({ inputs: { mode: 'promote', version, digests: digest, image }, identity: tagger });

/** An image of single platforms as one job each builds it, joined by another. */
async function buildApart(of: ImageWorld, image: string, provenance: string): Promise<Run> {
  const staged = await Promise.all(
    two.split(',').map((platforms) =>
      succeed(of, {
        inputs: { mode: 'stage', sign: 'false', version, platforms, image, provenance },
        identity: builder,
      }),
    ),
  );
  const name = image.replace('ghcr.io/', '');
  for (const { outputs } of staged) {
    expect(outputs['bundles']).toBeUndefined();
    expect(await readBundles(of, outputs['digest'] ?? '', name)).toEqual([]);
  }
  // In the order of the machines, not of the platforms.
  const digests = staged.map(({ outputs }) => outputs['digest']).reverse();
  return succeed(of, {
    inputs: { mode: 'merge', version, image, digests: digests.join('\n') },
    identity: signer,
  });
}

/** What a reader sees of an index. */
const contentOf = ({ mediaType, annotations, manifests }: WrittenManifest) => ({
  mediaType,
  annotations,
  manifests: manifests?.map(({ digest, platform, annotations: own }) => ({ digest, platform, own })),
});

describe.concurrent('staged image', () => {
  it('an image is signed without a tag and then tagged by a job that can only tag', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const staged = await succeed(of, {
      inputs: { mode: 'stage', version, platforms: two },
      identity: signer,
    });
    const digest = staged.outputs['digest'] ?? '';
    expect(listReleaseTags(of)).toEqual({});
    expect([staged.outputs['tags'], staged.outputs['references']]).toEqual([
      undefined,
      `${imageName}@${digest}`,
    ]);
    const before = of.world.journal.entries.length;
    const promoted = await promote(of, digest);
    expect(errorOf(promoted), promoted.output).toBe('');
    const tags = ['1.2.0', '1.2', '1', 'latest'];
    expect(of.writes(before)).toEqual(tags.map((tag) => `PUT /v2/octo/demo/manifests/${tag}`));
    const hosts = of.world.journal.entries.slice(before).map(({ host }) => host);
    expect([...new Set(hosts)].sort()).toEqual(['ghcr.io', 'pkg-containers.githubusercontent.com']);
    expect(listReleaseTags(of)).toEqual(Object.fromEntries(tags.map((tag) => [tag, digest])));
    expect(promoted.outputs).toMatchObject({
      digest,
      platforms: staged.outputs['platforms'],
      tags: tags.map((tag) => `${imageName}:${tag}`).join('\n'),
    });
    expect(promoted.summary.match(/\| by an earlier job \|/g)).toHaveLength(3);
    // And again: everything is as it should be.
    const after = of.world.journal.entries.length;
    expect((await promote(of, digest)).outputs).toEqual(promoted.outputs);
    expect(of.writes(after)).toEqual([]);
  });

  it('an image merged from two machines equals one built for both platforms together', async ({
    onTestFinished,
  }) => {
    const provenance = 'mode=max';
    const of = await openImageWorld({ onTestFinished });
    const [together, apart] = await Promise.all([
      succeed(of, { inputs: { mode: 'stage', version, platforms: two, provenance }, identity: signer }),
      buildApart(of, `${imageName}/apart`, provenance),
    ]);
    const name = `${imagePackage}/apart`;
    const joined = apart.outputs['digest'] ?? '';
    const whole = together.outputs['digest'] ?? '';
    expect(contentOf(readManifest(of, joined, name))).toEqual(contentOf(readManifest(of, whole)));
    expect(platformsOf(apart.outputs)).toEqual(platformsOf(together.outputs));
    const digests = digestsOf(of, joined, name);
    // The index, two platforms, and what BuildKit attests of each.
    expect(digests).toHaveLength(5);
    for (const digest of digests) {
      const judged = await judge(of, digest, { name });
      expect([judged.cosign3, judged.cosign2], digest).toEqual([undefined, undefined]);
      const types = async (from: string, at: string) =>
        (await readBundles(of, at, from)).map(({ statement }) => statement.predicateType).sort();
      expect(await types(name, digest)).toEqual(
        await types(imagePackage, digest === joined ? whole : digest),
      );
    }
    const promoted = await promote(of, joined, `${imageName}/apart`);
    expect(errorOf(promoted), promoted.output).toBe('');
    expect(listReleaseTags(of, name)).toMatchObject({ latest: joined, [version]: joined });
  });

  it('a merge of duplicate, missing or too few platforms is rejected before any write', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const stage = (labels: string) =>
      succeed(of, { inputs: { mode: 'stage', sign: 'false', labels }, identity: builder });
    const [first, second] = await Promise.all([stage('a=1'), stage('a=2')]);
    const before = of.world.journal.entries.length;
    const merge = (...digests: readonly (string | undefined)[]) =>
      of.run({ inputs: { mode: 'merge', version, digests: digests.join('\n') }, identity: signer });
    const absent = `sha256:${'0'.repeat(64)}`;
    const [double, missing, incomplete] = await Promise.all([
      merge(first?.outputs['digest'], second?.outputs['digest']),
      merge(first?.outputs['digest'], absent),
      of.run({
        inputs: { mode: 'merge', version, platforms: two, digests: first?.outputs['digest'] ?? '' },
        identity: signer,
      }),
    ]);
    expect(errorOf(double)).toMatch(/^E_DOCKER_MERGE .*are both for linux\/amd64/);
    expect(errorOf(incomplete)).toMatch(/^E_DOCKER_MERGE .* is for linux\/amd64\. Missing: linux\/arm64/);
    expect(errorOf(missing)).toContain(`E_OCI_NOT_FOUND ${imageName} has no image ${absent}.`);
    expect(of.writes(before)).toEqual([]);
  });
});

/** An index whose one platform lost everything that was attached to it. */
async function stripChild(of: ImageWorld, image: string): Promise<{ root: string; child: string }> {
  const name = image.replace('ghcr.io/', '');
  const staged = await succeed(of, {
    inputs: { mode: 'stage', version, platforms: two, image },
    identity: signer,
  });
  const child = platformsOf(staged.outputs)[1]?.digest ?? '';
  const { tags = {} } = of.registry.listPackages().find((each) => each.name === name) ?? {};
  for (const tag of [child.replace(':', '-'), `${child.replace(':', '-')}.sig`])
    of.registry.deleteVersion(name, tags[tag] ?? '');
  return { root: staged.outputs['digest'] ?? '', child };
}

describe.concurrent('promotion', () => {
  it('an image that is missing, unsigned, foreign or partially signed is rejected', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const other = {
      repository: 'Octo/other',
      workflowRef: 'Octo/other/.github/workflows/release.yml@refs/heads/main',
    };
    const absent = `sha256:${'0'.repeat(64)}`;
    const [unsigned, foreign, partly] = await Promise.all([
      succeed(of, { inputs: { mode: 'stage', version, sign: 'false' }, identity: builder }),
      succeed(of, {
        inputs: { mode: 'stage', version, image: `${imageName}/foreign` },
        identity: { ...signer, ...other, jobWorkflowRef: other.workflowRef },
      }),
      stripChild(of, `${imageName}/partly`),
    ]);
    of.registry.setActionsAccess(`${imagePackage}/foreign`, 'Octo/demo', 'write');
    const before = of.world.journal.entries.length;
    const digest = unsigned.outputs['digest'] ?? '';
    const runs = await Promise.all([
      promote(of, absent),
      promote(of, digest),
      promote(of, foreign.outputs['digest'] ?? '', `${imageName}/foreign`),
      promote(of, partly.root, `${imageName}/partly`),
    ]);
    const by =
      'has no signature by Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0 at commit 9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567 for';
    const [noImage, noSignature, notOurs, inPart] = runs.map(errorOf);
    expect(noImage).toContain(`E_OCI_NOT_FOUND ${imageName} has no image ${absent}.`);
    expect(noSignature).toContain(
      `E_DOCKER_NOT_VERIFIED ${imageName} ${by} ${digest} (it has no signature).`,
    );
    expect(notOurs).toMatch(
      /^E_DOCKER_NOT_VERIFIED .*its repository is https:\/\/github\.com\/Octo\/other instead of https:\/\/github\.com\/Octo\/demo/,
    );
    expect(inPart).toContain(
      `E_DOCKER_NOT_VERIFIED ${imageName}/partly ${by} ${partly.child} (it has no signature).`,
    );
    expect(runs.map(({ outputs }) => outputs['tags'])).toEqual(runs.map(() => undefined));
    expect(of.writes(before)).toEqual([]);
    // The one way to tag what nobody signed is to say so.
    await succeed(of, {
      inputs: { mode: 'promote', version, digests: digest, sign: 'false' },
      identity: tagger,
    });
    expect(listReleaseTags(of)).toMatchObject({ [version]: digest });
  });

  it('a signature of a different image is rejected and an unreadable attachment is ignored', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const storage = openStorage(of);
    const signed = await storage.pushImage('signed');
    const unsigned = await storage.pushImage('unsigned');
    const bundle = await storage.signer().signStatement(imageStatement(signed.digest));
    await storage.sign(signed, storage.signer());
    const [signature] = await readSignatures(storage.repository, signed.digest);
    const attach = (subject: Descriptor, content: object): Promise<unknown> =>
      attachBundles(storage.repository, subject, [
        { bytes: Buffer.from(JSON.stringify(content)), predicateType: imageSignatureType, created: '' },
      ]);
    await attach(unsigned, bundle);
    await attach(signed, { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' });
    if (signature !== undefined) await appendSignature(storage.repository, unsigned.digest, signature);
    const replayed = await promote(of, unsigned.digest);
    expect(errorOf(replayed)).toMatch(
      /its statement describes a different image.*it describes a different image/,
    );
    expect(listReleaseTags(of)).toEqual({});
    const promoted = await promote(of, signed.digest);
    expect(errorOf(promoted), promoted.output).toBe('');
  });

  it('a version tag is never moved to a different image', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const names = ['two', 'stale', 'three'].map((name) => `${imagePackage}/${name}`);
    const [two = '', stale = '', three = ''] = names;
    const build = (name: string, inputs: Readonly<Record<string, string>>, sha: string): Promise<Run> =>
      succeed(of, {
        inputs: { image: `ghcr.io/${name}`, sign: 'false', ...inputs },
        identity: { sha, ref: 'refs/heads/main' },
      });
    const tag = (name: string, digest: string, release: string): Promise<Run> =>
      of.run({
        inputs: {
          mode: 'promote',
          sign: 'false',
          image: `ghcr.io/${name}`,
          version: release,
          digests: digest,
        },
        identity: tagger,
      });
    const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
    await Promise.all([
      build(two, { version: '1.0' }, first),
      build(stale, { version: '1.2.0' }, first),
      build(three, { version: '1.0' }, first),
    ]);
    const others = await Promise.all(names.map((name) => build(name, { mode: 'stage' }, second)));
    const [ofTwo = '', ofStale = '', ofThree = ''] = others.map(({ outputs }) => outputs['digest'] ?? '');
    of.world.gateway.faults.add({
      on: { host: 'ghcr.io', path: /\/stale\/tags\/list/ },
      effect: { kind: 'status', status: 200, body: '{"tags":[]}' },
    });
    const before = names.map((name) => listReleaseTags(of, name));
    const start = of.world.journal.entries.length;
    const refused = await Promise.all([tag(two, ofTwo, '1.0'), tag(stale, ofStale, '1.2.0')]);
    for (const [index, run] of refused.entries())
      expect(errorOf(run)).toContain(
        `E_DOCKER_TAG_TAKEN ghcr.io/${names[index]}:${index === 0 ? '1.0' : '1.2.0'} already points to ${before[index]?.['latest']}`,
      );
    expect(of.writes(start)).toEqual([]);
    // A series moves on to its next version.
    expect(errorOf(await tag(three, ofThree, '1.0.1'))).toBe('');
    expect(listReleaseTags(of, three)).toMatchObject({ '1.0': ofThree, '1': ofThree, latest: ofThree });
  });
});
