import { namedFaults } from '@slipway/world/named-faults';
import { describe, expect, it } from 'vitest';
import { faultList, parseRehearseOptions, rehearseHelp } from '../../src/commands/rehearse-options.ts';

function hintOf(words: readonly string[]): string {
  try {
    parseRehearseOptions(words);
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_REHEARSE_USAGE', blame: 'input' });
    return (error as { hint: string }).hint;
  }
  throw new Error('nothing was rejected');
}

describe('the words of a rehearsal', () => {
  it('all options are optional', () => {
    expect(parseRehearseOptions([])).toMatchObject({
      project: undefined,
      wish: { kind: 'default' },
      draft: false,
    });
  });

  it('only one of bump, version and tag is accepted', () => {
    expect(() => parseRehearseOptions(['--bump', 'minor', '--tag', 'v1'])).toThrow(/only one of/);
    expect(parseRehearseOptions(['--tag', 'refs/tags/v1']).wish).toEqual({ kind: 'tag', tag: 'v1' });
    expect(parseRehearseOptions(['--version', '2.0.0']).wish).toEqual({ kind: 'version', version: '2.0.0' });
  });

  it('every named fault is accepted, and an unknown one names the nearest', () => {
    for (const { name } of namedFaults) {
      expect(parseRehearseOptions(['--fault', name]).fault?.name).toBe(name);
      expect(faultList).toContain(`  ${name}: `);
    }
    expect(parseRehearseOptions(['--fault', 'list'])).toMatchObject({ fault: undefined, listFaults: true });
    expect(hintOf(['--fault', 'mint-refuse'])).toContain('Did you mean mint-refused?');
    expect(hintOf(['--fault', 'meteor'])).toContain('--fault list');
  });

  it('an option that is not known, lacks its value or takes none is rejected with the way out', () => {
    expect(hintOf(['--bumb', 'minor'])).toBe('Did you mean --bump?');
    expect(hintOf(['--zzzzzzz'])).toBe('Check the spelling.');
    expect(hintOf(['--bump'])).toContain('Write --bump KIND');
    expect(hintOf(['--bump', '--draft'])).toContain('Write --bump KIND');
    expect(hintOf(['--draft=yes'])).toBe('Remove the value.');
    expect(() => parseRehearseOptions(['minor'])).toThrow('unexpected argument "minor"');
    expect(() => parseRehearseOptions(['--bump', ''])).toThrow(/need a value/);
  });

  it.each(['--html', '--json'])(
    '%s in a folder that does not exist is rejected before anything runs',
    (option) => {
      expect(() => parseRehearseOptions([option, '/no/such/folder/report'])).toThrow(
        'the folder "/no/such/folder" does not exist',
      );
    },
  );

  it('a version that is not one of PEP 440 is rejected before anything runs', () => {
    expect(() => parseRehearseOptions(['--version', 'not a version'])).toThrow(/not valid under PEP 440/);
    expect(parseRehearseOptions(['--version', '2.0.0rc1']).wish).toEqual({
      kind: 'version',
      version: '2.0.0rc1',
    });
  });

  it('every option is in the help with its default, in lines of at most 100 columns', () => {
    const lines = rehearseHelp.split('\n').filter((line) => line.startsWith('  '));
    for (const name of ['project', 'bump', 'version', 'html', 'open', 'allow-dirty', 'help'])
      expect(
        lines.filter((line) => line.startsWith(`  --${name} `)),
        name,
      ).toHaveLength(1);
    expect(rehearseHelp).toContain('(default: the bundled sample)');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it('a gate is one of two, and a draft that stays one waits for nobody', () => {
    expect(parseRehearseOptions(['--gate', 'release']).gate).toBe('release');
    expect(parseRehearseOptions([]).gate).toBeUndefined();
    expect(() => parseRehearseOptions(['--gate', 'person'])).toThrow('unknown gate "person"');
    expect(() => parseRehearseOptions(['--gate', 'release', '--draft'])).toThrow('cannot be used together');
  });
});
