import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Service } from '@slipway/gateway/service';
import { putManifest } from '@slipway/oci/manifests';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { type Distribution, namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const jsonType = 'application/vnd.pypi.simple.v1+json';
const pypiName = `${namespace}/demo`;

const metadata = 'Metadata-Version: 2.4\nName: demo\nVersion: 1.2.0\nSummary: A demo\n';
function demoWheel(version = '1.2.0'): Distribution {
  const made = wheel({ version, headers: ['Requires-Python: >=3.9'] });
  const text = `${metadata.replace('1.2.0', version)}Description-Content-Type: text/markdown\nRequires-Python: >=3.9\n\n# demo\n`;
  return { ...made, requiresPython: '>=3.9', metadataSha256: hex(text) };
}

async function openDemo(visibility: 'public' | 'private' = 'public'): Promise<ReaderWorld> {
  const of = await openReaderWorld();
  await of.publish('demo', '1.2.0', [demoWheel(), sdist()]);
  of.registry.setVisibility(pypiName, visibility);
  return of;
}

const download = (of: ReaderWorld, wanted: string, directory: string, variables = {}) =>
  of.run(['download', wanted, '--namespace', namespace, '--directory', directory], variables);

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
  return new Promise((done, fail) => {
    request(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
        }),
      );
    })
      .once('error', fail)
      .end();
  });
}

interface JsonFile {
  readonly filename: string;
  readonly url: string;
  readonly hashes: { readonly sha256: string };
}

describe('slipway download', () => {
  it('the exact files of a public version are downloaded without a token', async () => {
    const of = await openDemo();
    const directory = join(of.folder(), 'new');
    const run = await download(of, 'Demo==1.3', directory);
    expect(run.exitCode, run.output).toBe(2);
    const exact = await download(of, 'Demo==1.2.0', directory);
    expect(exact.exitCode, exact.output).toBe(0);
    expect(readdirSync(directory).sort()).toEqual([wheel().name, sdist().name].sort());
    expect(readFileSync(join(directory, sdist().name))).toEqual(sdist().bytes);
    expect(exact.output).toContain(`pip install --no-index --find-links ${directory} demo==1.2.0\n`);
    expect(of.world.journal.refusedHosts()).toEqual([]);
  });

  it('the namespace defaults to the repository of the job', async () => {
    const of = await openDemo();
    const words = ['download', 'demo==1.2.0', '--directory', of.folder()];
    const nowhere = await of.run(words);
    expect(nowhere.output).toContain('--namespace is missing');
    const run = await of.run(words, { GITHUB_REPOSITORY: 'Octo/demo' });
    expect(run.exitCode, run.output).toBe(0);
  });

  it('a GitHub token is never sent to a different registry', async () => {
    const shown: string[] = [];
    const asking: Service = {
      name: 'asking',
      hosts: ['registry.example'],
      async handle({ headers }) {
        shown.push(headers['authorization'] ?? '');
        const challenge = 'Bearer realm="https://registry.example/token",service="registry.example"';
        return { status: 401, headers: { 'www-authenticate': challenge }, body: '{}' };
      },
    };
    const of = await openReaderWorld([asking]);
    const words = ['download', 'demo==1.2.0', '--namespace', namespace, '--registry', 'registry.example'];
    const run = await of.run(words, { GITHUB_TOKEN: of.readToken() });
    expect(run.output).toContain('E_GHP_NOT_FOUND');
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.filter((header) => header !== '')).toEqual([]);
  });

  it('existing files are skipped, and different bytes under their names are rejected', async () => {
    const of = await openDemo();
    const directory = of.folder();
    await download(of, 'demo==1.2.0', directory);
    const again = await download(of, 'demo==1.2.0', directory);
    expect(again.output).toContain('(already exists)');
    writeFileSync(join(directory, sdist().name), 'other');
    const other = await download(of, 'demo==1.2.0', directory);
    expect(other.exitCode).toBe(1);
    expect(other.output).toContain('E_GHP_FILE_DIFFERS');
    expect(readFileSync(join(directory, sdist().name), 'utf8')).toBe('other');
  });

  it('a private package is read with a token, and without one the error mentions that it may be private', async () => {
    const of = await openDemo('private');
    const refused = await download(of, 'demo==1.2.0', of.folder());
    expect(refused.exitCode).toBe(2);
    expect(refused.output).toContain('E_GHP_NOT_FOUND');
    expect(refused.output).toContain('GITHUB_TOKEN');
    const run = await download(of, 'demo==1.2.0', of.folder(), { GITHUB_TOKEN: of.readToken() });
    expect(run.exitCode, run.output).toBe(0);
  });

  it('a private package is read with a docker login', async () => {
    const of = await openDemo('private');
    const config = of.folder();
    const auth = Buffer.from(`octo:${of.readToken()}`).toString('base64');
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { 'ghcr.io': { auth } } }));
    const run = await download(of, 'demo==1.2.0', of.folder(), { DOCKER_CONFIG: config });
    expect(run.exitCode, run.output).toBe(0);
  });

  it('a file with wrong bytes is never stored under its name', async () => {
    const of = await openDemo();
    of.world.gateway.faults.add({
      on: { host: 'pkg-containers.githubusercontent.com', times: Number.POSITIVE_INFINITY },
      effect: { kind: 'status', status: 200, body: 'x'.repeat(100) },
    });
    const directory = of.folder();
    const run = await download(of, 'demo==1.2.0', directory);
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('E_OCI_DIGEST');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('a file whose manifest was deleted is reported', async () => {
    const of = await openDemo();
    const [first = ''] = of.registry.listPackages()[0]?.manifests ?? [];
    of.registry.deleteVersion(pypiName, first);
    const run = await download(of, 'demo==1.2.0', of.folder());
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('E_GHP_INCOMPLETE');
  });

  it.each([[['download']], [['download', 'demo']], [['serve', '--fallback', 'https://example.com/simple/']]])(
    'the arguments %j fail with exit code 2',
    async (words) => {
      const of = await openReaderWorld();
      const run = await of.run([...words, '--namespace', namespace]);
      expect(run.exitCode).toBe(2);
      expect(run.output).toContain('E_GHP_USAGE');
    },
  );
});

