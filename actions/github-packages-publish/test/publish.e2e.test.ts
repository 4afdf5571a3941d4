import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStrictly } from '../../../packages/oci/test/pyoci/strict-reader.ts';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import {
  demoPackage,
  errorOf,
  openPackagesWorld,
  type PackagesWorld,
  type Run,
} from './support/packages-world.ts';

/*
 * Where the hard cases are shown; here unless said otherwise, and every run goes through an HTTP proxy.
 *
 * - a break at any write, run again: resilience.e2e
 * - one other byte in one of the files; two jobs with one version
 * - versions (local, post, pre, epoch, longest tag, not canonical), names, build tags, odd sdists: hard-cases.e2e
 * - foreign tags: resilience.e2e and hard-cases.e2e; a manifest that a cleaner deleted: resilience.e2e, and for readers
 *   packages/cli/test/reader
 * - a 404 that hides an index: hard-cases.e2e, packages/oci/test/manifests
 * - upload addresses, chunks, 416, 429, tokens that end, redirects of blobs: packages/oci/test/transfer; each fault of the
 *   registry: resilience.e2e
 * - challenges, realms elsewhere, names of tokens; three refusals of a private package: packages/oci/test/sign-in
 * - pages of tags, circles: packages/oci/test/manifests; releases over many pages: packages/oci/test/pyoci
 * - upper case, an Enterprise Server, hosts that are none: hard-cases.e2e; a port of this machine: pyoci.peer
 * - other digests, cut blobs, wrong bytes of the right size: resilience.e2e, packages/oci/test/manifests
 * - duplicates of each kind of index, late pages, no digests, `#sha256-`, md5, both metadata keys, `<base>`, pages to log in
 *   at, other indexes behind this one: index.e2e, against real servers real-indexes.peer
 * - credentials in addresses: index.e2e; line breaks in tokens, tokens that are sent back: hard-cases.e2e, index.e2e
 * - archives that lie: hard-cases.e2e, packages/python/test/archive
 * - the folklore address (no name, no connection, certificate, 404, a page, an index): index.e2e
 * - no network after the last write: resilience.e2e
 * - reading by pip, uv and poetry: packages/cli/test/reader, by oras and curl install-command.peer, by PyOCI pyoci.peer
 */

const wheelName = wheel().name;
const sdistName = sdist().name;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface FileOutput {
  readonly name: string;
  readonly sha256: string;
  readonly state?: string;
  readonly manifest?: string;
}
const filesOf = (run: Run): FileOutput[] => JSON.parse(run.outputs['files'] ?? '[]') as FileOutput[];
const statesOf = (run: Run): (string | undefined)[] => filesOf(run).map(({ state }) => state);
const stateOf = ({ registry }: PackagesWorld) =>
  registry.listPackages().find(({ name }) => name === demoPackage);

