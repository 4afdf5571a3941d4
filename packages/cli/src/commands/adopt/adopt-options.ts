import { type CommandWords, defineCommand, refuseWords } from '../../command-line/command-table.ts';
import { checkOutputFile } from '../../command-line/output-files.ts';

/** The words of `adopt`, checked. */
export interface AdoptOptions {
  readonly directory: string;
  readonly workflow: string | undefined;
  /** Slipway's actions are pinned to the commit of this clone. */
  readonly pin: boolean;
  readonly apply: boolean;
  /** Nothing is written; the exit code says whether something is left to adopt. */
  readonly check: boolean;
  readonly rehearse: boolean;
  readonly out: string | undefined;
  readonly json: string | undefined;
}

export const adoptTable = defineCommand({
  usage: 'adopt [DIR] [options]',
  description: `Turns an existing release workflow into one of Slipway. The file keeps its name and its environment, so the trusted publisher on
PyPI stays valid. Prints what becomes of every line, what only a person can do, and rehearses the result. Nothing is written
without --apply or --out. DIR defaults to the current folder.`,
  options: {
    workflow: { value: 'FILE', help: 'workflow to adopt', preset: 'the one that publishes' },
    pin: { help: 'pin the actions of Slipway to the commit of this version' },
    out: { value: 'PATCH', help: 'write the change as a patch for "git apply"' },
    apply: { help: 'write the workflow file' },
    check: { help: 'fail if there is a workflow to adopt; no rehearsal' },
    'no-rehearsal': { help: 'do not rehearse the result' },
    json: { value: 'FILE', help: 'write the new file, the fate of every line and the steps as JSON' },
  },
  maxPositionals: 1,
  exitCodes: {
    0: 'the workflow was adopted or is already one of Slipway, and the rehearsal passed',
    1: 'the rehearsal failed, or with --check: there is a workflow to adopt',
    2: 'the folder has no workflow that publishes, or a line has no place in the new one',
    3: 'a program that the rehearsal needs is missing',
  },
});

/** @throws InputError E_COMMAND_USAGE */
export function readAdoptOptions({
  values,
  positionals,
}: CommandWords<typeof adoptTable.options>): AdoptOptions {
  checkOutputFile('--out', values.out, refuseWords);
  checkOutputFile('--json', values.json, refuseWords);
  if (values.apply && values.check) throw refuseWords('--check never writes', 'Remove --apply or --check.');
  return {
    directory: positionals[0] ?? '.',
    ...{ workflow: values.workflow, pin: values.pin, apply: values.apply, check: values.check },
    ...{ rehearse: !values['no-rehearsal'] && !values.check, out: values.out, json: values.json },
  };
}
