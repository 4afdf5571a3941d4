import { type CommandWords, defineCommand, refuseWords } from '../../command-line/command-table.ts';
import { checkOutputFile } from '../../command-line/output-files.ts';

/** The words of `init`, checked. */
export interface InitOptions {
  readonly directory: string;
  /** No question is asked. */
  readonly yes: boolean;
  readonly rehearse: boolean;
  readonly json: string | undefined;
}

export const initTable = defineCommand({
  usage: 'init [DIR] [options]',
  description: `Adds the release workflow to a project: shows what was found in it, writes .github/workflows/release.yml, prints the values
for the trusted publisher on PyPI and the commands for the environment on GitHub, and rehearses a release. A file that
exists is never overwritten. DIR defaults to the current folder.`,
  options: {
    yes: { help: 'ask nothing' },
    'no-rehearsal': { help: 'do not rehearse a release at the end' },
    json: { value: 'FILE', help: 'write the report of the rehearsal as JSON' },
  },
  maxPositionals: 1,
  exitCodes: {
    0: 'the workflow exists, and the rehearsal passed',
    1: 'the rehearsal failed',
    2: 'the folder is not a project that can be released, or it has a different release workflow',
    3: 'a program that the rehearsal needs is missing',
  },
});

/** @throws InputError E_COMMAND_USAGE */
export function readInitOptions({
  values,
  positionals,
}: CommandWords<typeof initTable.options>): InitOptions {
  checkOutputFile('--json', values.json, refuseWords);
  return {
    directory: positionals[0] ?? '.',
    yes: values.yes,
    rehearse: !values['no-rehearsal'],
    json: values.json,
  };
}
