import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { neutralizeLine } from '@slipway/core/neutralize';
import { refuseWords } from '../../command-line/command-table.ts';
import { ownCommand } from '../../command-line/own-command.ts';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import {
  isOwnWorkflow,
  isReleasing,
  openWorkingCopy,
  readAllWorkflows,
  sampleTag,
  type WorkingCopy,
} from '../../maintainer/working-copy.ts';
import { referenceWorkflowPath } from '../../project/project-copy.ts';
import { createSetupHelp, describeSetup } from '../../settings/setup-help.ts';
import { runRehearsal } from '../run-rehearsal.ts';
import { type InitOptions, initTable, readInitOptions } from './init-options.ts';
import { gatherEvidence } from './project-evidence.ts';

async function hasProject({ read }: WorkingCopy): Promise<boolean> {
  const texts = await Promise.all(['pyproject.toml', 'setup.cfg', 'setup.py'].map(read));
  return texts.some((text) => text !== undefined);
}

/** @throws InputError E_COMMAND_USAGE for a project that releases in a different way */
function refuseOtherReleases(copy: WorkingCopy, reference: string): void {
  const other = readAllWorkflows(copy).find(
    (each) => isReleasing(each) && each.text !== reference && !isOwnWorkflow(each),
  );
  if (other === undefined) return;
  throw refuseWords(
    `${other.path} publishes this project, and two workflows would publish the same version`,
    `Run "${ownCommand('adopt', copy.directory)}" to turn it into one of Slipway, or "${ownCommand('doctor', copy.directory)}" to check it.`,
  );
}

/** Asks a question that is answered with yes or no; without a terminal the answer is yes. */
async function agrees(options: InitOptions, host: MaintainerHost, question: string): Promise<boolean> {
  if (options.yes || host.ask === undefined) return true;
  return !/^n/i.test((await host.ask(`${question} [Y/n] `)).trim());
}

async function writeWorkflow(
  options: InitOptions,
  copy: WorkingCopy,
  reference: string,
  host: MaintainerHost,
): Promise<boolean> {
  const existing = copy.workflows.get(referenceWorkflowPath);
  if (existing !== undefined) {
    host.write(
      `${referenceWorkflowPath} exists and was left unchanged${existing === reference ? '' : '. It differs from the reference workflow of this version'}.\n\n`,
    );
    return true;
  }
  if (!(await agrees(options, host, `Write ${referenceWorkflowPath}?`))) return false;
  const path = join(copy.directory, referenceWorkflowPath);
  await mkdir(dirname(path), { recursive: true });
  // Another program may have written it since.
  await writeFile(path, reference, { flag: 'wx' });
  host.write(
    `Wrote ${referenceWorkflowPath}. Actions of others are pinned to commits; those of Slipway follow its major version. Commit the file.\n\n`,
  );
  return true;
}

function describeSettings(copy: WorkingCopy): string {
  const { metadata, tags } = copy;
  const fullName = copy.fullName ?? `OWNER/${basename(copy.directory)}`;
  const [owner = '', repository = ''] = fullName.split('/');
  const help = createSetupHelp({
    publisher: { owner, repository, workflow: basename(referenceWorkflowPath), environment: 'pypi' },
    ...{ fullName, project: metadata.name, pending: tags.releases.length === 0 },
    tagPattern: sampleTag(copy, undefined).tagPattern,
  });
  return `${describeSetup(help).join('\n')}\n\nCheck these settings with "${ownCommand('doctor', copy.directory)}".\n\n`;
}

async function initialize(options: InitOptions, host: MaintainerHost): Promise<number> {
  const copy = await openWorkingCopy(options.directory, host);
  if (copy.commit === undefined)
    throw refuseWords(
      `${copy.directory} is not a git working copy with a commit`,
      'Run "git init", and commit the project.',
    );
  if (!(await hasProject(copy)))
    throw refuseWords(
      `${copy.directory} has no pyproject.toml, setup.cfg or setup.py`,
      'Pass the folder of a Python project.',
    );
  const reference = await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8');
  refuseOtherReleases(copy, reference);
  for (const { title, found, advice } of await gatherEvidence(copy))
    host.write(
      `${title.padEnd(14)} ${neutralizeLine(found, 200)}\n${advice === '' ? '' : `${' '.repeat(15)}${advice}\n`}`,
    );
  host.write('\n');
  if (!(await writeWorkflow(options, copy, reference, host))) return 0;
  host.write(describeSettings(copy));
  if (!options.rehearse || !(await agrees(options, host, 'Rehearse a release now?'))) return 0;
  const words = [
    '--project',
    copy.directory,
    '--allow-dirty',
    '--bump',
    'minor',
    ...(options.json === undefined ? [] : ['--json', resolve(options.json)]),
  ];
  return runRehearsal(words, {
    variables: host.variables,
    screen: { isTerminal: false, write: host.write },
    signal: host.signal,
    writeFile: (path, text) => writeFile(path, text),
  });
}

/** `slipway init`. @returns the exit code */
export function runInit(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(initTable, words, host, (given) => initialize(readInitOptions(given), host));
}
