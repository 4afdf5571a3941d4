import { dataResidency, enterpriseServer } from '@slipway/emulated-github/other-server';
import { describe, expect, it } from 'vitest';
import { errorOf, type ImageWorld, imagePackage, openImageWorld } from './support/image-world.ts';

const hostsOf = ({ world }: ImageWorld): string[] =>
  [...new Set(world.journal.entries.map(({ host }) => host))].sort();

describe.each([
  ['a GitHub Enterprise Server', enterpriseServer('ghes.example.com')],
  ['a subdomain of ghe.com', dataResidency('acme')],
])('an image on %s', (_what, { serverUrl, registryHost, idTokenIssuer }) => {
  const variables = { GITHUB_SERVER_URL: serverUrl };

  it('an image is pushed to the registry of its own server by default', async () => {
    const of = await openImageWorld({ registryHost });
    const run = await of.run({ variables, inputs: { sign: 'false' } });
    expect(errorOf(run), run.output).toBe('');
    expect(hostsOf(of).filter((host) => host !== 'pkg-containers.githubusercontent.com')).toEqual([
      registryHost,
    ]);
    expect(run.outputs['references']).toContain(`${registryHost}/${imagePackage}:1.2.0`);
  });

  it('an image is not pushed to ghcr.io with the token of a different server', async () => {
    const of = await openImageWorld();
    const run = await of.run({ variables, inputs: { sign: 'false', image: 'ghcr.io/octo/demo' } });
    expect(run.exitCode).toBe(1);
    expect(of.registry.listPackages()).toEqual([]);
    // Nobody signed in there: the registry saw an anonymous caller, if anybody.
    expect(of.writes().filter((write) => write.startsWith('PUT'))).toEqual([]);
  });

  it('an image on an unsupported issuer is rejected for signing before anything is built or sent', async () => {
    const of = await openImageWorld({ registryHost });
    const run = await of.run({ variables });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^E_SIGSTORE_ISSUER /);
    expect(errorOf(run)).toContain(idTokenIssuer);
    expect(run.output).toContain('Set "sign" to "false"');
    expect(of.world.journal.entries).toEqual([]);
  });
});

describe('image visibility', () => {
  it('visibility is what an anonymous reader observes', async () => {
    const of = await openImageWorld();
    const first = await of.run({ inputs: { sign: 'false' } });
    expect(errorOf(first), first.output).toBe('');
    expect(first.outputs['visibility']).toBe('private');
    of.registry.setVisibility(imagePackage, 'public');
    const second = await of.run({ inputs: { sign: 'false' } });
    expect(errorOf(second), second.output).toBe('');
    expect(second.outputs['visibility']).toBe('public');
  });
});
