import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { ghcrHost } from '@slipway/emulated-registry/registry';
import { describe, expect, it } from 'vitest';
import { wheelParts, writeZip } from '../../../packages/python/test/zip-writer.ts';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import {
  demoPackage,
  errorOf,
  openPackagesWorld,
  type PackagesWorld,
  type Run,
} from './support/packages-world.ts';

interface File {
  readonly name: string;
  readonly bytes: Buffer;
}

const always = Number.POSITIVE_INFINITY;
const indexType = 'application/vnd.oci.image.index.v1+json';
const indexGet = { host: ghcrHost, method: 'GET', path: /\/manifests\/1\.2\.0$/ };
const renamed = (name: string, { bytes }: File): File => ({ name, bytes });

async function publish(of: PackagesWorld, files: readonly File[], inputs = {}): Promise<Run> {
  const folder = mkdtempSync(join(of.directory, 'files-'));
  for (const file of files) of.add(file, folder);
  return of.run({ folder, inputs });
}

const tagsOf = ({ registry }: PackagesWorld): [string, string[]][] =>
  registry.listPackages().map(({ name, tags }) => [name, Object.keys(tags)]);

describe('versions and names', () => {
  // 128 characters, the most that a tag has.
  const longest = `1.2.0+${'a'.repeat(122)}`;

  it.each([
    ['1.2.0+local.7', '1.2.0-local.7'],
    ['1.0.post1', '1.0.post1'],
    ['1.0rc1', '1.0rc1'],
    ['1.0.dev4', '1.0.dev4'],
    [longest, longest.replace('+', '-')],
  ])('the version %s is stored as the tag %s', async (version, tag) => {
    const of = await openPackagesWorld();
    const run = await publish(of, [wheel({ version })]);
    expect(errorOf(run)).toBe('');
    expect(tagsOf(of)).toEqual([[demoPackage, [tag]]]);
  });

  it.each(['v1.0', '1.0-1', '1.0.0-rc.1', '01.0', 'latest'])(
    'a file with the version spelling %s is rejected before any registry request',
    async (version) => {
      const of = await openPackagesWorld();
      const run = await publish(of, [wheel({ version })]);
      expect(errorOf(run)).toContain('E_DISTRIBUTION_INVALID');
      expect(of.world.journal.entries).toEqual([]);
    },
  );

  it.each([
    ['ruamel.yaml', 'ruamel_yaml'],
    ['PyYAML', 'pyyaml'],
    ['zope.interface', 'zope_interface'],
    ['my-pkg', 'my_pkg'],
  ])('the project %s is stored under the normalized name %s', async (name, repository) => {
    const of = await openPackagesWorld();
    const run = await publish(of, [wheel({ name }), sdist({ name })]);
    expect(errorOf(run)).toBe('');
    expect(tagsOf(of)).toEqual([[`octo/demo/pypi/${repository}`, ['1.2.0']]]);
  });

  it('slashes around a namespace are ignored', async () => {
    const of = await openPackagesWorld();
    const run = await publish(of, [wheel()], { namespace: '/octo/demo/pypi/' });
    expect(errorOf(run)).toBe('');
    expect(tagsOf(of)).toEqual([[demoPackage, ['1.2.0']]]);
  });

  it.each(['Octo/.github', 'Octo/_demo', 'Octo/demo-', 'Octo/a___b'])(
    'the repository name %s is rejected with a hint to set "namespace"',
    async (repository) => {
      const of = await openPackagesWorld();
      const run = await of.run({ identity: { repository } });
      expect(errorOf(run)).toContain('E_OCI_REFERENCE');
      expect(errorOf(run)).toContain('"namespace"');
      expect(errorOf(run)).not.toContain('owner/name:tag');
      expect(of.world.journal.entries).toEqual([]);
    },
  );

  it('wheels that differ only in their build tag are stored separately', async () => {
    const of = await openPackagesWorld();
    const tags = ['py3-none-any', '1-py3-none-any', '2a-py3-none-any'];
    const run = await publish(
      of,
      tags.map((each) => wheel({ tags: each })),
    );
    expect(errorOf(run)).toBe('');
    const { bytes } = of.registry.readManifest(demoPackage, '1.2.0') ?? { bytes: Buffer.alloc(0) };
    const { manifests } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      manifests: { platform: { architecture: string } }[];
    };
    expect(manifests.map(({ platform }) => platform.architecture).sort()).toEqual(
      tags.map((each) => `${each}.whl`).sort(),
    );
  });

  it.each<[string, File, string]>([
    [
      'an sdist with a hyphen in its name',
      renamed('my-pkg-1.2.0.tar.gz', sdist({ name: 'my-pkg' })),
      'my_pkg',
    ],
    ['a zipped sdist', renamed('demo-1.2.0.zip', wheel()), '.zip'],
    ['a wheel of a different project', renamed('other-1.2.0-py3-none-any.whl', wheel()), '"other"'],
    ['a wheel of a different version', renamed('demo-1.3.0-py3-none-any.whl', wheel()), '1.3.0'],
    ['an sdist of a different version', renamed('demo-1.3.0.tar.gz', sdist()), '1.3.0'],
    ['a wheel that is an sdist', renamed('demo-1.2.0-py3-none-any.whl', sdist()), 'ZIP'],
  ])('%s is rejected before any registry request', async (_what, file, word) => {
    const of = await openPackagesWorld();
    const run = await publish(of, [file]);
    expect(errorOf(run)).toMatch(/E_DISTRIBUTION_\w+/);
    expect(errorOf(run)).toContain(word);
    expect(of.world.journal.entries).toEqual([]);
  });
});

