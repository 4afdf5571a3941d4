import { dataResidency, enterpriseServer } from '@slipway/emulated-github/other-server';
import { ghcrHost } from '@slipway/emulated-registry/registry';
import type { Service } from '@slipway/gateway/service';
import { describe, expect, it } from 'vitest';
import { demoPackage, errorOf, openPackagesWorld, type PackagesWorld } from './support/packages-world.ts';

const hostsOf = ({ world }: PackagesWorld): string[] => [
  ...new Set(world.journal.entries.map(({ host }) => host)),
];

describe.each([
  ['a GitHub Enterprise Server', enterpriseServer('ghes.example.com')],
  ['a subdomain of ghe.com', dataResidency('acme')],
])('publishing from %s', (_what, { serverUrl, apiUrl, registryHost }) => {
  const variables = { GITHUB_SERVER_URL: serverUrl, GITHUB_API_URL: apiUrl };

  it('a package is published to the registry of its own server by default', async () => {
    const of = await openPackagesWorld([], registryHost);
    const run = await of.run({ variables });
    expect(errorOf(run), run.output).toBe('');
    expect(
      hostsOf(of).filter((host) => host === ghcrHost || !host.endsWith(new URL(serverUrl).host)),
    ).toEqual(
      // Where this registry keeps its blobs, at signed addresses without a token.
      hostsOf(of).filter((host) => host === 'pkg-containers.githubusercontent.com'),
    );
    expect(of.registry.listPackages().map(({ name }) => name)).toEqual([demoPackage]);
    expect(run.outputs['package-url']).toBe(`${serverUrl}/Octo/demo/pkgs/container/demo%2Fpypi%2Fdemo`);
    expect(run.outputs['install-command']).toContain(`oras pull ${registryHost}/${demoPackage}:1.2.0`);
  });

  it('a job token for ghcr.io is rejected before any request', async () => {
    const of = await openPackagesWorld();
    const run = await of.run({ variables, inputs: { registry: ghcrHost } });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^E_GITHUB_FOREIGN_HOST /);
    expect(errorOf(run)).toContain('was not sent to ghcr.io');
    expect(run.output).toContain(`Leave "registry" empty to use ${registryHost}`);
    expect(of.world.journal.entries).toEqual([]);
  });

  it('a token for a different registry is accepted and sent only there', async () => {
    const shown: (string | undefined)[] = [];
    const api: Service = {
      name: 'api',
      hosts: [new URL(apiUrl).hostname],
      async handle({ headers }) {
        shown.push(headers['authorization']);
        return { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' };
      },
    };
    const of = await openPackagesWorld([api]);
    const token = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['write:packages'] });
    const run = await of.run({
      variables: { ...variables, SOURCE_DATE_EPOCH: '' },
      inputs: { registry: ghcrHost, token },
    });
    expect(errorOf(run), run.output).toBe('');
    // The time of the commit was asked for, without the secret of the registry.
    expect(shown).toEqual([undefined]);
  });
});

describe('publishing from github.com', () => {
  it('a job token for a foreign registry is rejected before any request', async () => {
    const of = await openPackagesWorld([], 'registry.example.com');
    const run = await of.run({ inputs: { registry: 'registry.example.com' } });
    expect(errorOf(run)).toMatch(/^E_GITHUB_FOREIGN_HOST /);
    expect(of.world.journal.entries).toEqual([]);
  });
});
