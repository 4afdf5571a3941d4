import { TrustedRoot } from '@sigstore/protobuf-specs';
import { readStoredSignatures } from '@slipway/oci/attachments/stored-signatures';
import type { Descriptor } from '@slipway/oci/descriptor';
import {
  imageProvenanceStatement,
  imageSignatureType,
  imageStatement,
} from '@slipway/sigstore/statements/image-statement';
import type { ProvenanceClaims } from '@slipway/sigstore/statements/provenance';
import { judgeAsCosign } from '@slipway/sigstore/verification/verify-image';
import { describe, expect, it } from 'vitest';
import { openCosign } from './support/cosign.ts';
import { errorOf, type ImageWorld, imageName, imagePackage, openImageWorld } from './support/image-world.ts';
import { openStorage, type Storage } from './support/store-signatures.ts';

const programs = [
  { name: 'cosign 3.1', variable: 'SLIPWAY_COSIGN' },
  { name: 'cosign 2.6', variable: 'SLIPWAY_COSIGN2' },
  { name: 'cosign 2.5', variable: 'SLIPWAY_COSIGN25' },
].flatMap(({ name, variable }) => {
  const program = process.env[variable];
  if (program === undefined) console.log(`not shown: images verified by ${name} (${variable} is not set)`);
  return program === undefined ? [] : [{ name, program }];
});

const issuer = 'https://token.actions.githubusercontent.com';
const workflow = (file: string): string => `Octo/demo/.github/workflows/${file}@refs/tags/v1.2.0`;
const identity = `https://github.com/${workflow('release.yml')}`;
const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
const provenanceType = 'https://slsa.dev/provenance/v1';
const other = { workflowRef: workflow('attest.yml'), jobWorkflowRef: workflow('attest.yml') };

const claims: ProvenanceClaims = {
  repository: 'Octo/demo',
  repository_id: '1',
  repository_owner_id: '2',
  ref: 'refs/tags/v1.2.0',
  sha: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  event_name: 'push',
  workflow_ref: workflow('release.yml'),
  job_workflow_ref: workflow('release.yml'),
  runner_environment: 'github-hosted',
  run_id: '1',
  run_attempt: '1',
};

async function openPrograms(of: ImageWorld) {
  of.registry.setVisibility(imagePackage, 'public');
  const trustedRoot = await of.sigstore.trustedRoot();
  const open = (each: { name: string; program: string }) =>
    openCosign({ ...each, directory: of.directory, trustedRoot, environment: of.world.env });
  return programs.map(open);
}

/** What is stored on an image, and which versions verify it; those of bundles as `cosign verify` reads them by itself. */
interface Row {
  readonly name: string;
  store(storage: Storage, image: Descriptor): Promise<void>;
  readonly holds: Readonly<Record<string, boolean>>;
}

const attachSignature = async (
  storage: Storage,
  image: Descriptor,
  change: (bundle: Record<string, unknown>) => unknown = (bundle) => bundle,
): Promise<void> => {
  const bundle = await storage.signer().signStatement(imageStatement(image.digest));
  const changed = change(JSON.parse(JSON.stringify(bundle)) as Record<string, unknown>);
  await storage.attach(image, changed as object, imageSignatureType);
};
const attachProvenance = async (storage: Storage, image: Descriptor, job = {}): Promise<void> => {
  const statement = imageProvenanceStatement({ name: imageName, digest: image.digest }, claims);
  await storage.attach(image, await storage.signer(job).signStatement(statement), provenanceType);
};
const sign = (storage: Storage, image: Descriptor): Promise<void> => storage.sign(image, storage.signer());

const none = { 'cosign 3.1': false, 'cosign 2.6': false, 'cosign 2.5': false };
const all = { 'cosign 3.1': true, 'cosign 2.6': true, 'cosign 2.5': true };
const newOnly = { ...all, 'cosign 2.5': false };

const rows: readonly Row[] = [
  { name: 'a bundle alone', store: attachSignature, holds: newOnly },
  { name: 'the older format alone', store: sign, holds: all },
  {
    name: 'both formats',
    async store(storage, image) {
      await attachSignature(storage, image);
      await sign(storage, image);
    },
    holds: all,
  },
  {
    name: 'the older format, and a provenance by another workflow',
    async store(storage, image) {
      await sign(storage, image);
      await attachProvenance(storage, image, other);
    },
    holds: { 'cosign 3.1': false, 'cosign 2.6': false, 'cosign 2.5': true },
  },
  {
    name: 'both formats, and a provenance by another workflow',
    async store(storage, image) {
      await attachProvenance(storage, image, other);
      await attachSignature(storage, image);
      await sign(storage, image);
    },
    holds: all,
  },
  { name: 'a provenance alone', store: attachProvenance, holds: newOnly },
  {
    name: 'a bundle around a signature of bytes',
    async store(storage, image) {
      const bundle = await storage.signer().signBlob(Buffer.from('bytes'));
      await storage.attach(image, bundle, imageSignatureType);
    },
    holds: none,
  },
  {
    name: 'a bundle with a chain (version 0.2)',
    store: (storage, image) =>
      attachSignature(storage, image, (bundle) => {
        const { certificate, ...material } = bundle['verificationMaterial'] as Record<string, unknown>;
        return {
          ...bundle,
          mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
          verificationMaterial: { ...material, x509CertificateChain: { certificates: [certificate] } },
        };
      }),
    holds: none,
  },
  {
    // What @sigstore/sign asks a log of API v2 for; verifiers refuse the body of such an entry.
    name: 'an entry of type dsse 0.0.2',
    store: (storage, image) =>
      attachSignature(storage, image, (bundle) => {
        const material = bundle['verificationMaterial'] as { tlogEntries: Record<string, unknown>[] };
        const kind = { kind: 'dsse', version: '0.0.2' };
        const body = { apiVersion: kind.version, kind: kind.kind, spec: { dsseV002: {} } };
        const tlogEntries = material.tlogEntries.map((entry) => ({
          ...entry,
          kindVersion: kind,
          canonicalizedBody: Buffer.from(JSON.stringify(body)).toString('base64'),
        }));
        return { ...bundle, verificationMaterial: { ...material, tlogEntries } };
      }),
    holds: none,
  },
  { name: 'nothing', store: async () => undefined, holds: none },
];

