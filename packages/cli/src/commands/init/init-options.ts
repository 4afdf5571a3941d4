import { type CommandTable, type CommandWords, refuseWords } from '../../maintainer/option-table.ts';

/** The words of `init`, checked. */
export interface InitOptions {
  readonly directory: string;
  /** No question is asked. */
  readonly yes: boolean;
  readonly rehearse: boolean;
  readonly json: string | undefined;
}

export const initTable: CommandTable = {
  usage: 'slipway init [DIR] [options]',
  description: `Adds the release workflow to a project: shows what was found in it, writes .github/workflows/release.yml, prints the values
for the trusted publisher on PyPI and the commands for the environment on GitHub, and rehearses a release. A file that
exists is never overwritten. DIR defaults to the current folder.`,
  rows: [
    { name: 'yes', help: 'ask nothing' },
    { name: 'no-rehearsal', help: 'do not rehearse a release at the end' },
    { name: 'json', value: 'FILE', help: 'write the report of the rehearsal as JSON' },
  ],
  exitCodes: {
    0: 'the workflow exists, and the rehearsal passed',
    1: 'the rehearsal failed',
    2: 'the folder is not a project that can be released, or it has a different release workflow',
    3: 'a program that the rehearsal needs is missing',
  },
};

/** @throws InputError E_COMMAND_USAGE */
export function readInitOptions(words: CommandWords): InitOptions {
  const { positionals } = words;
  if (positionals.length > 1) throw refuseWords(`Unexpected argument "${positionals[1] ?? ''}".`);
  return {
    directory: positionals[0] ?? '.',
    yes: words.has('yes'),
    rehearse: !words.has('no-rehearsal'),
    json: words.get('json'),
  };
}
