import { expect, it } from 'vitest';
import { indexEnvironment, runWithIndex } from '../../src/reader/install/run-with-index.ts';

const url = 'http://127.0.0.1:1234/simple/';
const { signal } = new AbortController();

it('a command gets the index, a direct way to it, and neither other indexes nor the token', () => {
  const environment = indexEnvironment(
    {
      HOME: '/h',
      GITHUB_TOKEN: 's',
      GH_TOKEN: 's',
      PIP_EXTRA_INDEX_URL: 'x',
      UV_INDEX: 'x',
      NO_PROXY: 'a.example',
    },
    url,
  );
  expect(environment).toEqual({
    ...{ HOME: '/h', PIP_INDEX_URL: url, UV_DEFAULT_INDEX: url },
    ...{ NO_PROXY: 'a.example,127.0.0.1', no_proxy: 'a.example,127.0.0.1' },
  });
});

it('the exit code of a command is passed on, and that of a signal as a shell has it', async () => {
  const run = (script: string): Promise<number> => runWithIndex(['sh', '-c', script], process.env, signal);
  expect(await run('exit 7')).toBe(7);
  expect(await run('kill -KILL $$')).toBe(137);
});

it('a command that is not installed is named', async () => {
  await expect(runWithIndex(['no-such-installer'], process.env, signal)).rejects.toMatchObject({
    ...{ code: 'E_GHP_COMMAND', message: '"no-such-installer" cannot be started.' },
  });
});

it('an interrupted serve ends the command', async () => {
  const controller = new AbortController();
  const ended = runWithIndex(['sleep', '60'], process.env, controller.signal);
  controller.abort();
  expect(await ended).toBe(143);
});
