import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvFile } from '@slipway/runner/env-file';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appendToCommandFile, renderCommand, renderFileEntry } from '../src/workflow-commands.ts';

const trickyValues = [
  '',
  '\n',
  'ghadelimiter_00000000-0000-0000-0000-000000000000',
  'x\nghadelimiter_\nname=value\nother<<EOF\nEOF\n',
  'EOF\n<<',
  'a\r\nb\r',
  '100%25 %0A',
  '::error::x',
  '\uFEFFbom',
];

/** Texts that are likely to look like parts of the format. */
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...trickyValues),
  fc
    .array(fc.constantFrom('\n', '\r', '=', '<<', 'EOF', 'ghadelimiter_', '%', '%0A', '::', 'x'))
    .map((parts) => parts.join('')),
);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);

describe('an entry of an environment file', () => {
  it('is read by the runner as it was written, whatever the value holds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1, maxLength: 5 }), (entries) => {
        const content = entries.map(([key, text]) => renderFileEntry(key, text)).join('');
        expect([...parseEnvFile(content)]).toEqual(entries);
      }),
    );
  });

  it.each(trickyValues)('holds %j', (text) => {
    expect([...parseEnvFile(renderFileEntry('name', text) + renderFileEntry('next', 'n'))]).toEqual([
      ['name', text],
      ['next', 'n'],
    ]);
  });

  it('has a delimiter of its own, so that no value can know it', () => {
    const entries = Array.from({ length: 100 }, () => renderFileEntry('n', 'v').split('\n')[0]);
    expect(new Set(entries).size).toBe(100);
  });

  it('is added to the file that the variable names, and refused when there is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slipway-commands-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'output');
    const output = { variables: { GITHUB_OUTPUT: path }, writeLine: () => undefined };
    appendToCommandFile(output, 'GITHUB_OUTPUT', 'a', '1');
    appendToCommandFile(output, 'GITHUB_OUTPUT', 'b', '2\n');
    expect([...parseEnvFile(readFileSync(path, 'utf8'))]).toEqual([
      ['a', '1'],
      ['b', '2\n'],
    ]);
    expect(() => appendToCommandFile(output, 'GITHUB_STATE', 'a', '1')).toThrow('GITHUB_STATE is not set');
  });
});

/** As the runner undoes the escapes (actions/runner, ActionCommand.cs): the percent sign last. */
const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

describe('a workflow command', () => {
  it('is one line that the runner reads back, whatever it carries', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('%', '\r', '\n', ':', ',', '::', '%25', '%0A', '%3A', 'x'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, text, (data, title) => {
        const command = renderCommand('error', data, { title, file: 'a' });
        expect(command).not.toMatch(/[\r\n]/);
        const [, properties = '', rest = ''] = /^::error ([^:]*)::(.*)$/.exec(command) ?? [];
        expect(unescapeData(rest)).toBe(data);
        const read = properties.split(',').map((property) => property.split(/=(.*)/s).slice(0, 2));
        expect(read.map(([key = '', written = '']) => [key, unescapeProperty(written)])).toEqual(
          title === ''
            ? [['file', 'a']]
            : [
                ['title', title],
                ['file', 'a'],
              ],
        );
      }),
    );
  });

  it('has no empty properties', () => {
    expect(renderCommand('group', 'x')).toBe('::group::x');
    expect(renderCommand('error', 'x', { title: '' })).toBe('::error::x');
  });
});