describe('publishing to GitHub Packages', () => {
  it('files are stored and verified, and only proven facts are output', async () => {
    const of = await openPackagesWorld();
    const run = await of.run();
    expect(errorOf(run)).toBe('');
    expect(run.exitCode).toBe(0);
    expect(of.world.gateway.serviceErrors).toEqual([]);
    const state = stateOf(of);
    expect(Object.keys(state?.tags ?? {})).toEqual(['1.2.0']);
    expect(run.outputs['index-digest']).toBe(state?.tags['1.2.0']);
    for (const { name, bytes } of [wheel(), sdist()]) {
      expect(filesOf(run).find((file) => file.name === name)).toMatchObject({
        sha256: sha256(bytes),
        state: 'published',
        manifest: expect.stringMatching(/^sha256:/),
      });
      expect(Buffer.from((await of.registry.readBlob(demoPackage, `sha256:${sha256(bytes)}`)) ?? [])).toEqual(
        bytes,
      );
    }
    expect(run.outputs['package-url']).toBe('https://github.com/Octo/demo/pkgs/container/demo%2Fpypi%2Fdemo');
    expect(run.outputs['result-markdown']).toBe(
      '[demo](https://github.com/Octo/demo/pkgs/container/demo%2Fpypi%2Fdemo): 2 files, private',
    );
    expect(run.summary).toMatch(/\| new \| ✓ read back \|/);
    // A reader with PyOCI's own rules finds both files.
    const read = readStrictly('demo', (reference) => of.registry.readManifest(demoPackage, reference), [
      '1.2.0',
    ]);
    expect(read.map(({ fileName, sha256: told }) => [fileName, told])).toEqual([
      [sdistName, sha256(sdist().bytes)],
      [wheelName, sha256(wheel().bytes)],
    ]);
    expect(of.world.journal.refusedHosts()).toEqual([]);
  });

  it('a second run changes nothing and returns the same digests', async () => {
    const of = await openPackagesWorld();
    const first = await of.run();
    const before = of.world.journal.entries.length;
    const again = await of.run();
    expect(again.exitCode).toBe(0);
    expect(of.writes(before)).toEqual([]);
    expect(statesOf(again)).toEqual(['present', 'present']);
    expect(again.outputs['index-digest']).toBe(first.outputs['index-digest']);
  });

  it('one changed byte is rejected with both digests before anything is written', async () => {
    const of = await openPackagesWorld();
    await of.run();
    const other = wheel({ module: '# other\n' });
    const changed = of.add(other);
    of.add(wheel({ tags: 'cp313-cp313-manylinux_2_17_x86_64' }));
    const before = of.world.journal.entries.length;
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_GHP_FILE_DIFFERS');
    expect(errorOf(run)).toContain(changed);
    expect(errorOf(run)).toContain(sha256(wheel().bytes));
    expect(of.writes(before)).toEqual([]);
  });

  it('a private package produces a warning and a command with a login', async () => {
    const of = await openPackagesWorld();
    const run = await of.run();
    expect(run.outputs['visibility']).toBe('private');
    expect(run.output).toMatch(/::warning.*is private/);
    expect(run.outputs['install-command']).toBe(
      `oras pull ghcr.io/${demoPackage}:1.2.0 && pip install ./${wheelName}`,
    );
    expect(run.outputs['install-markdown']).toContain('oras login ghcr.io');
  });

  it('a public package is verified anonymously and its tested command is printed', async () => {
    const of = await openPackagesWorld();
    of.registry.behave({ firstVisibility: 'public' });
    const run = await of.run();
    expect(run.outputs['visibility']).toBe('public');
    const hex = sha256(wheel().bytes);
    expect(run.outputs['install-command']).toBe(
      `curl -fsSL -H "Authorization: Bearer QQ==" -o ${wheelName} https://ghcr.io/v2/${demoPackage}/blobs/sha256:${hex} && echo "${hex}  ${wheelName}" | sha256sum -c && pip install ./${wheelName}`,
    );
    expect(run.output).not.toContain('::warning');
  });

  it.each([
    ['require-public', 'private'],
    ['require-private', 'public'],
  ] as const)('the visibility "%s" fails for a package that is %s', async (visibility, firstVisibility) => {
    const of = await openPackagesWorld();
    of.registry.behave({ firstVisibility });
    const run = await of.run({ inputs: { visibility } });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_GHP_VISIBILITY');
    expect(run.outputs['index-digest']).toMatch(/^sha256:/);
  });

  it.each([
    ['require-public', 'private'],
    ['require-private', 'public'],
  ] as const)(
    'the visibility "%s" writes nothing to an existing package that is %s',
    async (visibility, actual) => {
      const of = await openPackagesWorld();
      expect((await of.run()).exitCode).toBe(0);
      of.registry.setVisibility(demoPackage, actual);
      const folder = join(of.directory, 'next');
      of.add(wheel({ version: '1.3.0' }), folder);
      const before = of.world.journal.entries.length;
      for (const dryRun of ['true', 'false']) {
        const run = await of.run({ folder, inputs: { visibility, 'dry-run': dryRun } });
        expect(errorOf(run)).toContain('E_GHP_VISIBILITY');
      }
      expect(of.writes(before)).toEqual([]);
      of.registry.setVisibility(demoPackage, actual === 'public' ? 'private' : 'public');
      expect(errorOf(await of.run({ folder, inputs: { visibility } }))).toBe('');
    },
  );

  it('files added to one version by two concurrent jobs are all published', async () => {
    const of = await openPackagesWorld();
    const folders = ['cp312', 'cp313'].map((tag) => {
      const folder = join(of.directory, tag);
      of.add(wheel({ tags: `${tag}-${tag}-manylinux_2_17_x86_64` }), folder);
      return folder;
    });
    // The package is there, so that both may write to it.
    await of.run();
    const runs = await Promise.all(folders.map((folder) => of.run({ folder })));
    expect(runs.map(errorOf)).toEqual(['', '']);
    const { bytes } = of.registry.readManifest(demoPackage, '1.2.0') ?? { bytes: Buffer.alloc(0) };
    const index = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      manifests: { platform: { architecture: string } }[];
    };
    expect(index.manifests.map(({ platform }) => platform.architecture)).toEqual([
      '.tar.gz',
      'cp312-cp312-manylinux_2_17_x86_64.whl',
      'cp313-cp313-manylinux_2_17_x86_64.whl',
      'py3-none-any.whl',
    ]);
  });

  it('a dry run writes nothing and reports what it would publish', async () => {
    const of = await openPackagesWorld();
    const run = await of.run({ inputs: { 'dry-run': 'true' } });
    expect(run.exitCode).toBe(0);
    expect(of.writes()).toEqual([]);
    expect(statesOf(run)).toEqual(['planned', 'planned']);
    expect(run.outputs['index-digest']).toBeUndefined();
    expect(run.outputs['install-command']).toBeUndefined();
  });

  it.each([
    ['2!1.2.0', 'E_GHP_VERSION_TAG'],
    [`1.2.0+${'a'.repeat(123)}`, 'E_GHP_VERSION_TAG'],
  ])('the version %s is rejected because it has no valid tag', async (version, code) => {
    const of = await openPackagesWorld();
    const folder = join(of.directory, 'other');
    of.add(wheel({ version }), folder);
    const run = await of.run({ folder });
    expect(errorOf(run)).toContain(code);
    expect(of.writes()).toEqual([]);
  });

  it('a local version and a normalized project name are stored', async () => {
    const of = await openPackagesWorld();
    const folder = join(of.directory, 'other');
    of.add(wheel({ name: 'Zope.Interface', version: '1.2.0+local.7' }), folder);
    const run = await of.run({ folder });
    expect(errorOf(run)).toBe('');
    expect(of.registry.listPackages().map(({ name, tags }) => [name, Object.keys(tags)])).toEqual([
      ['octo/demo/pypi/zope_interface', ['1.2.0-local.7']],
    ]);
  });

  it('files are downloaded from an artifact, and a missing artifact is reported', async () => {
    const of = await openPackagesWorld();
    const inputs = { 'artifact-name': 'python-dist' };
    expect(errorOf(await of.run({ inputs }))).toContain('has no artifact "python-dist"');
    expect(of.writes()).toEqual([]);
    await of.storeArtifact([wheelName]);
    const run = await of.run({ inputs });
    expect(errorOf(run)).toBe('');
    expect(filesOf(run).map(({ name, state }) => [name, state])).toEqual([[wheelName, 'published']]);
  });

  it('files that differ from the promised ones are rejected before any registry request', async () => {
    const of = await openPackagesWorld();
    const digests = JSON.stringify([{ name: wheelName, sha256: '0'.repeat(64), size: 1, kind: 'wheel' }]);
    const run = await of.run({ inputs: { digests } });
    expect(errorOf(run)).toContain('E_FILES_DIFFER');
    expect(of.world.journal.entries).toEqual([]);
  });

  it('the commit time is written and no token appears in any output', async () => {
    const of = await openPackagesWorld([
      {
        name: 'commit',
        hosts: ['api.github.com'],
        handle: async ({ url }) => ({
          status: url.pathname.startsWith('/repos/Octo/demo/commits/9f1c2b3a') ? 200 : 404,
          headers: { 'content-type': 'application/json' },
          body: '{"commit":{"committer":{"date":"2026-03-04T05:06:07Z"}}}',
        }),
      },
    ]);
    const run = await of.run({ variables: { SOURCE_DATE_EPOCH: '' } });
    expect(errorOf(run)).toBe('');
    const { bytes } = of.registry.readManifest(demoPackage, '1.2.0') ?? { bytes: Buffer.alloc(0) };
    const { annotations } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      annotations: Record<string, string>;
    };
    expect(annotations).toMatchObject({
      'org.opencontainers.image.created': '2026-03-04T05:06:07Z',
      'org.opencontainers.image.source': 'https://github.com/Octo/demo',
      'org.opencontainers.image.version': '1.2.0',
    });
    const shown = `${run.output.replaceAll(/^::add-mask::.*$/gm, '')}${run.summary}${JSON.stringify(run.outputs)}`;
    expect(shown).not.toMatch(/gh[ps]_[A-Za-z0-9]{20}/);
  });

  it('no install command is printed with "verify: false"', async () => {
    const of = await openPackagesWorld();
    const run = await of.run({ inputs: { verify: 'false' } });
    expect(run.exitCode).toBe(0);
    expect(run.output).toContain('Skipping the verification');
    expect(run.outputs['install-command']).toBeUndefined();
    expect(
      of.world.journal.entries.some(({ path, method }) => method === 'GET' && path.includes('/blobs/')),
    ).toBe(false);
  });

  it('a SHA256SUMS that does not match the files is rejected', async () => {
    const of = await openPackagesWorld();
    writeFileSync(join(of.distributions, 'SHA256SUMS'), `${'0'.repeat(64)}  ${wheelName}\n`);
    const run = await of.run();
    expect(errorOf(run)).toContain('E_FILES_DIFFER');
    expect(of.writes()).toEqual([]);
  });
});
