import { pypiHost } from '@slipway/core/pypi-hosts';
import { dataResidency, enterpriseServer } from '@slipway/emulated-github/other-server';
import { describe, expect, it } from 'vitest';
import { openOtherIndex } from './support/other-index.ts';
import { countUploads, errorOf, openPublishWorld } from './support/publish-world.ts';

describe.each([
  ['a GitHub Enterprise Server', enterpriseServer('ghes.example.com')],
  ['a subdomain of ghe.com', dataResidency('acme')],
])('publishing from %s', (_what, { serverUrl, apiUrl, idTokenIssuer }) => {
  const variables = { GITHUB_SERVER_URL: serverUrl, GITHUB_API_URL: apiUrl };

  it.each(['', 'testpypi'])(
    'trusted publishing is rejected before any request or link (index "%s")',
    async (index) => {
      const of = await openPublishWorld({ idTokenIssuer });
      for (const inputs of [{ 'repository-url': index }, { 'repository-url': index, 'dry-run': 'true' }]) {
        const run = await of.run({ variables, inputs });
        expect(run.exitCode).toBe(1);
        expect(errorOf(run)).toMatch(/^E_PYPI_ISSUER /);
        expect(errorOf(run)).toContain(idTokenIssuer);
        expect(run.output).toContain('API token');
        expect(`${run.output}${run.summary}`).not.toMatch(/manage\/|provider=github|clock/);
      }
      expect(of.world.journal.entries).toEqual([]);
    },
  );

  it('an API token publishes without attestations and without an ID token', async () => {
    const of = await openPublishWorld({ idTokenIssuer });
    const run = await of.run({
      variables,
      inputs: { user: '__token__', password: of.pypi.addToken('alice') },
    });
    expect(errorOf(run), run.output).toBe('');
    expect(countUploads(of)).toBe(2);
    const asked = of.world.journal.entries.filter(({ host }) => /actions|fulcio|rekor|ghe/.test(host));
    expect(asked).toEqual([]);
  });

  it('a custom index is published to with a user and a password', async () => {
    const of = await openPublishWorld({ idTokenIssuer });
    const index = await openOtherIndex();
    const run = await of.run({
      variables,
      inputs: { 'repository-url': index.uploadUrl, user: 'a', password: 'b' },
    });
    expect(errorOf(run), run.output).toBe('');
    expect(index.files.size).toBe(2);
  });
});

describe('publishing from an enterprise with an issuer of its own on github.com', () => {
  it('a foreign issuer claim is rejected before any link or Sigstore request', async () => {
    const idTokenIssuer = 'https://token.actions.githubusercontent.com/acme';
    const of = await openPublishWorld({ idTokenIssuer });
    const run = await of.run();
    expect(errorOf(run)).toMatch(/^E_PYPI_ISSUER /);
    expect(errorOf(run)).toContain(idTokenIssuer);
    expect(`${run.output}${run.summary}`).not.toMatch(/manage\/|provider=github/);
    const posts = of.world.journal.entries.filter(({ method }) => method !== 'GET');
    expect(posts).toEqual([]);
    expect(
      of.world.journal.entries.filter(({ host }) => host === pypiHost).map(({ path }) => path),
    ).toContain('/_/oidc/audience');
  });
});
