/**
 * Where the hard cases of signed images are shown; "here" is this folder, "peers" are programs and services as others made them.
 *
 *  1. a provenance by another workflow is there: below; every cosign in cosign.peer.test.ts
 *  2. five jobs attach at once: resilience.e2e.test.ts here; ten times over in referrers.test.ts and signature-tag.test.ts of oci
 *  3. tags that cannot be moved: released.e2e.test.ts here
 *  4. outages and lost answers of Fulcio and Rekor: resilience.e2e.test.ts here; budgets in packages/sigstore/test/signer.test.ts
 *  5. an ID token after a long build: publish-image.e2e.test.ts here; none: refusals.e2e.test.ts; one an attempt: signer.test.ts
 *  6. a certificate that ends while signing: packages/sigstore/test/signer.test.ts and instances.test.ts
 *  7. indexes in indexes, the same child twice, types of Docker, a single manifest, an index of one platform: below; joined
 *     images: promote.e2e.test.ts here and packages/oci/test/compose-index.test.ts
 *  8. a tag that moves in between: tags.e2e.test.ts here
 *  9. versions of every form, and backports: tags.e2e.test.ts and image-tags.test.ts here
 * 10. names with capitals, a port, a tag: refusals.e2e.test.ts here; short names and IPv6: packages/oci/test/reference.test.ts
 * 11. helpers of Docker's configuration: refusals.e2e.test.ts here; ways of signing in, redirects and tokens that end:
 *     packages/oci/test/sign-in.test.ts, credentials.test.ts and transfer.test.ts
 * 12. secrets of any characters: secrets.e2e.test.ts here; with BuildKit and its provenance: build-image.peer.test.ts
 * 13. both versions of the log, none for a private repository: below; printed commands by every cosign: instances.peer.test.ts
 * 14. a run that ends half way, and one after a release: interruption.e2e.test.ts and released.e2e.test.ts here
 * 15. any script, and documents of materials: below; platforms, layers and bytes of manifests: packages/oci/test/image-tree.test.ts
 *     and manifests.test.ts; clocks: packages/sigstore/test/signer.test.ts and instances.test.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestBytes } from '@slipway/oci/digest';
import { putManifest } from '@slipway/oci/manifests';
import { mediaTypes } from '@slipway/oci/media-types';
import { imageProvenanceStatement } from '@slipway/sigstore/statements/image-statement';
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
  readLegacy,
  readManifest,
  releaseIdentity,
} from './support/stored-image.ts';

const version = '1.2.0';
const foreignWorkflow = 'Octo/demo/.github/workflows/attest.yml@refs/tags/v1.2.0';
const foreign = { workflowRef: foreignWorkflow, jobWorkflowRef: foreignWorkflow };

/** Attaches what actions/attest-build-provenance would, by a workflow of its own. */
async function attachForeign(of: ImageWorld, digest: string): Promise<void> {
  const storage = openStorage(of);
  const { mediaType = '', bytes = new Uint8Array() } = of.registry.readManifest(imagePackage, digest) ?? {};
  const statement = imageProvenanceStatement(
    { name: imageName, digest },
    {
      repository: 'Octo/demo',
      repository_id: '1',
      repository_owner_id: '2',
      ref: 'refs/tags/v1.2.0',
      sha: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
      event_name: 'push',
      workflow_ref: foreignWorkflow,
      job_workflow_ref: foreignWorkflow,
      runner_environment: 'github-hosted',
      run_id: '1',
      run_attempt: '1',
    },
  );
  const bundle = await storage.signer(foreign).signStatement(statement);
  await storage.attach({ mediaType, digest, size: bytes.byteLength }, bundle, statement.predicateType);
}

describe.concurrent('image attested by another workflow', () => {
  it('both cosign versions verify our signatures and foreign attestations are kept', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const staged = await succeed(of, { inputs: { mode: 'stage', sign: 'false', version } });
    const digest = staged.outputs['digest'] ?? '';
    await attachForeign(of, digest);
    expect((await judge(of, digest)).cosign3).toContain('attest.yml');
    // The older format alone would be hidden from version 3 by what is attached: found out, and nothing is tagged.
    const hidden = await of.run({ inputs: { version, 'signature-formats': 'legacy' } });
    expect(errorOf(hidden)).toMatch(
      new RegExp(
        `^E_DOCKER_NOT_VERIFIED .*${digest}: cosign 3: .*its signer is https://github\\.com/${foreignWorkflow} instead of ${releaseIdentity}`,
      ),
    );
    expect(listReleaseTags(of)).toEqual({});
    expect(hidden.outputs['verify-commands']).toBeUndefined();
    const run = await succeed(of, { inputs: { version } });
    expect(run.outputs['digest']).toBe(digest);
    const { cosign3, cosign2 } = await judge(of, digest);
    expect([cosign3, cosign2]).toEqual([undefined, undefined]);
    const theirs = await judge(of, digest, { identity: `https://github.com/${foreignWorkflow}` });
    expect(theirs.bundles.filter((statement) => statement !== undefined)).toHaveLength(1);
    expect(await readBundles(of, digest)).toHaveLength(3);
    // Of the run that failed: it is not made a second time.
    expect(await readLegacy(of, digest)).toHaveLength(1);
    expect((run.outputs['bundles'] ?? '').split('\n')).toHaveLength(2);
  });
});

