import { createHash } from 'node:crypto';
import { accessSync, mkdtempSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { putManifest } from '@slipway/oci/manifests';
import { describe, expect, it } from 'vitest';
import { findProgram, startDistribution, startGoRegistry } from '../../../packages/oci/test/programs.ts';
import { connectTo } from '../../../packages/oci/test/world.ts';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { errorOf, openPackagesWorld, type PackagesWorld, type Run } from './support/packages-world.ts';
import { findFreePort, runProgram, startServer } from './support/processes.ts';

/*
 * SLIPWAY_PYOCI names the program of PyOCI 0.1.40 (https://github.com/AllexVeldman/pyoci), built to listen on the loopback
 * address; its folder of templates is beside it or above it.
 */
const pyoci = process.env['SLIPWAY_PYOCI'] ?? '';
const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';
const goRegistry = findProgram('registry', 'SLIPWAY_REGISTRY');
const distribution = findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY');
if (pyoci === '')
  console.log('not shown: what is published, read by PyOCI itself (SLIPWAY_PYOCI is not set)');
else if (python === '') console.log('not shown: pip through PyOCI (SLIPWAY_PYTHON_PEERS is not set)');
const registries = [
  ['the registry of go-containerregistry', goRegistry, startGoRegistry],
  ['distribution 2.8', distribution, startDistribution],
] as const;
for (const [name, program] of registries)
  if (program === undefined) console.log(`not shown: PyOCI before ${name} (it is not installed)`);

const hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function findTemplates(program: string): string {
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      accessSync(join(folder, 'templates', 'list-package.html'));
      return folder;
    } catch {
      // One further up.
    }
  }
  throw new Error(`there are no templates of PyOCI above ${program}`);
}

/** Starts PyOCI; ended with the test. @returns its origin */
async function startPyoci(env: Readonly<Record<string, string>>): Promise<string> {
  const port = await findFreePort();
  const origin = `http://[::1]:${port}`;
  await startServer([pyoci], `${origin}/health`, {
    cwd: findTemplates(pyoci),
    env: { ...env, PORT: String(port), RUST_LOG: 'warn' },
  });
  return origin;
}

interface Distribution {
  readonly name: string;
  readonly bytes: Buffer;
}

// Several versions and wheels; local, post and pre-releases; names that installers spell otherwise; a build tag.
const demo: Readonly<Record<string, readonly Distribution[]>> = {
  '1.2.0': [
    wheel(),
    wheel({ tags: 'cp313-cp313-manylinux_2_17_x86_64' }),
    wheel({ tags: '1-py3-none-win_amd64' }),
    sdist(),
  ],
  '1.2.0.post1': [wheel({ version: '1.2.0.post1' }), sdist({ version: '1.2.0.post1' })],
  '1.2.0+local.7': [wheel({ version: '1.2.0+local.7' })],
  '1.3.0rc1': [wheel({ version: '1.3.0rc1' })],
};
const dotted = [
  wheel({ name: 'Ruamel.Demo', version: '0.9' }),
  sdist({ name: 'Ruamel.Demo', version: '0.9' }),
];

async function publish(of: PackagesWorld, files: readonly Distribution[], inputs = {}): Promise<Run> {
  const folder = mkdtempSync(join(of.directory, 'release-'));
  for (const file of files) of.add(file, folder);
  const run = await of.run({ folder, inputs });
  expect(errorOf(run)).toBe('');
  return run;
}

async function publishAll(of: PackagesWorld, inputs = {}): Promise<void> {
  for (const files of [...Object.values(demo), dotted]) await publish(of, files, inputs);
}

/** Every file on the page of a project, with its bytes held against the digest in its address. */
async function readPage(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Map<string, string>> {
  const response = await fetch(url, { headers });
  const page = await response.text();
  expect(response.status, page).toBe(200);
  const files = new Map<string, string>();
  for (const [, href = '', name = ''] of page.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)) {
    const address = new URL(href, url);
    const told = address.hash.replace('#sha256=', '');
    address.hash = '';
    const bytes = Buffer.from(await (await fetch(address, { headers })).arrayBuffer());
    expect([name, hex(bytes)]).toEqual([name, told]);
    files.set(name, told);
  }
  return files;
}

const digestsOf = (files: readonly Distribution[]): Map<string, string> =>
  new Map(files.map(({ name, bytes }) => [name, hex(bytes)]));
const sorted = (files: Map<string, string>): [string, string][] => [...files].sort();

