import { attachBundles } from '@slipway/oci/attachments/bundles';
import { fallbackTag } from '@slipway/oci/attachments/fallback-index';
import { appendSignature, readSignatures } from '@slipway/oci/attachments/signature-tag';
import type { Descriptor } from '@slipway/oci/descriptor';
import { githubInstance } from '@slipway/sigstore/instance';
import { imageSignatureType, imageStatement } from '@slipway/sigstore/statements/image-statement';
import { type ImageWorld, openImageWorld, type RunOptions } from './image-world.ts';
import { openStorage, type Storage } from './store-signatures.ts';

const version = '1.2.0';
const revision = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
const key = 'org.opencontainers.image';

/** Labels by which an image says that it is the release. */
export const labels = {
  [`${key}.version`]: version,
  [`${key}.revision`]: revision,
  [`${key}.source`]: 'https://github.com/Octo/demo',
};

/** Somebody who can push, and wants the signature of the release. */
export interface Plant {
  readonly what: string;
  place(storage: Storage, of: ImageWorld): Promise<Descriptor>;
}

/** The identity of a workflow of the repository at a ref. */
export const workflow = (file: string, ref: string): RunOptions['identity'] => {
  const workflowRef = `Octo/demo/.github/workflows/${file}@${ref}`;
  return { ref, workflowRef, jobWorkflowRef: workflowRef };
};

/** A planted image with a bundle and a signature in the older format by some job. */
function signedBy(what: string, job: RunOptions['identity'], types = ['bundle', 'legacy']): Plant {
  return {
    what,
    async place(storage) {
      const image = await storage.pushImage(what, labels);
      const signer = storage.signer(job);
      if (types.includes('bundle'))
        await storage.attach(
          image,
          await signer.signStatement(imageStatement(image.digest)),
          imageSignatureType,
        );
      if (types.includes('legacy')) await storage.sign(image, signer);
      return image;
    },
  };
}

/** Signatures of the release itself for another image, attached to a planted one. */
async function replay(storage: Storage, image: Descriptor): Promise<void> {
  const other = await storage.pushImage('signed by the release');
  const signer = storage.signer();
  const bundle = await signer.signStatement(imageStatement(other.digest));
  await storage.attach(image, bundle, imageSignatureType);
  await storage.sign(other, signer);
  const [signature] = await readSignatures(storage.repository, other.digest);
  if (signature === undefined) throw new Error('there is no signature to replay');
  await appendSignature(storage.repository, image.digest, signature);
}

const fork = {
  repository: 'Mallory/demo',
  ref: 'refs/tags/v1.2.0',
  workflowRef: 'Mallory/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
  jobWorkflowRef: 'Mallory/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
};
// A called workflow has the same name in every certificate, whoever calls it.
const shared = 'Octo/shared/.github/workflows/image.yml@refs/heads/main';

export const plants: readonly Plant[] = [
  {
    what: 'labels alone',
    place: (storage) => storage.pushImage('labels alone', labels),
  },
  {
    what: 'a short commit in its labels',
    place: (storage) => storage.pushImage('short', { ...labels, [`${key}.revision`]: revision.slice(0, 7) }),
  },
  {
    what: 'an index with annotations, and a child of its own',
    async place(storage) {
      const child = await storage.pushImage('child', labels);
      return storage.pushIndex([{ ...child, platform: { os: 'linux', architecture: 'amd64' } }]);
    },
  },
  signedBy('another workflow of the repository', workflow('nightly.yml', 'refs/tags/v1.2.0')),
  signedBy('the same workflow on a branch', workflow('release.yml', 'refs/heads/main')),
  signedBy('the same workflow at another tag', workflow('release.yml', 'refs/tags/v1.1.0')),
  signedBy('a branch with the name of the tag', workflow('release.yml', 'refs/heads/v1.2.0')),
  signedBy('the same workflow at another commit', { sha: 'b'.repeat(40) }),
  signedBy('the same workflow of a fork', fork),
  signedBy('a bundle of another workflow', workflow('nightly.yml', 'refs/tags/v1.2.0'), ['bundle']),
  signedBy('an older signature of another workflow', workflow('nightly.yml', 'refs/tags/v1.2.0'), ['legacy']),
  signedBy('a called workflow that another one calls', {
    ...workflow('nightly.yml', 'refs/tags/v1.2.0'),
    jobWorkflowRef: shared,
  }),
  {
    what: 'signatures of the release for another image',
    async place(storage) {
      const image = await storage.pushImage('replayed', labels);
      await replay(storage, image);
      return image;
    },
  },
  {
    what: 'the statement of the release that its SBOM belongs to the image',
    async place(storage) {
      const image = await storage.pushImage('sbom', labels);
      const statement = { ...imageStatement(image.digest), predicateType: 'https://spdx.dev/Document' };
      await storage.attach(image, await storage.signer().signStatement(statement), statement.predicateType);
      return image;
    },
  },
  {
    what: 'the identity of the release from another instance of Sigstore',
    async place(storage) {
      const image = await storage.pushImage('instance', labels);
      const bundle = await storage.signer({}, githubInstance).signStatement(imageStatement(image.digest));
      await storage.attach(image, bundle, imageSignatureType);
      return image;
    },
  },
  {
    what: 'the identity of the release from an instance that nobody trusts',
    async place(storage) {
      const elsewhere = await openImageWorld();
      const image = await storage.pushImage('untrusted', labels);
      const signer = openStorage(elsewhere).signer();
      await storage.attach(
        image,
        await signer.signStatement(imageStatement(image.digest)),
        imageSignatureType,
      );
      return image;
    },
  },
  {
    what: 'what nobody can read where signatures are looked for',
    async place(storage) {
      const image = await storage.pushImage('garbage', labels);
      await attachBundles(storage.repository, image, [
        { bytes: Buffer.from('{}'), predicateType: imageSignatureType, created: '' },
      ]);
      await storage.tag(image, `${fallbackTag(image.digest)}.sig`);
      return image;
    },
  },
  {
    what: 'no list under the tag of the list',
    async place(storage) {
      const image = await storage.pushImage('list', labels);
      await storage.tag(image, fallbackTag(image.digest));
      return image;
    },
  },
];