describe('slipway serve', () => {
  it('the JSON pages contain everything that installers use, and files have their own bytes', async () => {
    const of = await openDemo();
    const url = await of.serve();
    const { status, type, body } = await get(`${url}demo/`, { accept: jsonType });
    expect([status, type]).toEqual([200, jsonType]);
    const page = JSON.parse(body.toString('utf8')) as { files: JsonFile[]; versions: string[] };
    expect(page.versions).toEqual(['1.2.0']);
    const file = page.files.find(({ filename }) => filename === wheel().name);
    expect(file).toEqual({
      filename: wheel().name,
      url: expect.not.stringContaining(':'),
      hashes: { sha256: hex(demoWheel().bytes) },
      size: demoWheel().bytes.byteLength,
      'requires-python': '>=3.9',
      'core-metadata': { sha256: demoWheel().metadataSha256 },
      'upload-time': '2026-01-02T03:04:05.000Z',
    });
    const address = new URL(file?.url ?? '', `${url}demo/`).href;
    expect((await get(address)).body).toEqual(demoWheel().bytes);
    const separate = await get(`${address}.metadata`);
    expect(hex(separate.body)).toBe(demoWheel().metadataSha256);
  });

  it('the HTML pages contain both names of the metadata', async () => {
    const of = await openDemo();
    const { type, body } = await get(`${await of.serve()}demo/`, { accept: 'text/html' });
    expect(type).toContain('text/html');
    const page = body.toString('utf8');
    expect(page).toContain(`data-core-metadata="sha256=${demoWheel().metadataSha256}"`);
    expect(page).toContain(`data-dist-info-metadata="sha256=${demoWheel().metadataSha256}"`);
    expect(page).toContain('data-requires-python="&#62;=3.9"');
    expect(page).toContain(`#sha256=${hex(sdist().bytes)}`);
  });

  it('orders versions as PEP 440 does, and passes over tags that are no releases', async () => {
    const of = await openDemo();
    for (const version of ['0.10', '0.9', '1.3.0rc1', '1.2.0+local.7'])
      await of.publish('demo', version, [sdist({ version })]);
    const foreign = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [],
    });
    for (const tag of ['latest', '2.0', `sha256-${'0'.repeat(64)}`])
      await putManifest(
        of.repository('demo'),
        tag,
        Buffer.from(foreign),
        'application/vnd.oci.image.index.v1+json',
      );
    const { body } = await get(`${await of.serve()}demo/`, { accept: jsonType });
    expect((JSON.parse(body.toString('utf8')) as { versions: string[] }).versions).toEqual([
      '0.9',
      '0.10',
      '1.2.0',
      '1.2.0+local.7',
      '1.3.0rc1',
    ]);
  });

  it('a different spelling redirects to the normalized name, and unknown projects are not found', async () => {
    const of = await openDemo();
    const url = await of.serve();
    expect((await get(`${url}Demo`)).status).toBe(301);
    expect((await get(`${url}requests/`)).status).toBe(404);
    expect((await get(`${url}demo/`, { accept: 'image/png' })).status).toBe(406);
  });

  it('only the names of other projects are sent to the fallback index', async () => {
    const of = await openReaderWorld();
    const url = await of.serve(['--project', 'demo', '--fallback', 'https://index.example/simple']);
    expect((await get(`${url}demo/`)).status).toBe(403);
    const before = of.world.journal.entries.length;
    expect((await get(`${url}requests/`)).status).toBe(302);
    expect(of.world.journal.entries.length).toBe(before);
  });

  it('requests for a different host are rejected', async () => {
    const of = await openDemo();
    const url = await of.serve();
    expect((await get(`${url}demo/`, { host: 'evil.example' })).status).toBe(403);
  });

  it('a file of a lock file is served by a new process', async () => {
    const of = await openDemo();
    const first = await of.serve();
    const { body } = await get(`${first}demo/`, { accept: jsonType });
    const [file] = (JSON.parse(body.toString('utf8')) as { files: JsonFile[] }).files;
    const second = await of.serve();
    expect((await get(new URL(file?.url ?? '', `${second}demo/`).href)).status).toBe(200);
  });
});
