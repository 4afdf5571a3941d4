import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchProject } from '../../src/projects/fetch-project.ts';
import { runTool } from '../../src/tools/run-tool.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];

describe.skipIf(python === undefined)('fetchProject', () => {
  let home: string;
  let server: Server;
  let sdist: Buffer;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-projects-'));
    await mkdir(join(home, 'demo-1.0/src/demo.egg-info'), { recursive: true });
    await writeFile(join(home, 'demo-1.0/PKG-INFO'), 'Name: demo\n');
    await writeFile(join(home, 'demo-1.0/src/demo.egg-info/SOURCES.txt'), '\n');
    await writeFile(join(home, 'demo-1.0/.gitignore'), 'generated.py\n');
    await writeFile(join(home, 'demo-1.0/generated.py'), 'x = 1\n');
    const archive = join(home, 'demo-1.0.tar.gz');
    expect(await runTool('tar', ['-czf', archive, '-C', home, 'demo-1.0'])).toEqual({
      exitCode: 0,
      output: '',
    });
    sdist = await readFile(archive);
    const files = [
      { filename: 'demo-0.9.tar.gz', url: '/old' },
      { filename: 'demo-1.0.tar.gz', url: '/new' },
    ];
    server = createServer((request, response) => {
      response.end(request.url === '/new' ? sdist : JSON.stringify({ files }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env['PIP_INDEX_URL'] = `http://127.0.0.1:${port}/simple/`;
  });

  afterAll(async () => {
    delete process.env['PIP_INDEX_URL'];
    server.close();
    await rm(home, { recursive: true, force: true });
  });

  const project = (version: string, sha256: string) =>
    ({ name: 'demo', version, sha256, backend: 'setuptools', tagFormat: 'demo-{version}' }) as const;
  const digest = (): string => createHash('sha256').update(sdist).digest('hex');

  it('a source from the configured index becomes one clean commit', async () => {
    const folder = await fetchProject(python ?? '', join(home, 'cache'), project('1.0', digest()));
    const { output } = await runTool('git', ['-C', folder, 'ls-files']);
    expect(output).toBe('.gitignore\ngenerated.py\n');
    expect((await runTool('git', ['-C', folder, 'status', '--porcelain'])).output).toBe('');
    expect((await runTool('git', ['-C', folder, 'log', '--format=%s %d'])).output).toBe(
      'Release 1.0  (HEAD -> main, tag: demo-1.0)\n',
    );
  });

  it('a source with a different digest is rejected and leaves nothing behind', async () => {
    const cache = join(home, 'refused');
    await expect(fetchProject(python ?? '', cache, project('1.0', '0'.repeat(64)))).rejects.toThrow(
      `demo-1.0.tar.gz has SHA-256 ${digest()}, expected 000`,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it('a missing source is named', async () => {
    await expect(fetchProject(python ?? '', join(home, 'none'), project('2.0', digest()))).rejects.toThrow(
      'the index has no sdist of demo 2.0',
    );
  });
});
