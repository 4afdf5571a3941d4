import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { openReaderWorld, type ReaderWorld } from './reader-world.ts';

/*
 * 23.0.1 takes the metadata of PEP 658 in HTML under its old name, and fails on an object under that name in JSON (PEP 714
 * is about this); 23.2.1 is the first that knows the new name, and reads JSON; 24.2 resolves by metadata alone.
 */
const versions = ['23.0.1', '23.2.1', '24.2'] as const;
const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';

/** A folder with one version of pip in it, beside the environment of the peer suite; undefined when it cannot be had. */
function findPip(version: string): string | undefined {
  if (python === '') return undefined;
  const cache = dirname(dirname(dirname(python)));
  const folder = join(cache, `pip-${version}`);
  if (existsSync(join(folder, 'pip'))) return folder;
  const partial = mkdtempSync(join(cache, '.partial-'));
  const words = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', partial, `pip==${version}`];
  const { status } = spawnSync(python, words);
  if (status === 0) renameSync(partial, folder);
  else rmSync(partial, { recursive: true, force: true });
  return status === 0 ? folder : undefined;
}

const pips = versions.map((version) => [version, findPip(version)] as const);
for (const [version, folder] of pips)
  if (folder === undefined)
    console.log(
      `not shown: pip ${version} with "slipway serve" (${python === '' ? 'SLIPWAY_PYTHON_PEERS is not set' : 'it cannot be installed'})`,
    );

interface Pip {
  install(...words: string[]): Promise<{ exitCode: number | null; output: string; installed: string[] }>;
}

