import { pypiHost } from '@slipway/core/pypi-hosts';
import { expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { digestOf, errorOf, openPublishWorld } from './support/publish-world.ts';

const other = digestOf(Buffer.from('other bytes'));

it('published files that the index serves with different bytes are reported with both digests', async () => {
  const of = await openPublishWorld();
  const files = [wheel(), sdist()].map(({ name, bytes }) => ({
    filename: name,
    url: `https://${pypiHost}/files/${name}`,
    hashes: { sha256: name === wheel().name ? other : digestOf(bytes) },
    'core-metadata': false,
    provenance: null,
  }));
  of.world.gateway.faults.add({
    // The first page is the one that is looked at before anything is sent.
    on: { host: pypiHost, method: 'GET', path: /^\/simple\/demo\//, nth: 2, times: Number.POSITIVE_INFINITY },
    effect: {
      kind: 'status',
      status: 200,
      headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' },
      body: JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'demo', versions: ['1.2.0'], files }),
    },
  });
  const run = await of.run({ inputs: { attestations: 'false' } });
  expect(run.exitCode).toBe(1);
  expect(errorOf(run)).toContain('E_PYPI_FILE_DIFFERS');
  expect(errorOf(run)).toContain(other);
  expect(errorOf(run)).toContain(digestOf(wheel().bytes));
  // What is published stays published, and is said.
  expect(of.pypi.listFiles()).toHaveLength(2);
  expect(JSON.parse(run.outputs['published'] ?? '[]')).toEqual(
    [wheel().name, sdist().name].sort().map((name) => ({ name, state: 'uploaded' })),
  );
  expect((JSON.parse(run.outputs['publication'] ?? '{}') as { verified?: boolean }).verified).not.toBe(true);
});
