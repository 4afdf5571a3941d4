import type { Service } from '@slipway/gateway/service';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { type LegacyIndex, legacyPassword, startLegacyIndex } from './support/legacy-index.ts';
import { errorOf, openPackagesWorld, type PackagesWorld, type Run } from './support/packages-world.ts';

const names = [wheel().name, sdist().name];

function publish(of: PackagesWorld, index: LegacyIndex, inputs: Record<string, string> = {}): Promise<Run> {
  return of.run({
    inputs: {
      mode: 'index',
      'repository-url': index.uploadUrl,
      'index-url': index.indexUrl,
      user: 'publisher',
      password: legacyPassword,
      'wait-minutes': '1',
      ...inputs,
    },
  });
}

const statesOf = (run: Run): (string | undefined)[] =>
  (JSON.parse(run.outputs['files'] ?? '[]') as { state?: string }[]).map(({ state }) => state);

describe('publishing to a package index', () => {
  it('files are uploaded and verified, and the install command is printed for a public index', async () => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex();
    const run = await publish(of, index);
    expect(errorOf(run)).toBe('');
    expect([...index.files.keys()].sort()).toEqual([...names].sort());
    expect(index.files.get(wheel().name)).toEqual(wheel().bytes);
    expect(run.outputs['install-command']).toBe(
      `pip install --no-deps --index-url ${index.indexUrl} demo==1.2.0 && pip install demo==1.2.0`,
    );
    expect(of.writes()).toEqual([]);
    expect(run.output.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(legacyPassword);
  });

  it.each(['conflict', 'bad-request', 'forbidden', 'identical-ok', 'overwrites'] as const)(
    'an index that handles duplicates as "%s" receives no file twice and no overwrite',
    async (duplicates) => {
      const of = await openPackagesWorld();
      const index = await startLegacyIndex({ duplicates });
      expect(errorOf(await publish(of, index))).toBe('');
      const again = await publish(of, index);
      expect(errorOf(again)).toBe('');
      expect(statesOf(again)).toEqual(['present', 'present']);
      expect(index.received).toHaveLength(2);
      of.add(wheel({ module: '# other\n' }));
      const other = await publish(of, index);
      expect(errorOf(other)).toContain('E_PYPI_FILE_DIFFERS');
      expect(index.received).toHaveLength(2);
      expect(index.files.get(wheel().name)).toEqual(wheel().bytes);
    },
  );

  it.each(['none', 'md5', 'dash', 'base', 'json-both-keys'] as const)(
    'existing files are compared on an index with the digest style "%s"',
    async (digests) => {
      const of = await openPackagesWorld();
      const index = await startLegacyIndex({ digests });
      expect(errorOf(await publish(of, index))).toBe('');
      expect(statesOf(await publish(of, index))).toEqual(['present', 'present']);
      of.add(wheel({ module: '# other\n' }));
      expect(errorOf(await publish(of, index))).toContain('E_PYPI_FILE_DIFFERS');
    },
  );

  it('files on the fallback index of a reader are not treated as already published', async () => {
    const of = await openPackagesWorld();
    const elsewhere = await startLegacyIndex();
    for (const { name, bytes } of [wheel(), sdist()]) elsewhere.files.set(name, bytes);
    const index = await startLegacyIndex({ fallbackUrl: elsewhere.indexUrl });
    const run = await publish(of, index);
    expect(errorOf(run)).toBe('');
    expect(statesOf(run)).toEqual(['published', 'published']);
    expect([...index.files.keys()].sort()).toEqual([...names].sort());
  });

  it('a login page instead of the file list is rejected before any upload', async () => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex({ asksToLogIn: true });
    const run = await publish(of, index);
    expect(errorOf(run)).toContain('E_PYPI_INDEX_MALFORMED');
    expect(index.received).toEqual([]);
  });

  it('an index error that echoes credentials is shown without them', async () => {
    const of = await openPackagesWorld();
    const run = await publish(of, await startLegacyIndex({ echoesCredentials: true }));
    expect(errorOf(run)).toContain('E_PYPI_UPLOAD_REFUSED');
    expect(errorOf(run)).toContain('bad request');
    // What the runner gets it masks itself; the summary and the outputs are on their own.
    const shown = `${errorOf(run)}${run.summary}${JSON.stringify(run.outputs)}`;
    expect(shown).not.toContain(legacyPassword);
    expect(shown).not.toContain(Buffer.from(`publisher:${legacyPassword}`).toString('base64'));
  });

  it('delayed files on an index are awaited', async () => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex({ lag: 3 });
    const run = await publish(of, index);
    expect(errorOf(run)).toBe('');
    expect(run.output).toContain('Waiting for the index');
  });

  it('an index that requires a login produces no install command', async () => {
    const of = await openPackagesWorld();
    const run = await publish(of, await startLegacyIndex({ readsNeedLogin: true }));
    expect(errorOf(run)).toBe('');
    expect(run.outputs['visibility']).toBe('private');
    expect(run.outputs['install-command']).toBeUndefined();
  });

  it.each([
    ['gone', 'E_PYPI_NOT_VISIBLE'],
    ['cut', 'E_PYPI_FILE_DIFFERS'],
  ] as const)(
    'files that are %s are not reported as verified although their digests match',
    async (fileFault, code) => {
      const of = await openPackagesWorld();
      const run = await publish(of, await startLegacyIndex({ fileFault }), { 'wait-minutes': '0' });
      expect(errorOf(run)).toContain(code);
      expect(run.summary).toMatch(/\| new \| – not compared \|/);
      expect(run.outputs['visibility']).toBeUndefined();
      expect(run.outputs['install-command']).toBeUndefined();
    },
  );

  it.each(['need-login', 'login-page'] as const)(
    'no install command is printed when the list is public and the files are "%s"',
    async (fileFault) => {
      const of = await openPackagesWorld();
      const run = await publish(of, await startLegacyIndex({ fileFault }));
      expect(errorOf(run)).toBe('');
      expect(run.summary).toMatch(/\| new \| ✓ read back \|/);
      expect(run.outputs['visibility']).toBe('private');
      expect(run.outputs['install-command']).toBeUndefined();
    },
  );

  it.each(['conflict', 'bad-request', 'forbidden'] as const)(
    'a file uploaded first by another job is reported as present (response "%s")',
    async (duplicates) => {
      const of = await openPackagesWorld();
      const run = await publish(of, await startLegacyIndex({ duplicates, isOutrun: true }));
      expect(errorOf(run)).toBe('');
      expect(statesOf(run)).toEqual(['present', 'present']);
    },
  );

  it('a dry run uploads nothing', async () => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex();
    const run = await publish(of, index, { 'dry-run': 'true' });
    expect(statesOf(run)).toEqual(['planned', 'planned']);
    expect(index.received).toEqual([]);
  });

  it.each([
    [{ 'repository-url': '' }, 'E_INPUT_MISSING'],
    [{ password: '' }, 'E_INPUT_MISSING'],
    [{ 'index-url': '' }, 'E_INPUT_MISSING'],
    [{ 'repository-url': 'testpypi', 'index-url': '' }, 'E_INPUT_INVALID'],
    [{ 'repository-url': 'https://me:hunter2@example.com/' }, 'E_PYPI_REPOSITORY'],
  ])('the inputs %j are rejected before any request', async (inputs, code) => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex();
    const run = await publish(of, index, inputs);
    expect(errorOf(run)).toContain(code);
    expect(index.received).toEqual([]);
    expect(errorOf(run)).not.toContain('hunter2');
  });
});

