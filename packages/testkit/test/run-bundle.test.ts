import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorOf, runBundle, startBundle } from '../src/run-bundle.ts';
import { temporaryDirectory } from '../src/temporary-directory.ts';

/** A bundle of the given lines, and where its runs have their files. */
async function writeBundle(...lines: readonly string[]) {
  const directory = await temporaryDirectory();
  const bundle = join(directory, 'index.mjs');
  writeFileSync(bundle, ["import { appendFileSync } from 'node:fs';", ...lines].join('\n'));
  return { bundle, directory, variables: {} };
}

const append = (variable: string, text: string): string =>
  `appendFileSync(process.env.${variable}, ${JSON.stringify(text)});`;

it('runBundle returns the outputs, state and summary of each run', async () => {
  const start = await writeBundle(
    append('GITHUB_OUTPUT', 'one<<END_1\nfirst\nEND_1\n'),
    append('GITHUB_OUTPUT', 'one<<END_2\na\n<<b\nEND_1\nEND_2\nempty<<END\n\nEND\nhalf<<END\nwritt'),
    append('GITHUB_STATE', 'isPost<<END\ntrue\nEND\n'),
    append('GITHUB_STEP_SUMMARY', '# Größe\n'),
    "console.log('to one');",
    "console.error('to the other');",
    'process.exitCode = 3;',
  );
  for (const _run of ['first', 'second']) {
    const { output, ...rest } = await runBundle(start);
    expect(output.split('\n').sort()).toEqual(['', 'to one', 'to the other']);
    expect(rest).toEqual({
      exitCode: 3,
      outputs: { one: 'a\n<<b\nEND_1', empty: '' },
      state: { isPost: 'true' },
      summary: '# Größe\n',
    });
  }
});

it('a bundle gets its inputs, its state and only PATH from this process', async () => {
  const start = await writeBundle('console.log(JSON.stringify(process.env));');
  const { output } = await runBundle({
    ...start,
    inputs: { 'packages-dir': 'dist', token: 'a' },
    state: { isPost: 'true' },
    variables: { INPUT_TOKEN: 'b', ACTIONS_ID_TOKEN_REQUEST_URL: undefined },
  });
  const { GITHUB_OUTPUT, GITHUB_STATE, GITHUB_STEP_SUMMARY, ...rest } = JSON.parse(
    output,
  ) as NodeJS.ProcessEnv;
  expect(new Set([GITHUB_OUTPUT, GITHUB_STATE, GITHUB_STEP_SUMMARY])).toHaveLength(3);
  // A system may add variables of its own.
  expect(rest).toMatchObject({
    PATH: process.env['PATH'],
    'INPUT_PACKAGES-DIR': 'dist',
    INPUT_TOKEN: 'b',
    STATE_isPost: 'true',
  });
  expect(rest).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_URL');
  expect(rest).not.toHaveProperty('VITEST');
});

it('a killed bundle returns what it wrote until then', async () => {
  const start = await writeBundle(
    append('GITHUB_OUTPUT', 'one<<END\nfirst\nEND\n'),
    'setInterval(() => {}, 1000);',
  );
  const hasOutput = () => readFileSync(join(start.directory, 'output'), 'utf8') !== '';
  const watched = await runBundle(start, hasOutput);
  expect(watched).toMatchObject({ exitCode: null, outputs: { one: 'first' } });
  const started = startBundle(start);
  started.kill();
  expect((await started.ended).exitCode).toBeNull();
});

it('errorOf returns the title and message of the first error of a run', () => {
  const output = 'one\n::error title=E_OCI_V2_BROKEN::The words%0Aof it\n::error title=E_OTHER::more\n';
  expect(errorOf({ output })).toBe('E_OCI_V2_BROKEN The words%0Aof it');
  expect(errorOf({ output: 'said ::error title=E_OTHER::more\n' })).toBe('');
});
