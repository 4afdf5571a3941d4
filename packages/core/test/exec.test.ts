import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createExec } from '../src/exec.ts';

const { run } = createExec();
const node = (script: string, ...args: string[]) =>
  [process.execPath, ['-e', script, '--', ...args]] as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-exec-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('run', () => {
  it('a program receives its exact arguments, its input and only the given variables', async () => {
    const script =
      'process.stdin.pipe(process.stdout);console.log(JSON.stringify([process.argv.slice(1),process.env]))';
    const result = await run(...node(script, '$(id)', 'a b', '*'), { env: { A: '1' }, input: 'in' });
    const [line = '', rest] = result.stdout.split('\n');
    expect(JSON.parse(line)).toEqual([['$(id)', 'a b', '*'], { A: '1' }]);
    expect(rest).toBe('in');
  });
  it('a workflow command in the output of a program is neutralized', async () => {
    const lines: string[] = [];
    await run(...node('process.stdout.write("::add-mask::e\\n##[error]x\\nlast")'), {
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual([':\u200C:add-mask:\u200C:e', '##\u200C[error]x', 'last']);
  });
  it('a nonzero exit code fails with the last line of stderr unless it is accepted', async () => {
    const [file, args] = node('console.error("first");console.error("no such tag");process.exit(3)');
    await expect(run(file, args)).rejects.toThrow('failed with exit code 3: no such tag');
    expect((await run(file, args, { acceptedExitCodes: [0, 3] })).exitCode).toBe(3);
  });
  it('a missing program or working folder is named in the error', async () => {
    await expect(run('no-such-program-here', [])).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      message: expect.stringContaining('no-such-program-here'),
    });
    await expect(run(process.execPath, ['-v'], { cwd: join(folder, 'gone') })).rejects.toThrow(
      'gone does not exist',
    );
  });
  it('captured output is cut to its limit while every line is reported', async () => {
    let lines = 0;
    const [file, args] = node('for(let i=0;i<10000;i++)console.log("x".repeat(99))');
    const result = await run(file, args, {
      maxOutputBytes: 1000,
      onLine: () => {
        lines += 1;
      },
    });
    expect(result.stdout).toHaveLength(1000);
    expect(lines).toBe(10_000);
  });
  it('a 64 MiB line without a line feed is reported in bounded pieces', async () => {
    const pieces: number[] = [];
    const [file, args] = node(
      'const part=Buffer.alloc(2**20,"x");for(let i=0;i<64;i++)require("fs").writeSync(1,part)',
    );
    const result = await run(file, args, {
      maxOutputBytes: 1000,
      onLine: (line) => pieces.push(line.length),
    });
    expect(result.stdout).toHaveLength(1000);
    // Pieces of 64 KiB, each cut to what a log line may have.
    expect(pieces).toEqual(Array.from({ length: 1024 }, () => 2048));
  });
  it('a program is searched for only in the PATH that it receives', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'greet'), '#!/bin/sh\necho hello from $0\n', { mode: 0o755 });
    await writeFile(join(bin, 'plain'), 'not a program');
    const greeting = { stdout: `hello from ${join(bin, 'greet')}\n` };
    expect(await run('greet', [], { env: { PATH: `/no/such:${bin}` } })).toMatchObject(greeting);
    expect(await run('greet', [], { env: { PATH: 'bin' }, cwd: folder })).toMatchObject(greeting);
    expect(await run('./bin/greet', [], { cwd: folder })).toMatchObject(greeting);
    for (const name of ['sh', 'plain', 'bin', ''])
      await expect(run(name, [], { env: { PATH: bin } })).rejects.toMatchObject({ code: 'E_TOOL_MISSING' });
    expect((await run('sh', ['-c', 'echo x'])).stdout).toBe('x\n');
  });
  it('a program path may contain blanks, quotes and backslashes', async () => {
    for (const name of ['two words', ' ends with a blank ', 'a"quoted"', 'back\\slash', 'both\\"', '$(id)']) {
      await copyFile('/bin/sh', join(folder, name));
      const { stdout } = await run(join(folder, name), ['-c', 'echo "$0" "$1"', name, '\\"']);
      expect(stdout).toBe(`${name} \\"\n`);
    }
  });
  it('a program ends when its input is empty or is not read', async () => {
    expect((await run('cat', [])).stdout).toBe('');
    const input = Buffer.alloc(4 * 2 ** 20);
    expect((await run(...node('process.exit(0)'), { input })).exitCode).toBe(0);
  });
  it('a program ended by a signal fails with the name of the signal', async () => {
    await expect(run(...node('process.kill(process.pid,"SIGKILL")'))).rejects.toThrow(
      'was terminated by SIGKILL.',
    );
  });
  it('a program that the system cannot start is rejected', async () => {
    await expect(run('true', ['x'.repeat(2 ** 20)])).rejects.toMatchObject({
      code: 'E_EXEC_FAILED',
      message: expect.stringContaining('E2BIG'),
    });
    const script = join(folder, 'script');
    await writeFile(script, '#!/no/such/interpreter\n', { mode: 0o755 });
    await expect(run(script, [])).rejects.toMatchObject({ code: 'E_TOOL_MISSING' });
    await expect(run('true', ['a\0b'])).rejects.toMatchObject({ code: 'E_EXEC_FAILED' });
  });
  it('a program does not start once its signal is aborted', async () => {
    const mark = join(folder, 'started');
    const controller = new AbortController();
    const running = run('touch', [mark], { signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
    await expect(readFile(mark)).rejects.toThrow('ENOENT');
  });
  it('an aborted program ends while concurrent programs keep running', async () => {
    const controller = new AbortController();
    const script = 'setTimeout(()=>console.log("done"),1500);console.log("up")';
    const others = [run(...node(script)), run(...node(script))];
    const onLine = (): void => controller.abort(new Error('cancelled'));
    await expect(run(...node(script), { signal: controller.signal, onLine })).rejects.toThrow('cancelled');
    for (const { stdout } of await Promise.all(others)) expect(stdout).toBe('up\ndone\n');
  });
  it('a program times out when a detached process keeps its output open', async () => {
    const mark = join(folder, 'daemon');
    const script = `const c=require("child_process").spawn(process.execPath,["-e","setInterval(()=>{},1000)"],{stdio:"inherit",detached:true});require("fs").writeFileSync(process.argv[1],String(c.pid));setInterval(()=>{},1000)`;
    await expect(run(...node(script, mark), { timeoutMs: 2000 })).rejects.toThrow(
      'did not finish within 2000 ms',
    );
    process.kill(Number(await readFile(mark, 'utf8')), 'SIGKILL');
  });
  it.each(['timeout', 'abort'])('a program is ended with all its child processes on %s', async (how) => {
    const mark = join(folder, `pid-${how}`);
    const timeoutMs = 3000;
    const child = 'setInterval(()=>{},1000)';
    const script = `const c=require("child_process").spawn(process.execPath,["-e",${JSON.stringify(child)}],{stdio:"inherit"});require("fs").writeFileSync(process.argv[1],String(c.pid));process.on("SIGTERM",()=>{});setInterval(()=>{},1000)`;
    const controller = new AbortController();
    const running = run(
      ...node(script, mark),
      how === 'timeout' ? { timeoutMs } : { signal: controller.signal },
    );
    if (how === 'abort') {
      // It can be ended with what it started only once it has started it.
      await vi.waitUntil(async () => (await readFile(mark, 'utf8').catch(() => '')) !== '', {
        timeout: 20_000,
      });
      controller.abort(new Error('cancelled'));
    }
    await expect(running).rejects.toThrow(
      how === 'timeout' ? `did not finish within ${timeoutMs} ms` : 'cancelled',
    );
    const pid = Number(await readFile(mark, 'utf8'));
    // A process that was ended is there until somebody collects it, which a busy machine puts off.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
  });
});