describe('malformed archives', () => {
  const name = 'demo-1.2.0-py3-none-any.whl';
  const zip = (...parts: Parameters<typeof writeZip>[0]): File => ({
    name,
    bytes: writeZip([...wheelParts(), ...parts]),
  });
  const end = (bytes: Buffer, edit: (record: Buffer) => void): File => {
    const copy = Buffer.from(bytes);
    edit(copy.subarray(copy.length - 22));
    return { name, bytes: copy };
  };

  it.each<[string, File]>([
    ['a decompression bomb', zip({ name: 'x', bytes: Buffer.alloc(80 * 1024 * 1024) })],
    ['a symbolic link', zip({ name: 'link', bytes: '/etc/passwd', mode: 0o120_777 })],
    ['a path that points outside the folder', zip({ name: '../x', bytes: '' })],
    [
      'a directory that is said to be beyond 4 GiB',
      end(writeZip(wheelParts()), (at) => at.writeUInt32LE(0xffffffff, 16)),
    ],
    ['as many members as only ZIP64 has', end(writeZip(wheelParts()), (at) => at.writeUInt16LE(0xffff, 10))],
    [
      'metadata that is not UTF-8',
      {
        name,
        bytes: writeZip(
          wheelParts().map((part) =>
            part.name.endsWith('/METADATA')
              ? { ...part, bytes: Buffer.concat([Buffer.from(part.bytes), Buffer.from([0xff, 0xfe])]) }
              : part,
          ),
        ),
      },
    ],
  ])('an archive with %s is rejected before any registry request', async (_what, file) => {
    const of = await openPackagesWorld();
    const run = await publish(of, [file]);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_DISTRIBUTION_INVALID');
    expect(errorOf(run)).not.toContain('bug');
    expect(of.world.journal.entries).toEqual([]);
  });

  it('a wheel with ten thousand members and an sdist with dynamic fields are accepted', async () => {
    const of = await openPackagesWorld();
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`demo/m${index}.py`, '']));
    const dynamic = sdist({ headers: ['Requires-Python: >=3.9', 'Dynamic: Requires-Dist'] });
    const run = await publish(of, [{ name, bytes: writeZip(wheelParts(many)) }, dynamic]);
    expect(errorOf(run)).toBe('');
    expect(tagsOf(of)).toEqual([[demoPackage, ['1.2.0']]]);
  });
});

