import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  choice,
  defineInputs,
  fileList,
  flag,
  integer,
  keyValues,
  list,
  listSecretInputs,
  secret,
  text,
} from '../src/inputs.ts';
import { listContractFindings } from '../src/testing/contract.ts';
import { readGivenInputs } from '../src/testing/read-given-inputs.ts';

const schema = defineInputs({
  path: text({ default: '.' }),
  version: text(),
  mode: choice(['direct', 'pull-request'], { default: 'direct' }),
  'dry-run': flag({ default: false }),
  'wait-minutes': integer({ default: 10, max: 60 }),
  files: list(),
  'build-args': keyValues(),
  digests: fileList(),
  token: secret({ required: true }),
});

const read = (given: Record<string, string> = {}) =>
  readGivenInputs(schema, { token: 'hush-hush', ...given });

describe('action inputs', () => {
  it('an empty input has its default value', () => {
    expect(read({ path: '  ', version: '' })).toEqual({
      path: '.',
      version: undefined,
      mode: 'direct',
      'dry-run': false,
      'wait-minutes': 10,
      files: [],
      'build-args': new Map(),
      digests: undefined,
      token: 'hush-hush',
    });
  });
  it('an input that may be empty has its default only when it is not set', () => {
    const prefixed = defineInputs({ 'tag-prefix': text({ default: 'auto', mayBeEmpty: true }) });
    expect(readGivenInputs(prefixed, {})).toEqual({ 'tag-prefix': 'auto' });
    expect(readGivenInputs(prefixed, { 'tag-prefix': '' })).toEqual({ 'tag-prefix': '' });
    expect(readGivenInputs(prefixed, { 'tag-prefix': 'v' })).toEqual({ 'tag-prefix': 'v' });
  });
  it('an input that may be empty and has no default in action.yml is a finding', () => {
    const prefixed = defineInputs({ 'tag-prefix': text({ default: 'auto', mayBeEmpty: true }) });
    const metadata = (rest: string) =>
      `inputs: {tag-prefix: {description: Prefix.${rest}}}\nruns: {using: node24, main: ../../dist/demo/index.js}`;
    expect(listContractFindings('demo', prefixed, [], metadata(', default: auto'))).toEqual([]);
    expect(listContractFindings('demo', prefixed, [], metadata(''))).toContain(
      'input "tag-prefix" may be empty and has no default in action.yml',
    );
  });
  it('each input type is parsed from its own format', () => {
    const entry = { name: 'a.whl', sha256: 'a'.repeat(64), size: 1, kind: 'wheel' };
    expect(
      read({
        'dry-run': 'True',
        mode: 'pull-request',
        files: 'dist/*\r\n\n# a comment\n  SHA256SUMS ',
        'build-args': 'A=1=2\nB=',
        digests: JSON.stringify([entry]),
      }),
    ).toMatchObject({
      'dry-run': true,
      mode: 'pull-request',
      files: ['dist/*', 'SHA256SUMS'],
      'build-args': new Map([
        ['A', '1=2'],
        ['B', ''],
      ]),
      digests: [entry],
    });
  });
  it.each([
    ['an unknown name', { dryrun: 'true' }, 'Unknown input "dryrun"'],
    ['a flag that is not true or false', { 'dry-run': 'yes' }, 'is "yes"; expected true or false'],
    [
      'a value that is not one of the choices',
      { mode: 'pull_request' },
      'expected one of direct, pull-request. Did you mean "pull-request"?',
    ],
    ['a value that is not a number', { 'wait-minutes': '1e3' }, 'expected a whole number from 0 to 60'],
    ['a number out of bounds', { 'wait-minutes': '61' }, 'from 0 to 60'],
    ['an empty required input', { token: '' }, '"token" is required'],
    ['a line that is not NAME=VALUE', { 'build-args': '=x' }, 'is not NAME=VALUE'],
    ['a repeated name', { 'build-args': 'A=1\nA=2' }, '"A" repeats a name'],
    ['a truncated file list', { digests: '[{"name":"a.wh' }, 'is not valid JSON (14 characters)'],
    [
      'a file name that is a path',
      { digests: '[{"name":"../a","sha256":"","size":0,"kind":"other"}]' },
      'entry 1',
    ],
  ])('%s is rejected', (_what, variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });
  it('the hint for an unknown input suggests the nearest name', () => {
    try {
      read({ dryrun: 'true' });
      expect.unreachable();
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'E_INPUT_UNKNOWN', hint: 'Did you mean "dry-run"?' });
    }
  });
  it('secret inputs are listed before any input is validated', () => {
    vi.stubEnv('INPUT_TOKEN', ' abc ');
    vi.stubEnv('INPUT_TYPO', 'x');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(listSecretInputs(schema)).toEqual(['abc']);
  });
});