async function showInstallation(
  of: PackagesWorld,
  index: string,
  wanted: string,
  env: Readonly<Record<string, string>> = of.world.env,
): Promise<string[]> {
  const target = mkdtempSync(join(of.directory, 'target-'));
  const words = ['-m', 'pip', 'install', '--no-cache-dir', '--target', target, '--index-url', index, wanted];
  const { exitCode, output } = await runProgram(python, words, {
    env: { ...env, HOME: target, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' },
  });
  expect(exitCode, output).toBe(0);
  return readdirSync(target).filter((name) => name.endsWith('.dist-info'));
}

describe
  .skipIf(pyoci === '' || python === '')
  .each(registries.filter(([, program]) => program !== undefined))(
  'PyOCI before %s',
  (_name, program, start) => {
    const open = async () => {
      const of = await openPackagesWorld();
      const registry = await start(program ?? '');
      const origin = await startPyoci({ PATH: process.env['PATH'] ?? '' });
      const index = `${origin}/${encodeURIComponent(`http://${registry}`)}/octo/demo/pypi/`;
      return { of, registry, index, inputs: { registry, visibility: 'ignore' } };
    };

    it('PyOCI lists and serves every file of every version unchanged', async () => {
      const { of, index, inputs } = await open();
      await publishAll(of, inputs);
      expect(sorted(await readPage(`${index}demo/`))).toEqual(sorted(digestsOf(Object.values(demo).flat())));
      expect(sorted(await readPage(`${index}ruamel-demo/`))).toEqual(sorted(digestsOf(dotted)));
      const json = (await (await fetch(`${index}demo/json`)).json()) as { releases: object };
      expect(Object.keys(json.releases).sort()).toEqual(
        Object.keys(demo)
          .map((version) => version.replace('+', '-'))
          .sort(),
      );
    });

    it('pip installs each version through PyOCI', async () => {
      const { of, index, inputs } = await open();
      await publishAll(of, inputs);
      expect(await showInstallation(of, index, 'demo==1.2.0.post1')).toEqual(['demo-1.2.0.post1.dist-info']);
      expect(await showInstallation(of, index, 'demo==1.2.0+local.7')).toEqual([
        'demo-1.2.0+local.7.dist-info',
      ]);
      expect(await showInstallation(of, index, 'demo<1.2.0.post1')).toEqual(['demo-1.2.0+local.7.dist-info']);
      expect(await showInstallation(of, index, 'Ruamel.Demo')).toEqual(['ruamel_demo-0.9.dist-info']);
    });

    it('PyOCI and the action extend the releases of each other without uploading twice', async () => {
      const { of, index, inputs } = await open();
      const upload = async ({ name, bytes }: Distribution): Promise<number> => {
        const form = new FormData();
        const fields = { ':action': 'file_upload', protocol_version: '1', name: 'demo', version: '1.2.0' };
        for (const [field, value] of Object.entries(fields)) form.set(field, value);
        form.set('content', new Blob([new Uint8Array(bytes)]), name);
        return (await fetch(index, { method: 'POST', body: form })).status;
      };
      expect(await upload(wheel())).toBe(200);
      const run = await publish(of, [wheel(), sdist()], inputs);
      const files = JSON.parse(run.outputs['files'] ?? '[]') as { name: string; state: string }[];
      expect(files.map(({ name, state }) => [name, state])).toEqual([
        [wheel().name, 'present'],
        [sdist().name, 'published'],
      ]);
      // It answers 409 whatever the bytes are.
      expect(await upload(sdist())).toBe(409);
      const further = wheel({ tags: 'cp313-cp313-win_amd64' });
      expect(await upload(further)).toBe(200);
      expect(sorted(await readPage(`${index}demo/`))).toEqual(sorted(digestsOf([wheel(), sdist(), further])));
    });

    it('a foreign tag makes PyOCI fail for the whole project', async () => {
      const { of, registry, index, inputs } = await open();
      await publish(of, [wheel()], inputs);
      const repository = connectTo(registry).connect().repository('octo/demo/pypi/demo');
      const type = 'application/vnd.oci.image.index.v1+json';
      const foreign = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [] });
      await putManifest(repository, 'latest', Buffer.from(foreign), type);
      expect((await fetch(`${index}demo/`)).status).toBe(500);
    });
  },
);

describe.skipIf(pyoci === '' || python === '')('PyOCI with GitHub Packages', () => {
  it('a private package is served only to readers with a token', async () => {
    const of = await openPackagesWorld();
    await publishAll(of);
    const origin = await startPyoci({ ...of.world.env, PATH: process.env['PATH'] ?? '' });
    const index = new URL(`${origin}/ghcr.io/octo/demo/pypi/`);
    const token = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['read:packages'] });
    const authorization = `Basic ${Buffer.from(`octo:${token}`).toString('base64')}`;
    const page = await readPage(`${index.href}demo/`, { authorization });
    expect(sorted(page)).toEqual(sorted(digestsOf(Object.values(demo).flat())));
    expect((await fetch(`${index.href}demo/`)).status).not.toBe(200);
    [index.username, index.password] = ['octo', token];
    expect(await showInstallation(of, index.href, 'demo==1.2.0+local.7')).toEqual([
      'demo-1.2.0+local.7.dist-info',
    ]);
    expect(of.world.journal.refusedHosts()).toEqual([]);
  });
});
