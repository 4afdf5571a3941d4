import { expect, it } from 'vitest';
import {
  downloadHelp,
  parseDownloadOptions,
  parseServeOptions,
  serveHelp,
} from '../../src/reader/reader-options.ts';

const job = { GITHUB_REPOSITORY: 'Octo/demo' };

it('the help of a reading command lists its options with their defaults', () => {
  for (const option of [
    'namespace',
    'registry',
    'directory',
    'attestation',
    'repository',
    'trusted-root',
    'help',
  ])
    expect(downloadHelp).toMatch(new RegExp(`^ {2}--${option}\\b`, 'm'));
  for (const option of ['namespace', 'registry', 'port', 'project', 'fallback', 'help'])
    expect(serveHelp).toMatch(new RegExp(`^ {2}--${option}\\b`, 'm'));
  expect(serveHelp).toContain('(default: 8741)');
  for (const line of `${downloadHelp}${serveHelp}`.split('\n')) expect(line.length).toBeLessThanOrEqual(125);
});

it('a misspelled option of a reading command is answered with the nearest one', () => {
  const read = (words: readonly string[]) => () => parseDownloadOptions(words, job);
  expect(read(['demo==1.0', '--regisry', 'x'])).toThrow(
    expect.objectContaining({ message: 'unknown option "--regisry"', hint: 'Did you mean --registry?' }),
  );
  expect(read(['demo==1.0', '--registry'])).toThrow(
    expect.objectContaining({ message: '--registry needs a value' }),
  );
  expect(read(['a==1', 'b==2'])).toThrow('exactly one NAME==VERSION');
  expect(() => parseServeOptions(['demo'], job)).toThrow('Unexpected argument "demo"');
});

it('the options of a reading command have the defaults of the job', () => {
  expect(parseServeOptions([], job)).toEqual({
    ...{ registry: 'ghcr.io', namespace: 'octo/demo/pypi', port: 8741, projects: [], fallback: undefined },
    command: undefined,
  });
  expect(parseServeOptions(['--help'], job)).toBeUndefined();
  const many = ['--project', 'A_b', '--project', 'c', '--fallback', 'https://index.example/simple'];
  expect(parseServeOptions(many, job)).toMatchObject({
    ...{ projects: ['a-b', 'c'], fallback: 'https://index.example/simple/' },
  });
});

it('the words after "--" are the command of serve, whatever they look like', () => {
  const words = ['--namespace', 'a/b', '--', 'pip', 'install', '--port', '1', '--', 'demo'];
  expect(parseServeOptions(words, {})).toMatchObject({
    ...{ namespace: 'a/b', port: 0, command: ['pip', 'install', '--port', '1', '--', 'demo'] },
  });
  expect(parseServeOptions(['--port', '8000', '--', 'true'], job)).toMatchObject({ port: 8000 });
  expect(() => parseServeOptions(['--'], job)).toThrow('There is no command after "--".');
});
