import { namedFaults } from '@slipway/world/named-faults';
import { describe, expect, it } from 'vitest';
import { parseRehearseOptions } from '../../src/commands/rehearse-options.ts';

describe('the words of a rehearsal', () => {
  it('all options are optional', () => {
    expect(parseRehearseOptions([])).toMatchObject({
      project: undefined,
      wish: { kind: 'default' },
      draft: false,
    });
  });

  it('only one of bump, version and tag is accepted', () => {
    expect(() => parseRehearseOptions(['--bump', 'minor', '--tag', 'v1'])).toThrow(/Only one of/);
    expect(parseRehearseOptions(['--tag', 'refs/tags/v1']).wish).toEqual({ kind: 'tag', tag: 'v1' });
    expect(parseRehearseOptions(['--version', '2.0.0']).wish).toEqual({ kind: 'version', version: '2.0.0' });
  });

  it('every named fault is accepted, and an unknown one prints the list', () => {
    for (const { name } of namedFaults)
      expect(parseRehearseOptions(['--fault', name]).fault?.name).toBe(name);
    try {
      parseRehearseOptions(['--fault', 'nothing']);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_REHEARSE_USAGE', blame: 'input' });
      for (const { name } of namedFaults) expect((error as { hint: string }).hint).toContain(name);
    }
  });

  it('a different engine, an unexpected argument and an empty value are rejected', () => {
    expect(() => parseRehearseOptions(['--engine', 'act'])).toThrow(/is not available/);
    expect(() => parseRehearseOptions(['minor'])).toThrow(/minor/);
    expect(() => parseRehearseOptions(['--bump', ''])).toThrow(/require a value/);
  });
});
