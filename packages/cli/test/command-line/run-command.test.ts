import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/command-line/run-command.ts';
import { doctorTable, readDoctorOptions } from '../../src/commands/doctor/doctor-options.ts';
import { readWithdrawOptions, withdrawTable } from '../../src/commands/withdraw/withdraw-options.ts';

async function call(run: (host: Parameters<typeof runCommand>[2]) => Promise<number>) {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const exitCode = await run({
    variables: {},
    write,
    writeError: write,
    signal: new AbortController().signal,
  });
  return { exitCode, output };
}
const doctor = (...words: string[]) =>
  call((host) =>
    runCommand(doctorTable, words, host, async (given) => {
      host.write(JSON.stringify({ ...readDoctorOptions(given), skipped: undefined }));
      return 0;
    }),
  );
const withdraw = (...words: string[]) =>
  call((host) =>
    runCommand(withdrawTable, words, host, async (given) => {
      host.write(JSON.stringify(readWithdrawOptions(given)));
      return 0;
    }),
  );

describe('a command with a table of options', () => {
  it.each([
    [['--jsno', 'x'], 'unknown option "--jsno"', 'Did you mean --json?'],
    [['--json'], '--json needs a value', 'Write --json FILE'],
    [['a', 'b'], 'unexpected argument "b"', 'Remove it'],
    [['--repo', 'demo'], '--repo "demo" is not a repository', 'Write OWNER/REPO.'],
    [['--only', 'GH99'], '--only "GH99" is not the id of a check', 'The checks are GH01,'],
    [['--skip', 'WF99=x'], '--skip "WF99" is not the id of a check', 'ED01.'],
    [['--skip', 'GH06'], '--skip GH06 has no reason', 'Write --skip GH06=REASON.'],
    [
      ['--json', '/no/such/folder/x.json'],
      'the folder "/no/such/folder" does not exist',
      'Create the folder',
    ],
    [
      ['--record', '/no/such/folder/x.json'],
      'the folder "/no/such/folder" does not exist',
      'Create the folder',
    ],
  ])('a call with %j ends with three lines before anything runs', async (words, message, hint) => {
    const { exitCode, output } = await doctor(...words);
    expect(exitCode).toBe(2);
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^error: /);
    expect(lines[0]).toContain(message);
    expect(lines[1]).toContain(hint);
    expect(lines[2]).toBe('  Run "npm run slipway -- doctor --help" for all options.');
  });

  it('options have the values of the call', async () => {
    const { exitCode, output } = await doctor('demo', '--only', 'gh06,PY02', '--skip', 'GH01=ours', '--fix');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      directory: 'demo',
      only: ['GH06', 'PY02'],
      fix: true,
      strict: false,
    });
  });

  it('help names every option with its default, and the exit codes', async () => {
    const { exitCode, output } = await doctor('-h');
    expect(exitCode).toBe(0);
    for (const name of [...Object.keys(doctorTable.options), 'help']) expect(output).toContain(`  --${name}`);
    expect(output).toContain('(default: the remote "origin")');
    expect(output).toContain('  4  with --strict');
  });

  it('a release without a name is rejected with its form', async () => {
    expect((await withdraw('--reason', 'broken')).output).toContain('error: the release is missing\n');
    const { output } = await withdraw('octo/demo@refs/tags/v1.2.0', '--reason', 'broken', '--apply', 'tags');
    expect(JSON.parse(output)).toMatchObject({ repository: 'octo/demo', tag: 'v1.2.0', applyTags: true });
  });
});