describe('nonexistent GitHub Python index', () => {
  const host = 'pypi.pkg.github.com';
  const inputs = { 'repository-url': `https://${host}/Octo/`, 'index-url': `https://${host}/Octo/simple/` };
  const answer = (status: number, type: string, body: string): Service => ({
    name: 'folklore',
    hosts: [host],
    handle: async () => ({ status, headers: { 'content-type': type }, body }),
  });

  it.each([
    ['a 404', answer(404, 'text/plain', 'Not Found'), 'status 404'],
    [
      'an HTML page',
      answer(200, 'text/html', '<html><title>GitHub</title></html>'),
      'status 200, "text/html"',
    ],
    ['JSON of something else', answer(200, 'application/json', '{"files":[]}'), 'application/json'],
  ])('the address is reported as not an index when it returns %s', async (_what, service, seen) => {
    const of = await openPackagesWorld([service]);
    const run = await publish(of, await startLegacyIndex(), inputs);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_GHP_NO_INDEX');
    expect(errorOf(run)).toContain(seen);
    expect(errorOf(run)).toContain('mode: ghcr');
    expect(of.world.journal.entries.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('a missing GitHub index is reported as nonexistent', async () => {
    const of = await openPackagesWorld();
    const run = await publish(of, await startLegacyIndex(), inputs);
    expect(errorOf(run)).toContain('E_GHP_NO_INDEX');
  });

  it.each([
    ['its name leads nowhere', { kind: 'unknown-host' }],
    ['nothing listens there', { kind: 'refuse' }],
  ] as const)('the address is reported as not an index when %s', async (_what, effect) => {
    const of = await openPackagesWorld([answer(404, 'text/plain', '')]);
    of.world.gateway.faults.add({ on: { host, times: Number.POSITIVE_INFINITY }, effect });
    const run = await publish(of, await startLegacyIndex(), inputs);
    expect(errorOf(run)).toContain('E_GHP_NO_INDEX');
  });

  it('an untrusted certificate is reported as a nonexistent index', async () => {
    const of = await openPackagesWorld([answer(404, 'text/plain', '')]);
    const untrusting = { SSL_CERT_FILE: '', NODE_EXTRA_CA_CERTS: '' };
    const run = await of.run({
      inputs: { mode: 'index', user: 'publisher', password: legacyPassword, ...inputs },
      variables: untrusting,
    });
    expect(errorOf(run)).toContain('E_GHP_NO_INDEX');
    expect(errorOf(run)).toMatch(/certificate|self.signed/i);
  });

  it('the GitHub address is used if it responds as an index', async () => {
    const page = '{"meta":{"api-version":"1.1"},"name":"demo","files":[],"versions":[]}';
    const of = await openPackagesWorld([answer(200, 'application/vnd.pypi.simple.v1+json', page)]);
    const run = await publish(of, await startLegacyIndex(), { ...inputs, 'dry-run': 'true' });
    expect(errorOf(run)).toBe('');
    expect(statesOf(run)).toEqual(['planned', 'planned']);
  });
});
