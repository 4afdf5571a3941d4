import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type CosignJudgement, judgeAsCosign } from '@slipway/sigstore/verification/verify-image';
import { type ImageWorld, imagePackage } from './image-world.ts';

/** A descriptor as it is written. */
export interface WrittenDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, string>>;
}

/** A manifest or an index as it is written. */
export interface WrittenManifest {
  readonly schemaVersion: number;
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly config?: WrittenDescriptor;
  readonly layers?: readonly WrittenDescriptor[];
  readonly manifests?: readonly WrittenDescriptor[];
  readonly subject?: WrittenDescriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A bundle as the registry has it, read without the code under test. */
export interface AttachedBundle {
  readonly manifest: WrittenManifest;
  readonly manifestDigest: string;
  readonly bytes: Buffer;
  readonly bundle: SigstoreBundle;
  readonly statement: {
    readonly subject: readonly { readonly digest: { readonly sha256: string } }[];
    readonly predicateType: string;
    readonly predicate: Readonly<Record<string, unknown>>;
  };
}

export interface SigstoreBundle {
  readonly mediaType: string;
  readonly verificationMaterial: {
    readonly certificate: { readonly rawBytes: string };
    readonly tlogEntries: readonly Readonly<Record<string, unknown>>[];
  };
  readonly dsseEnvelope: {
    readonly payload: string;
    readonly payloadType: string;
    readonly signatures: readonly { readonly sig: string }[];
  };
}

/** A manifest by tag or digest. @throws Error when there is none */
export function readManifest(
  { registry }: ImageWorld,
  reference: string,
  name = imagePackage,
): WrittenManifest {
  const stored = registry.readManifest(name, reference);
  if (stored === undefined) throw new Error(`${name} has no ${reference}`);
  return JSON.parse(Buffer.from(stored.bytes).toString('utf8')) as WrittenManifest;
}

/** A blob of JSON. */
export async function readJson(of: ImageWorld, digest: string, name = imagePackage): Promise<unknown> {
  return JSON.parse(String(await readBytes(of, digest, name))) as unknown;
}

export async function readBytes(
  { registry }: ImageWorld,
  digest: string,
  name = imagePackage,
): Promise<Buffer> {
  const bytes = await registry.readBlob(name, digest);
  if (bytes === undefined) throw new Error(`${name} has no blob ${digest}`);
  return Buffer.from(bytes);
}

/** What the index under the fallback tag lists; with the referrers API, every manifest with that subject. */
function listAttached(of: ImageWorld, digest: string, name = imagePackage): readonly string[] {
  if (of.registry.readManifest(name, digest.replace(':', '-')) !== undefined)
    return (readManifest(of, digest.replace(':', '-'), name).manifests ?? []).map((each) => each.digest);
  return listManifests(of, name).filter((each) => readManifest(of, each, name).subject?.digest === digest);
}

/** Digests of every manifest of the package. */
export function listManifests({ registry }: ImageWorld, name = imagePackage): readonly string[] {
  return registry.listPackages().find((each) => each.name === name)?.manifests ?? [];
}

/** Tags for people, with what they point to: those that hold signatures are left out. */
export function listReleaseTags({ registry }: ImageWorld, name = imagePackage): Record<string, string> {
  const tags = registry.listPackages().find((each) => each.name === name)?.tags ?? {};
  return Object.fromEntries(Object.entries(tags).filter(([tag]) => !tag.startsWith('sha256-')));
}

/** Every bundle that is attached to a manifest. */
export async function readBundles(
  of: ImageWorld,
  digest: string,
  name = imagePackage,
): Promise<readonly AttachedBundle[]> {
  const bundles: AttachedBundle[] = [];
  for (const manifestDigest of listAttached(of, digest, name)) {
    const manifest = readManifest(of, manifestDigest, name);
    const bytes = await readBytes(of, manifest.layers?.[0]?.digest ?? '', name);
    const bundle = JSON.parse(bytes.toString('utf8')) as SigstoreBundle;
    const payload = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8');
    const statement = JSON.parse(payload) as AttachedBundle['statement'];
    bundles.push({ manifest, manifestDigest, bytes, bundle, statement });
  }
  return bundles;
}

/** The layers under the tag `sha256-<hex>.sig` with their blobs; none without the tag. */
export async function readLegacy(
  of: ImageWorld,
  digest: string,
  name = imagePackage,
): Promise<readonly { payload: Buffer; annotations: Readonly<Record<string, string>> }[]> {
  const tag = `${digest.replace(':', '-')}.sig`;
  if (of.registry.readManifest(name, tag) === undefined) return [];
  const { layers = [] } = readManifest(of, tag, name);
  return Promise.all(
    layers.map(async ({ digest: blob, annotations = {} }) => ({
      payload: await readBytes(of, blob, name),
      annotations,
    })),
  );
}

/** Who signs in the world unless a test says otherwise. */
export const releaseIdentity = 'https://github.com/Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
export const issuer = 'https://token.actions.githubusercontent.com';

/** What cosign of both versions makes of what is stored. */
export async function judge(
  of: ImageWorld,
  digest: string,
  { name = imagePackage, identity = releaseIdentity } = {},
): Promise<CosignJudgement> {
  const bundles = await readBundles(of, digest, name);
  const legacy = await readLegacy(of, digest, name);
  const trustedRoot = TrustedRoot.fromJSON(await of.sigstore.trustedRoot());
  return judgeAsCosign({ bundles, legacy }, { digest, identity, issuer, trustedRoot, trust: 'public-good' });
}

/** The images of single platforms in the output of a run. */
export function platformsOf(outputs: Readonly<Record<string, string>>) {
  return JSON.parse(outputs['platforms'] ?? '[]') as {
    readonly platform: string;
    readonly digest: string;
    readonly size: number;
  }[];
}

/** Every manifest of the image of a run: the root, then what it lists. */
export function digestsOf(of: ImageWorld, root: string, name = imagePackage): readonly string[] {
  const children = readManifest(of, root, name).manifests ?? [];
  return [...new Set([root, ...children.flatMap(({ digest }) => digestsOf(of, digest, name))])];
}

/** What the registry has of an image: its tags, and how often each manifest is signed in which form. */
export async function describeImage(of: ImageWorld, name = imagePackage) {
  const tags = listReleaseTags(of, name);
  const signatures: Readonly<Record<string, unknown>>[] = [];
  for (const digest of digestsOf(of, tags['1.2.0'] ?? '', name)) {
    const types = (await readBundles(of, digest, name)).map(({ statement }) => statement.predicateType);
    const { cosign3, cosign2 } = await judge(of, digest, { name });
    signatures.push({
      digest,
      bundles: types.sort(),
      legacy: (await readLegacy(of, digest, name)).length,
      cosign3,
      cosign2,
    });
  }
  return { tags, signatures };
}
