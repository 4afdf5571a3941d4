import { digestBytes } from '@slipway/oci/digest';
import { putManifest } from '@slipway/oci/manifests';
import { mediaTypes } from '@slipway/oci/media-types';
import { imageProvenanceStatement } from '@slipway/sigstore/image-statement';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  type ImageWorld,
  imageName,
  imagePackage,
  openImageWorld,
  type Run,
  type RunOptions,
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

async function succeed(of: ImageWorld, options: RunOptions): Promise<Run> {
  const run = await of.run(options);
  expect(errorOf(run), run.output).toBe('');
  return run;
}

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

describe('an image that another workflow attested', () => {
  it('has signatures of ours that both versions of cosign verify, and keeps what was there', async () => {
    const of = await openImageWorld();
    const staged = await succeed(of, { inputs: { mode: 'stage', sign: 'false', version } });
    const digest = staged.outputs['digest'] ?? '';
    await attachForeign(of, digest);
    expect((await judge(of, digest)).cosign3).toContain('attest.yml');
    // The older format alone would be hidden from version 3 by what is attached: found out, and nothing is tagged.
    const hidden = await of.run({ inputs: { version, 'signature-formats': 'legacy' } });
    expect(errorOf(hidden)).toMatch(
      new RegExp(
        `^E_DOCKER_NOT_VERIFIED .*${digest}: cosign 3: .*it is by https://github\\.com/${foreignWorkflow} instead of ${releaseIdentity}`,
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

describe('formats', () => {
  it('are those that were asked for, and the commands are for the versions that read them', async () => {
    const of = await openImageWorld();
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
    expect(second.output).toMatch(/^::notice::.*cannot be made with version 2 of the log/m);
    expect(await of.sigstore.tileEntryCount()).toBe(2);
    expect([bundle, legacy, second].map(({ summary }) => /cosign \d( and \d)?:/.exec(summary)?.[0])).toEqual([
      'cosign 3:',
      'cosign 2 and 3:',
      'cosign 3:',
    ]);
  });
});

describe('images of any shape', () => {
  it('are signed whole, each manifest once: indexes in indexes, the same child twice, lists of Docker', async () => {
    const of = await openImageWorld();
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

  it('of one platform are one manifest, or with what BuildKit attests an index', async () => {
    const of = await openImageWorld();
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

  it('may say anything in any script, and every size is that of bytes', async () => {
    const of = await openImageWorld();
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

describe('an ID token', () => {
  it('is asked for again when the image is built: it lives for minutes', async () => {
    const of = await openImageWorld();
    await succeed(of, { inputs: { mode: 'stage', version } });
    const { entries } = of.world.journal;
    const asked = entries.flatMap(({ host }, index) => (host.startsWith('run-actions-') ? [index] : []));
    const pushed = entries.findIndex(({ method, path }) => method === 'PUT' && path.includes('/manifests/'));
    const certified = entries.findIndex(({ path }) => path.endsWith('/signingCert'));
    expect(asked).toHaveLength(2);
    expect(asked[0]).toBeLessThan(pushed);
    expect(asked[1]).toBeGreaterThan(pushed);
    expect(asked[1]).toBeLessThan(certified);
  });
});
