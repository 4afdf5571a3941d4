import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { type CliRun, namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const jsonType = 'application/vnd.pypi.simple.v1+json';

async function openLarge(): Promise<ReaderWorld> {
  const of = await openReaderWorld();
  await of.publish('demo', '1.2.0', [wheel({ module: `# ${'x'.repeat(3_000_000)}\n` })]);
  of.registry.setVisibility(`${namespace}/demo`, 'public');
  return of;
}

const download = (of: ReaderWorld, directory: string): Promise<CliRun> =>
  of.run(['download', 'demo==1.2.0', '--namespace', namespace, '--directory', directory]);

/** Runs in a process that may write no file of more than a megabyte: the way a full disk shows itself without one. */
function startLimited(of: ReaderWorld, words: readonly string[]) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: of.folder(), TMPDIR: of.folder(), ...of.world.env };
  // In blocks of 512 or 1024 bytes.
  const limit = ['-c', 'ulimit -f 1000 && exec "$@"', 'sh'];
  const child = spawn('sh', [...limit, process.execPath, main, ...words], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk);
    });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return { child, ended, read: () => output };
}

describe('a disk that takes no more', () => {
  it('a full disk ends a download with an error and leaves no file behind', async () => {
    const of = await openLarge();
    const directory = of.folder();
    const base = ['download', 'demo==1.2.0', '--namespace', namespace];
    const run = startLimited(of, [...base, '--directory', directory]);
    expect(await run.ended).toBe(3);
    expect(run.read()).toContain('E_FILE_UNREADABLE');
    expect(run.read()).toContain(directory);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('a full disk cuts one response of an index, which keeps serving and reports the cause', async () => {
    const of = await openLarge();
    const run = startLimited(of, ['serve', '--namespace', namespace, '--port', '0']);
    let url: string | undefined;
    while (url === undefined) {
      await new Promise((done) => setTimeout(done, 50));
      url = /Serving \S+ at (\S+)/.exec(run.read())?.[1];
    }
    const page = await fetch(`${url}demo/`, { headers: { accept: jsonType } });
    const { files } = (await page.json()) as { files: { url: string }[] };
    const take = async (): Promise<string> => {
      const response = await fetch(new URL(files[0]?.url ?? '', `${url}demo/`));
      return response.status === 200 ? `${(await response.arrayBuffer()).byteLength} bytes` : 'refused';
    };
    expect(await take().catch(() => 'broken off')).toMatch(/refused|broken off/);
    expect((await fetch(`${url}demo/`)).status).toBe(200);
    expect(run.read()).toContain('E_FILE_UNREADABLE');
    run.child.kill('SIGTERM');
    await run.ended;
  });
});

describe('a folder that cannot be one', () => {
  it.each(['', 'below'])('a download into a file%s fails with an error', async (below) => {
    const of = await openLarge();
    const file = join(of.folder(), 'file');
    writeFileSync(file, 'x');
    const run = await download(of, join(file, below));
    expect(run.exitCode, run.output).toBe(3);
    expect(run.output).toContain('E_FILE_UNREADABLE');
    expect(run.output).not.toContain('    at ');
  });

  it('the folder is quoted for a shell in the printed command', async () => {
    const of = await openLarge();
    const directory = join(of.folder(), "a $HOME 'q'");
    mkdirSync(directory);
    const run = await download(of, directory);
    expect(run.output).toContain(`${"a $HOME '\\''q'\\''"}' demo==`);
  });
});