describe.skipIf(programs.length === 0)('cosign', () => {
  for (const api of [false, true]) {
    it(`stored signatures are judged like cosign judges them ${api ? 'with the referrers API' : 'under the fallback tag'}`, async () => {
      const of = await openImageWorld();
      of.registry.behave({ referrersApi: api });
      const storage = openStorage(of);
      const trustedRoot = TrustedRoot.fromJSON(await of.sigstore.trustedRoot());
      const verdicts: unknown[] = [];
      const expected: unknown[] = [];
      for (const { name, store, holds } of rows) {
        const image = await storage.pushImage(name);
        await store(storage, image);
        const stored = await readStoredSignatures(storage.repository, image.digest);
        const policy = { digest: image.digest, identity, issuer, trustedRoot, trust: 'public-good' as const };
        const judged = judgeAsCosign(stored, policy);
        const ours = {
          'cosign 3.1': judged.cosign3 === undefined,
          'cosign 2.5': judged.cosign2 === undefined,
        };
        expected.push({
          name,
          ours: { 'cosign 3.1': holds['cosign 3.1'], 'cosign 2.5': holds['cosign 2.5'] },
        });
        verdicts.push({ name, ours });
        for (const cosign of await openPrograms(of)) {
          const { holds: verdict, said } = await cosign.verify([
            'verify',
            ...who,
            `${imageName}@${image.digest}`,
          ]);
          verdicts.push({
            name,
            cosign: cosign.name,
            verdict,
            ...(verdict === holds[cosign.name] ? {} : { said }),
          });
          expected.push({ name, cosign: cosign.name, verdict: holds[cosign.name] });
        }
      }
      expect(verdicts).toEqual(expected);
    });
  }

  it('cosign verifies the index, every signed platform and their provenance', async () => {
    const of = await openImageWorld();
    const run = await of.run({ inputs: { platforms: 'linux/amd64,linux/arm64', version: '1.2.0' } });
    expect(errorOf(run), run.output).toBe('');
    const platforms = JSON.parse(run.outputs['platforms'] ?? '[]') as { digest: string }[];
    const digests = [run.outputs['digest'] ?? '', ...platforms.map(({ digest }) => digest)];
    expect(digests).toHaveLength(3);
    for (const cosign of await openPrograms(of)) {
      for (const digest of digests) {
        const reference = `${imageName}@${digest}`;
        const { holds, said } = await cosign.verify(['verify', ...who, reference]);
        expect(holds, `${cosign.name}: ${said}`).toBe(true);
        const stranger = ['--certificate-identity', `${identity}x`, '--certificate-oidc-issuer', issuer];
        expect((await cosign.verify(['verify', ...stranger, reference])).holds).toBe(false);
        // Version 2.5 needs a trusted root of its own for bundles, which it reads for attestations only.
        if (cosign.name === 'cosign 2.5') continue;
        const attested = await cosign.verify([
          ...['verify-attestation', '--type', 'slsaprovenance1', '--new-bundle-format', ...who, reference],
        ]);
        expect(attested.holds, `${cosign.name}: ${attested.said}`).toBe(true);
      }
      // The command as it is printed; only the trust in this world is added.
      for (const line of (run.outputs['verify-commands'] ?? '').split('\n')) {
        const [program, ...args] = line.split(' ');
        expect(program).toBe('cosign');
        const { holds, said } = await cosign.verify(args);
        expect(holds, `${cosign.name}: ${said}`).toBe(true);
      }
    }
  });

  it('cosign finds no signature on a platform when only the index is signed', async () => {
    const of = await openImageWorld();
    const run = await of.run({
      inputs: { platforms: 'linux/amd64,linux/arm64', version: '1.2.0', sign: 'false', mode: 'stage' },
    });
    expect(errorOf(run), run.output).toBe('');
    const storage = openStorage(of);
    const stored = of.registry.readManifest(imagePackage, run.outputs['digest'] ?? '');
    const index = {
      mediaType: stored?.mediaType ?? '',
      digest: run.outputs['digest'] ?? '',
      size: stored?.bytes.byteLength ?? 0,
    };
    await attachSignature(storage, index);
    await sign(storage, index);
    const platforms = JSON.parse(run.outputs['platforms'] ?? '[]') as { digest: string }[];
    const child = platforms[0]?.digest ?? '';
    for (const cosign of await openPrograms(of)) {
      expect((await cosign.verify(['verify', ...who, `${imageName}@${index.digest}`])).holds).toBe(true);
      expect((await cosign.verify(['verify', ...who, `${imageName}@${child}`])).holds).toBe(false);
    }
  });
});