describe.concurrent('signature formats', () => {
  it('only the requested formats are written, with commands for the cosign versions that read them', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const make = (image: string, inputs: Readonly<Record<string, string>>): Promise<Run> =>
      succeed(of, { inputs: { mode: 'stage', version, image: `${imageName}/${image}`, ...inputs } });
    const [bundle, legacy, second] = await Promise.all([
      make('bundle', { 'signature-formats': 'bundle', provenance: 'false' }),
      make('legacy', { 'signature-formats': 'legacy' }),
      make('second', { 'rekor-version': '2' }),
    ]);
    const count = async ({ outputs }: Run, image: string) => {
      const [digest = '', name] = [outputs['digest'], `${imagePackage}/${image}`];
      const { cosign3, cosign2 } = await judge(of, digest, { name });
      const [bundles, signatures] = [await readBundles(of, digest, name), await readLegacy(of, digest, name)];
      return [bundles.length, signatures.length, cosign3, cosign2];
    };
    expect(await count(bundle, 'bundle')).toEqual([1, 0, undefined, 'no signatures found']);
    expect(await count(legacy, 'legacy')).toEqual([0, 1, undefined, undefined]);
    // Version 2 of the log promises nothing, which is what the older format is made of.
    expect(await count(second, 'second')).toEqual([2, 0, undefined, 'no signatures found']);
    expect(second.output).toMatch(
      /^::notice::The older signature format is not available with version 2 of the log/m,
    );
    const leftOut = [bundle, legacy, second].filter(({ output }) =>
      output.includes('Skipping the signed provenance'),
    );
    expect(leftOut).toEqual([legacy]);
    expect(await of.sigstore.tileEntryCount()).toBe(2);
    const headings = ({ summary }: Run) => [...summary.matchAll(/^cosign (.*):$/gm)].map(([, text]) => text);
    expect([bundle, legacy, second].map(headings)).toEqual([
      ['2.6.3 and later'],
      ['2 and 3'],
      ['3', '2.6.3 and later'],
    ]);
  });

  it('signatures of a private repository stay out of public logs and are sufficient for a promotion', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished, visibility: 'private' });
    const run = await succeed(of, { inputs: { mode: 'stage', version } });
    const digest = run.outputs['digest'] ?? '';
    expect(run.output).toMatch(
      /^::notice::The older signature format is not available without a public log/m,
    );
    expect(await readLegacy(of, digest)).toEqual([]);
    const bundles = await readBundles(of, digest);
    expect(bundles).toHaveLength(2);
    for (const { bundle } of bundles) {
      expect(bundle.verificationMaterial.tlogEntries ?? []).toEqual([]);
      expect(bundle.verificationMaterial).toMatchObject({
        timestampVerificationData: { rfc3161Timestamps: [{}] },
      });
    }
    const promote = { mode: 'promote', version, digests: digest };
    await succeed(of, { inputs: promote, identity: { permissions: { packages: 'write' } } });
    expect(listReleaseTags(of)).toMatchObject({ latest: digest });
    expect(of.world.journal.hosts().map(({ host }) => host)).toEqual([
      'fulcio.githubapp.com',
      'ghcr.io',
      'pkg-containers.githubusercontent.com',
      'run-actions-1-azure-eastus.actions.githubusercontent.com',
      'timestamp.githubapp.com',
    ]);
    expect([await of.sigstore.entryCount(), await of.sigstore.tileEntryCount()]).toEqual([0, 0]);
  });
});

