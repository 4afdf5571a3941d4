import type { Descriptor } from '@slipway/oci/descriptor';
import { digestBytes } from '@slipway/oci/digest';
import { getManifest } from '@slipway/oci/manifests';
import { imageSignatureType, imageStatement } from '@slipway/sigstore/statements/image-statement';
import { describe, expect, it } from 'vitest';
import { findProgram, startDistribution, startGoRegistry } from '../../../packages/oci/test/programs.ts';
import { connectTo } from '../../../packages/oci/test/world.ts';
import { type Cosign, openCosign } from './support/cosign.ts';
import { errorOf, openImageWorld, type Run } from './support/image-world.ts';
import { labels } from './support/plants.ts';
import { openStorage, type Storage } from './support/store-signatures.ts';

const cosigns = [
  { name: 'cosign 3.1', variable: 'SLIPWAY_COSIGN' },
  { name: 'cosign 2.6', variable: 'SLIPWAY_COSIGN2' },
  { name: 'cosign 2.5', variable: 'SLIPWAY_COSIGN25' },
].flatMap(({ name, variable }) => {
  const program = process.env[variable];
  if (program === undefined) console.log(`not shown: planted images, by ${name} (${variable} is not set)`);
  return program === undefined ? [] : [{ name, program }];
});

const registries = [
  {
    name: 'distribution 2.8',
    program: findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY'),
    start: startDistribution,
  },
  { name: 'distribution 3', program: process.env['SLIPWAY_DISTRIBUTION'], start: startDistribution },
  {
    name: 'go-containerregistry',
    program: findProgram('registry', 'SLIPWAY_REGISTRY'),
    start: startGoRegistry,
  },
] as const;

const version = '1.2.0';
const two = 'linux/amd64,linux/arm64';
const issuer = 'https://token.actions.githubusercontent.com';
const tagger = { permissions: { packages: 'write' } } as const;
const workflowAt = (file: string, ref: string): string => `Octo/demo/.github/workflows/${file}@${ref}`;
const release = workflowAt('release.yml', 'refs/tags/v1.2.0');

/** Who signed the image that somebody pushed under the tag of the version. */
const signers = [
  { what: 'nobody', by: undefined, isOurs: false },
  { what: 'another workflow', by: workflowAt('nightly.yml', 'refs/tags/v1.2.0'), isOurs: false },
  { what: 'this workflow on a branch', by: workflowAt('release.yml', 'refs/heads/main'), isOurs: false },
  { what: 'this workflow at another tag', by: workflowAt('release.yml', 'refs/tags/v1.1.0'), isOurs: false },
  { what: 'this workflow at this tag', by: release, isOurs: true },
] as const;

const who = (workflow: string): string[] => [
  ...['--certificate-identity', `https://github.com/${workflow}`],
  ...['--certificate-oidc-issuer', issuer],
];

async function sign(storage: Storage, image: Descriptor, workflowRef: string): Promise<void> {
  const ref = workflowRef.split('@')[1] ?? '';
  const signer = storage.signer({ ref, workflowRef, jobWorkflowRef: workflowRef });
  const bundle = await signer.signStatement(imageStatement(image.digest));
  await storage.attach(image, bundle, imageSignatureType);
  await storage.sign(image, signer);
}

for (const { name, program, start } of registries) {
  if (program === undefined) console.log(`not shown: a planted image in ${name} (it is not installed)`);
  describe.skipIf(program === undefined)(`a planted image in a real registry (${name})`, () => {
    it.each(signers)(
      'an image signed by $what is the release if and only if cosign verifies it',
      async ({ what, by, isOurs }) => {
        const of = await openImageWorld();
        const host = await start(program ?? '');
        const repository = connectTo(host).connect().repository('octo/demo');
        const image = `${host}/octo/demo`;
        const trustedRoot = await of.sigstore.trustedRoot();
        const programs: Cosign[] = cosigns.map((each) =>
          openCosign({ ...each, directory: of.directory, trustedRoot, environment: {} }),
        );
        const run = (inputs: Readonly<Record<string, string>>, identity = {}): Promise<Run> =>
          of.run({ inputs: { image, version, ...inputs }, identity });

        const staged: Run[] = [];
        for (const platforms of two.split(','))
          staged.push(await run({ mode: 'stage', sign: 'false', platforms }));
        const digests = staged.map(({ outputs }) => outputs['digest']).join('\n');
        const joined = (await run({ mode: 'merge', digests })).outputs['digest'] ?? '';
        const storage = openStorage(of, 'octo/demo', repository);
        const planted = await storage.pushImage(what, labels);
        await storage.tag(planted, version);
        if (by !== undefined) await sign(storage, planted, by);

        const reference = `${image}@${planted.digest}`;
        for (const cosign of programs) {
          const { holds, said } = await cosign.verify(['verify', ...who(release), reference]);
          expect(holds, `${cosign.name}: ${said}`).toBe(isOurs);
          if (by !== undefined) {
            const theirs = await cosign.verify(['verify', ...who(by), reference]);
            expect(theirs.holds, `${cosign.name}: ${theirs.said}`).toBe(true);
          }
        }

        const all = await run({});
        const stage = await run({ mode: 'stage' });
        const merge = await run({ mode: 'merge', digests });
        const promote = await run({ mode: 'promote', digests: joined }, tagger);
        const given = await run({ mode: 'promote', digests: planted.digest }, tagger);
        const taken = `E_DOCKER_TAG_TAKEN ${image}:${version} is ${planted.digest} already`;
        // What joins other digests, or is another digest, is refused whoever signed the image that is there.
        for (const each of [merge, promote]) expect(errorOf(each), each.output).toContain(taken);
        if (isOurs) {
          for (const each of [all, stage, given]) expect(errorOf(each), each.output).toBe('');
          expect([all, stage, given].map(({ outputs }) => outputs['digest'])).toEqual([
            planted.digest,
            planted.digest,
            planted.digest,
          ]);
        } else {
          for (const each of [all, stage]) expect(errorOf(each), each.output).toContain(taken);
          expect(errorOf(given)).toMatch(/^E_DOCKER_NOT_VERIFIED /);
          for (const tag of ['latest', '1', '1.2'])
            expect(await getManifest(repository, tag)).toBeUndefined();
          for (const cosign of programs)
            expect((await cosign.verify(['verify', ...who(release), reference])).holds).toBe(false);
        }
        const under = await getManifest(repository, version);
        expect(under === undefined ? '' : digestBytes(under.bytes)).toBe(planted.digest);
      },
    );
  });
}
