import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

describe('a program', () => {
  it('gets its arguments as they are, its input, and no variable that was not given', async () => {
    const script =
      'process.stdin.pipe(process.stdout);console.log(JSON.stringify([process.argv.slice(1),process.env]))';
    const result = await run(...node(script, '$(id)', 'a b', '*'), { env: { A: '1' }, input: 'in' });
    const [line = '', rest] = result.stdout.split('\n');
    expect(JSON.parse(line)).toEqual([['$(id)', 'a b', '*'], { A: '1' }]);
    expect(rest).toBe('in');
  });
  it('cannot give commands to the runner', async () => {
    const lines: string[] = [];
    await run(...node('process.stdout.write("::add-mask::e\\n##[error]x\\nlast")'), {
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual([':\u200C:add-mask:\u200C:e', '##\u200C[error]x', 'last']);
  });
  it('is refused with what it said last, unless its exit code is accepted', async () => {
    const [file, args] = node('console.error("first");console.error("no such tag");process.exit(3)');
    await expect(run(file, args)).rejects.toThrow('ended with exit code 3: no such tag');
    expect((await run(file, args, { acceptedExitCodes: [0, 3] })).exitCode).toBe(3);
  });
  it('is named when it is not there', async () => {
    await expect(run('no-such-program-here', [])).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      message: expect.stringContaining('no-such-program-here'),
    });
    await expect(run(process.execPath, ['-v'], { cwd: join(folder, 'gone') })).rejects.toThrow(
      'gone does not exist',
    );
  });
  it('keeps as much output as it may and hands on every line', async () => {
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
  it.each(['timeout', 'abort'])('is ended with everything it started: %s', async (how) => {
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
      how === 'timeout' ? `did not end within ${timeoutMs} ms` : 'cancelled',
    );
    const pid = Number(await readFile(mark, 'utf8'));
    // A process that was ended is there until somebody collects it, which a busy machine puts off.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 20_000 });
  });
});