describe('foreign content under the version tag', () => {
  const answer = (type: string, value: object, status = 200) => {
    const body = JSON.stringify(value);
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    return {
      kind: 'status' as const,
      status,
      headers: { 'content-type': type, 'docker-content-digest': digest },
      body,
    };
  };
  const entry = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${'1'.repeat(64)}`,
    size: 2,
  };

  it.each([
    [
      'a list of referrers, whose entries have no platform',
      answer(indexType, { schemaVersion: 2, mediaType: indexType, manifests: [entry] }),
      'E_GHP_FOREIGN',
    ],
    [
      'a manifest of the first schema',
      answer('application/vnd.docker.distribution.manifest.v1+prettyjws', {
        schemaVersion: 1,
        name: demoPackage,
        tag: '1.2.0',
        fsLayers: [],
      }),
      'E_GHP_FOREIGN',
    ],
    [
      'an image that it hides for the forms that were asked for',
      answer(
        'application/json',
        {
          errors: [
            {
              code: 'MANIFEST_UNKNOWN',
              message: 'OCI index found, but Accept header does not support OCI indexes',
            },
          ],
        },
        404,
      ),
      'E_OCI_MEDIA_TYPE',
    ],
    ['an HTML page', { kind: 'html' as const }, 'E_OCI_MALFORMED'],
  ])('a version tag with %s is not treated as missing', async (_what, effect, code) => {
    const of = await openPackagesWorld();
    of.world.gateway.faults.add({ on: { ...indexGet, times: always }, effect });
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(code);
    expect(errorOf(run)).not.toContain('bug');
    expect(of.writes()).toEqual([]);
  });
});

describe('GitHub Enterprise Server registry', () => {
  it('a package is published to the server registry regardless of the case of the owner', async () => {
    const host = 'containers.github.example';
    const of = await openPackagesWorld([], host);
    const run = await of.run({
      inputs: { registry: host, namespace: 'OCTO/Demo/PyPI' },
      variables: { GITHUB_SERVER_URL: 'https://github.example' },
    });
    expect(errorOf(run)).toBe('');
    expect(tagsOf(of)).toEqual([[demoPackage, ['1.2.0']]]);
    expect(of.world.journal.entries.filter((each) => each.host === ghcrHost)).toEqual([]);
    expect(run.outputs['install-command']).toContain(`oras pull ${host}/${demoPackage}:1.2.0`);
    expect(run.outputs['package-url']).toBe(
      'https://github.example/Octo/demo/pkgs/container/demo%2Fpypi%2Fdemo',
    );
  });

  it.each(['http://registry.example', 'user@ghcr.io', 'ghcr.io/octo'])(
    'the registry value %s is rejected because it is not a plain host',
    async (registry) => {
      const of = await openPackagesWorld();
      const run = await of.run({ inputs: { registry } });
      expect(errorOf(run)).toContain('E_OCI_REFERENCE');
      expect(of.world.journal.entries).toEqual([]);
    },
  );
});

describe('registry token', () => {
  it('a token with a line break is neither sent nor shown', async () => {
    const of = await openPackagesWorld();
    const run = await of.run({ inputs: { token: 'ghs_first\nSecond' } });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).not.toMatch(/first|Second/);
    expect(of.writes()).toEqual([]);
  });

  it('a token echoed by the registry is redacted everywhere', async () => {
    const of = await openPackagesWorld();
    const token = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['write:packages'] });
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: `bad token ${token} of octocat` }] });
    of.world.gateway.faults.add({
      on: { host: ghcrHost, method: 'POST', times: always },
      effect: { kind: 'status', status: 403, headers: { 'content-type': 'application/json' }, body },
    });
    const run = await of.run({ inputs: { token } });
    expect(errorOf(run)).toContain('bad token');
    const shown = `${run.output.replaceAll(/^::add-mask::.*$/gm, '')}${run.summary}${JSON.stringify(run.outputs)}`;
    expect(shown).not.toContain(token);
  });
});