describe.concurrent('image shapes', () => {
  it('each manifest of nested indexes, shared children and Docker lists is signed once', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const storage = openStorage(of);
    const child = await storage.pushImage('child');
    const platform = { os: 'linux', architecture: 'amd64' };
    const push = async (mediaType: string, manifests: readonly object[]) => {
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
      await putManifest(storage.repository, digestBytes(bytes), bytes, mediaType);
      return { mediaType, digest: digestBytes(bytes), size: bytes.byteLength };
    };
    const inner = await push(mediaTypes.ociIndex, [{ ...child, platform }]);
    const root = await push(mediaTypes.dockerIndex, [inner, { ...child, platform }, { ...child, platform }]);
    const run = await succeed(of, { inputs: { mode: 'merge', version, digests: root.digest } });
    expect(run.outputs['digest']).toBe(root.digest);
    expect(platformsOf(run.outputs)).toEqual([
      { platform: 'linux/amd64', digest: child.digest, size: child.size },
    ]);
    for (const { digest } of [root, inner, child]) {
      const { cosign3, cosign2 } = await judge(of, digest);
      expect([cosign3, cosign2]).toEqual([undefined, undefined]);
      expect(await readLegacy(of, digest)).toHaveLength(1);
    }
    expect(digestsOf(of, root.digest)).toHaveLength(3);
  });

  it('an image for one platform is a manifest, or an index if BuildKit attests it', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const [plain, attested] = await Promise.all([
      succeed(of, { inputs: { mode: 'stage', version } }),
      succeed(of, { inputs: { mode: 'stage', version, provenance: 'mode=max', image: `${imageName}/max` } }),
    ]);
    const [manifest = '', index = ''] = [plain.outputs['digest'], attested.outputs['digest']];
    expect(readManifest(of, manifest).mediaType).toBe(mediaTypes.ociManifest);
    expect(platformsOf(plain.outputs).map(({ digest }) => digest)).toEqual([manifest]);
    const name = `${imagePackage}/max`;
    const { mediaType, manifests = [] } = readManifest(of, index, name);
    expect(mediaType).toBe(mediaTypes.ociIndex);
    expect(manifests.map(({ platform }) => platform?.['architecture'])).toEqual(['amd64', 'unknown']);
    expect(platformsOf(attested.outputs).map(({ digest }) => digest)).toEqual([manifests[0]?.digest]);
    for (const digest of digestsOf(of, index, name))
      expect((await judge(of, digest, { name })).cosign3).toBeUndefined();
    // What BuildKit attests came from no source of ours.
    const types = (await readBundles(of, manifests[1]?.digest ?? '', name)).map(
      ({ statement }) => statement.predicateType,
    );
    expect(types).toEqual(['https://sigstore.dev/cosign/sign/v1']);
  });

  it('annotations in any script are kept and sizes are counted in bytes', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const [text, line] = ['Grüße aus 東京 🚀', 'a "quoted", line=2'];
    const annotations = `org.example.greeting=${text}\norg.example.quoted=${line}`;
    const inputs = { mode: 'stage', version, annotations, labels: `org.example.label=${text}` };
    const run = await succeed(of, { inputs: { ...inputs, platforms: 'linux/amd64,linux/arm64' } });
    const root = run.outputs['digest'] ?? '';
    for (const digest of digestsOf(of, root)) {
      const size = of.registry.readManifest(imagePackage, digest)?.bytes.byteLength;
      expect(readManifest(of, digest).annotations).toMatchObject({
        'org.example.greeting': text,
        'org.example.quoted': line,
      });
      for (const { manifest } of await readBundles(of, digest))
        expect(manifest.subject).toMatchObject({ digest, size });
      for (const entry of readManifest(of, digest.replace(':', '-')).manifests ?? [])
        expect(entry.size).toBe(of.registry.readManifest(imagePackage, entry.digest)?.bytes.byteLength);
    }
    for (const { digest, size } of platformsOf(run.outputs))
      expect(size).toBe(of.registry.readManifest(imagePackage, digest)?.bytes.byteLength);
  });
});

describe.concurrent('SBOM', () => {
  it.for([
    ['without', ''],
    ['with', '\uFEFF'],
  ])(
    'an SBOM %s a byte order mark is signed and attached to the whole image unchanged',
    async ([_what, mark], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      const document = { spdxVersion: 'SPDX-2.3', name: 'demo – größe', packages: [{ name: 'a' }] };
      writeFileSync(join(of.workspace, 'sbom.json'), `${mark}${JSON.stringify(document)}`);
      const inputs = { mode: 'stage', version, sbom: 'sbom.json', platforms: 'linux/amd64,linux/arm64' };
      const run = await succeed(of, { inputs });
      const [root = '', ...platforms] = digestsOf(of, run.outputs['digest'] ?? '');
      const find = async (digest: string) =>
        (await readBundles(of, digest)).filter(
          ({ statement }) => statement.predicateType === 'https://spdx.dev/Document',
        );
      const [attached, ...more] = await find(root);
      expect(attached?.statement).toMatchObject({
        subject: [{ name: imageName, digest: { sha256: root.replace('sha256:', '') } }],
        predicate: document,
      });
      expect(more).toEqual([]);
      for (const digest of platforms) expect(await find(digest)).toEqual([]);
      expect((await judge(of, root)).bundles.every((statement) => statement !== undefined)).toBe(true);
    },
  );

  it.for<[string, string | undefined, RegExp]>([
    ['missing', undefined, /^E_INPUT_INVALID .*is not a file/],
    ['not JSON', 'SPDXVersion: SPDX-2.3', /^E_INPUT_INVALID .*is not a JSON object/],
    ['a different kind of document', '{"name":"demo"}', /^E_SIGSTORE_SBOM .*neither SPDX/],
    [
      'larger than 16 MiB',
      `{"bomFormat":"CycloneDX","x":"${'x'.repeat(16 * 1024 * 1024)}"}`,
      /^E_INPUT_INVALID .*bytes/,
    ],
  ])('an SBOM that is %s fails before the build', async ([_what, content, error], { onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    if (content !== undefined) writeFileSync(join(of.workspace, 'sbom.json'), content);
    const run = await of.run({ inputs: { version, sbom: 'sbom.json' } });
    expect(errorOf(run)).toMatch(error);
    expect(of.world.journal.entries).toEqual([]);
  });
});