/** One version of pip in a home of its own, in a world where nothing but the registry answers. */
function openPip(of: ReaderWorld, folder: string): Pip {
  return {
    install(...words) {
      const home = of.folder();
      const target = of.folder();
      const env = {
        PATH: process.env['PATH'] ?? '',
        ...of.world.env,
        HOME: home,
        PYTHONPATH: folder,
        PYTHONNOUSERSITE: '1',
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        PIP_NO_INPUT: '1',
        PIP_NO_CACHE_DIR: '1',
        PIP_RETRIES: '0',
      };
      const base = ['-m', 'pip', 'install', '--target', target];
      return new Promise((done, fail) => {
        const child = spawn(python, [...base, ...words], {
          cwd: home,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => {
            output += String(chunk);
          });
        child.once('error', fail).once('close', (exitCode) => {
          const installed = readdirSync(target).filter((name) => name.endsWith('.dist-info'));
          done({ exitCode, output, installed: installed.sort() });
        });
      });
    },
  };
}

const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** A wheel with what its index says of it. */
function served(version: string, requiresPython: string, headers: readonly string[] = []) {
  const all = [`Requires-Python: ${requiresPython}`, ...headers];
  const text = `Metadata-Version: 2.4\nName: demo\nVersion: ${version}\nSummary: A demo\nDescription-Content-Type: text/markdown\n${all.map((line) => `${line}\n`).join('')}\n# demo\n`;
  return { ...wheel({ version, headers: all }), requiresPython, metadataSha256: hex(text) };
}

/** Versions that an installer has to choose among: one for another Python, a pre-release, a local one, one from PyOCI's days. */
async function openReleases(): Promise<{ of: ReaderWorld; variables: { GITHUB_TOKEN: string } }> {
  const of = await openReaderWorld();
  for (const version of ['1.2.0', '1.2.0+local.7', '1.3.0', '2.0rc1'])
    await of.publish('demo', version, [served(version, '>=3.7')]);
  await of.publish('demo', '1.1.0', [sdist({ version: '1.1.0' }), wheel({ version: '1.1.0' })]);
  await of.publish('demo', '9.0', [served('9.0', '>=9')]);
  return { of, variables: { GITHUB_TOKEN: of.readToken() } };
}

/** An index of somebody else, with one project; ended with the test. */
async function startOtherIndex(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const files = new Map([wheel({ name: 'needed', version: '3.0' })].map(({ name, bytes }) => [name, bytes]));
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const bytes = files.get(path.replace('/files/', ''));
    if (bytes !== undefined) return response.end(bytes);
    if (path !== '/simple/needed/') return response.writeHead(404).end();
    const links = [...files.keys()].map((name) => `<a href="/files/${name}">${name}</a>`);
    return response.writeHead(200, { 'content-type': 'text/html' }).end(links.join('\n'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`, asked };
}

/** Stands before `slipway serve` and asks for HTML whatever a client prefers, as an old mirror would. @returns its simple API */
async function startHtmlView(url: string): Promise<string> {
  const origin = new URL(url).origin;
  const server = createServer((request, response) => {
    fetch(`${origin}${request.url}`, { headers: { accept: 'text/html' } }).then(
      async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        response.writeHead(answer.status, { 'content-type': type });
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`;
}

describe
  .skipIf(python === '')
  .each(pips.flatMap(([version, folder]) => (folder === undefined ? [] : [[version, folder]])))(
  'pip %s',
  (version, folder) => {
    it('the pip under test has the requested version', () => {
      const { stdout } = spawnSync(python, ['-m', 'pip', '--version'], {
        env: { PYTHONPATH: folder },
        encoding: 'utf8',
      });
      expect(stdout).toMatch(new RegExp(`^pip ${version.replaceAll('.', '\\.')} `));
    });

    it.each(['JSON', 'HTML'])('pip resolves by requires-python and PEP 440 from %s', async (form) => {
      const { of, variables } = await openReleases();
      const json = await of.serve([], variables);
      const url = form === 'JSON' ? json : await startHtmlView(json);
      const pip = openPip(of, folder);
      const install = async (...words: string[]): Promise<string[]> => {
        const { exitCode, output, installed } = await pip.install('--index-url', url, ...words);
        expect(exitCode, output).toBe(0);
        return installed;
      };
      expect(await install('demo')).toEqual(['demo-1.3.0.dist-info']);
      expect(await install('--pre', 'demo')).toEqual(['demo-2.0rc1.dist-info']);
      expect(await install('demo==1.2.0')).toEqual(['demo-1.2.0+local.7.dist-info']);
      // With metadata apart 23.0.1 takes a name in another spelling for another project (mended in pip 23.1).
      const spelled = version === '23.0.1' && form === 'HTML' ? 'demo' : 'Demo';
      expect(await install(`${spelled}==1.2.0+local.7`)).toEqual(['demo-1.2.0+local.7.dist-info']);
      expect(await install('demo<1.2')).toEqual(['demo-1.1.0.dist-info']);
      const none = await pip.install('--index-url', url, 'demo==9.0');
      expect([none.exitCode, none.installed]).toEqual([1, []]);
      expect(none.output).toMatch(/Requires-Python|requires a different python/i);
    });

    it('pip reads separate metadata and its digest if it supports this', async () => {
      const { of, variables } = await openReleases();
      const json = await of.serve([], variables);
      const { output } = await openPip(of, folder).install('-v', '--index-url', json, 'demo==1.3.0');
      const isFetched = output.includes('.whl.metadata');
      // 23.0.1 asks for it in HTML alone, where it has its old name.
      expect(isFetched, output).toBe(version !== '23.0.1');
      const html = await openPip(of, folder).install(
        '-v',
        '--index-url',
        await startHtmlView(json),
        'demo==1.3.0',
      );
      expect(html.output).toMatch(/\.whl\.metadata|Obtaining dependency information/);
    });

    it('pip checks files against the digests in its requirements', async () => {
      const { of, variables } = await openReleases();
      const url = await of.serve([], variables);
      const requirements = join(of.folder(), 'requirements.txt');
      const pip = openPip(of, folder);
      const install = (sha256: string) => {
        writeFileSync(requirements, `demo==1.3.0 --hash=sha256:${sha256}\n`);
        return pip.install('--index-url', url, '--require-hashes', '-r', requirements);
      };
      const right = await install(hex(served('1.3.0', '>=3.7').bytes));
      expect(right.installed, right.output).toEqual(['demo-1.3.0.dist-info']);
      const wrong = await install('0'.repeat(64));
      expect([wrong.exitCode, wrong.installed]).toEqual([1, []]);
      expect(wrong.output).toMatch(/DO NOT MATCH/);
    });

    it('pip gets dependencies from a different index only on request', async () => {
      const of = await openReaderWorld();
      await of.publish('demo', '1.2.0', [served('1.2.0', '>=3.7', ['Requires-Dist: needed>=1'])]);
      const variables = { GITHUB_TOKEN: of.readToken() };
      const other = await startOtherIndex();
      const pip = openPip(of, folder);
      const alone = await pip.install('--index-url', await of.serve([], variables), 'demo');
      expect([alone.exitCode, alone.installed]).toEqual([1, []]);
      expect(alone.output).toContain('No matching distribution found for needed');
      const words = ['--project', 'demo', '--fallback', other.url];
      const both = await pip.install('--index-url', await of.serve(words, variables), 'demo');
      expect(both.installed, both.output).toEqual(['demo-1.2.0.dist-info', 'needed-3.0.dist-info']);
      expect(other.asked.filter((path) => path.includes('demo'))).toEqual([]);
    });
  },
);
