import { tryParseVersion } from '@slipway/python/version/parse-version';
import { type CommandWords, defineCommand, refuseWords } from '../../command-line/command-table.ts';
import { checkOutputFile } from '../../command-line/output-files.ts';
import { editionId } from '../../doctor/edition.ts';
import { faultIds } from '../../doctor/faults/find-faults.ts';
import { settingsCheckIds } from '../../doctor/settings/judge-settings.ts';

/** The words of `doctor`, checked. */
export interface DoctorOptions {
  readonly directory: string;
  readonly workflow: string | undefined;
  readonly repository: string | undefined;
  readonly settings: string | undefined;
  readonly record: string | undefined;
  readonly offline: boolean;
  readonly nextVersion: string | undefined;
  readonly only: readonly string[];
  /** Reasons by id. */
  readonly skipped: ReadonlyMap<string, string>;
  readonly fix: boolean;
  readonly strict: boolean;
  readonly json: string | undefined;
}

export const doctorTable = defineCommand({
  usage: 'doctor [DIR] [options]',
  description: `Checks what a release depends on and no file shows: environments, rules, allowed actions, secrets and trusted publishers.
It also checks the workflow file for faults. Nothing is changed. DIR defaults to the current folder.

Without a token, the public settings are checked. A token in GH_TOKEN or GITHUB_TOKEN, or the login of the GitHub CLI,
is used if there is one; an administrator of the repository sees every setting.`,
  options: {
    workflow: { value: 'FILE', help: 'workflow file that releases', preset: 'the one that publishes' },
    repo: { value: 'OWNER/REPO', help: 'repository on GitHub', preset: 'the remote "origin"' },
    settings: { value: 'FILE', help: 'check recorded settings instead of asking (docs/settings.md)' },
    record: { value: 'FILE', help: 'write the settings that were seen, for "rehearse --settings"' },
    offline: { help: 'check only the workflow file, and the settings of --settings' },
    'next-version': { value: 'V', help: 'version of the next release' },
    only: { value: 'ID,ID', help: 'run only these checks' },
    skip: { value: 'ID=REASON', multiple: true, help: 'accept a fault; can be repeated' },
    fix: { help: 'print a shell script that fixes what a command can fix' },
    strict: { help: 'fail if a setting cannot be seen' },
    json: { value: 'FILE', help: 'write the result as JSON' },
  },
  maxPositionals: 1,
  exitCodes: {
    0: 'no fault was found; advice does not count',
    1: 'a check failed, or a service could not be reached',
    2: 'the arguments, the settings file or the workflow are invalid',
    3: 'GitHub rejected the token',
    4: 'with --strict: a setting could not be seen',
  },
});

const knownIds = [...settingsCheckIds, ...faultIds, editionId];

function readId(text: string, option: string): string {
  const id = text.trim().toUpperCase();
  if (!knownIds.includes(id))
    throw refuseWords(
      `--${option} "${text}" is not the id of a check`,
      `The checks are ${knownIds.join(', ')}.`,
    );
  return id;
}

/** @throws InputError E_COMMAND_USAGE */
export function readDoctorOptions({
  values,
  positionals,
}: CommandWords<typeof doctorTable.options>): DoctorOptions {
  const repository = values.repo;
  if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw refuseWords(`--repo "${repository}" is not a repository`, 'Write OWNER/REPO.');
  const nextVersion = values['next-version'];
  if (nextVersion !== undefined && tryParseVersion(nextVersion) === undefined)
    throw refuseWords(
      `--next-version "${nextVersion}" is not valid under PEP 440`,
      'Pass a version such as 1.2.0.',
    );
  checkOutputFile('--json', values.json, refuseWords);
  checkOutputFile('--record', values.record, refuseWords);
  const skipped = (values.skip ?? []).map((text): [string, string] => {
    const [id = '', ...reason] = text.split('=');
    if (reason.join('=').trim() === '')
      throw refuseWords(`--skip ${text} has no reason`, `Write --skip ${id}=REASON.`);
    return [readId(id, 'skip'), reason.join('=').trim()];
  });
  return {
    directory: positionals[0] ?? '.',
    workflow: values.workflow,
    repository,
    settings: values.settings,
    record: values.record,
    offline: values.offline,
    nextVersion,
    only: (values.only ?? '')
      .split(',')
      .filter((id) => id.trim() !== '')
      .map((id) => readId(id, 'only')),
    skipped: new Map(skipped),
    fix: values.fix,
    strict: values.strict,
    json: values.json,
  };
}
