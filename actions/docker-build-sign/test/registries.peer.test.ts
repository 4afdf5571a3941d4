import { describe, expect, it } from 'vitest';
import { findProgram, startDistribution, startGoRegistry } from '../../../packages/oci/test/programs.ts';
import { type Cosign, openCosign } from './support/cosign.ts';
import { errorOf, openImageWorld } from './support/image-world.ts';

const cosigns = [
  { name: 'cosign 3.1', variable: 'SLIPWAY_COSIGN' },
  { name: 'cosign 2.6', variable: 'SLIPWAY_COSIGN2' },
  { name: 'cosign 2.5', variable: 'SLIPWAY_COSIGN25' },
].flatMap(({ name, variable }) => {
  const program = process.env[variable];
  if (program === undefined)
    console.log(`not shown: images in real registries, by ${name} (${variable} is not set)`);
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

const who = [
  ...[
    '--certificate-identity',
    'https://github.com/Octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
  ],
  ...['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com'],
];

for (const { name, program, start } of registries) {
  if (program === undefined) console.log(`not shown: an image in ${name} (it is not installed)`);
  describe.skipIf(program === undefined)(`an image in a real registry (${name})`, () => {
    it('an image is published, found again by a second run and verified by every cosign version', async () => {
      const of = await openImageWorld();
      const image = `${await start(program ?? '')}/octo/demo`;
      const inputs = {
        image,
        platforms: 'linux/amd64,linux/arm64',
        version: '1.2.0',
        provenance: 'mode=max',
      };
      const run = await of.run({ inputs });
      expect(errorOf(run), run.output).toBe('');
      expect(run.outputs['tags']?.split('\n')).toEqual(
        ['1.2.0', '1.2', '1', 'latest'].map((tag) => `${image}:${tag}`),
      );
      const again = await of.run({ inputs });
      expect(errorOf(again), again.output).toBe('');
      expect(again.outputs['digest']).toBe(run.outputs['digest']);
      expect(again.output).toContain('Skipping the build');
      expect(again.output).toContain('Every manifest of the image is already signed.');
      const trustedRoot = await of.sigstore.trustedRoot();
      const programs: Cosign[] = cosigns.map((each) =>
        openCosign({ ...each, directory: of.directory, trustedRoot, environment: {} }),
      );
      const platforms = JSON.parse(run.outputs['platforms'] ?? '[]') as { readonly digest: string }[];
      const references = [`${image}:latest`, ...platforms.map(({ digest }) => `${image}@${digest}`)];
      for (const cosign of programs)
        for (const reference of references) {
          const { holds, said } = await cosign.verify(['verify', ...who, reference]);
          expect(holds, `${cosign.name}, ${reference}: ${said}`).toBe(true);
        }
    });
  });
}
