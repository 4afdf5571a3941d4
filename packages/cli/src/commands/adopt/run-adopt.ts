import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { matchPath } from '@slipway/core/files/match-path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { isRecord } from '@slipway/core/is-record';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { type Adoption, adoptWorkflow } from '../../adopt/adopt-workflow.ts';
import type { OldRelease } from '../../adopt/old-release.ts';
import { listPersonSteps, type PersonStep } from '../../adopt/person-steps.ts';
import { readToolFiles } from '../../adopt/read-tool-files.ts';
import { readToolSettings, type ToolSettings } from '../../adopt/tool-settings.ts';
import { refuseWords } from '../../command-line/command-table.ts';
import { ownCommand } from '../../command-line/own-command.ts';
import { type MaintainerHost, runCommand } from '../../command-line/run-command.ts';
import { listCalledFiles } from '../../doctor/called-files.ts';
import { cliErrors } from '../../errors.ts';
import { listReleaseWorkflows } from '../../maintainer/choose-workflow.ts';
import {
  isOwnWorkflow,
  openWorkingCopy,
  sampleTag,
  type WorkingCopy,
} from '../../maintainer/working-copy.ts';
import { referenceWorkflowPath } from '../../project/project-copy.ts';
import { readProjectMetadata } from '../../project/project-metadata.ts';
import { type AdoptOptions, adoptTable, readAdoptOptions } from './adopt-options.ts';
import { pinOwnActions, writePatch } from './adopted-file.ts';
import { type AdoptedProject, rehearseAdoption } from './rehearse-adoption.ts';
import { describeStops, renderFates, renderPersonSteps } from './render-adoption.ts';

/** Two workflows that publish would release every version twice: which one stays is for the user to say. */
async function chooseOne(
  copy: WorkingCopy,
  { workflow }: AdoptOptions,
  host: MaintainerHost,
): Promise<WorkflowText> {
  const found = await listReleaseWorkflows(copy, workflow);
  if (found.length === 1) return found[0];
  const names = found.map(({ path }) => path);
  const answer =
    host.ask === undefined
      ? ''
      : (await host.ask(`Which workflow do you want to adopt? ${names.join(', ')}: `)).trim();
  const chosen = found.find(({ path }) => answer !== '' && (path === answer || basename(path) === answer));
  if (chosen !== undefined) return chosen;
  throw refuseWords(
    `${names.join(' and ')} publish this project`,
    'Pass the one to adopt with --workflow, and remove the others afterwards.',
  );
}

async function readTools(copy: WorkingCopy, text: string): Promise<ToolSettings> {
  const [pyproject, config] = await Promise.all([
    copy.read('pyproject.toml'),
    copy.read('release-please-config.json'),
  ]);
  return readToolSettings(text, readToolFiles(pyproject, config));
}

/** The environment of the publishing job; undefined for one that an expression computes. */
const environmentOf = ({ release }: Pick<Adoption, 'release'>): string | undefined =>
  release.environment === '' ? 'pypi' : release.environment;

/** What is released: the package of a folder, in a repository of several, has a name and tags of its own. */
async function describeSubject(
  copy: WorkingCopy,
  { triggers }: WorkflowText,
  { directory }: OldRelease,
): Promise<AdoptedProject> {
  const { tagPattern } = sampleTag(copy, undefined);
  if (directory === undefined) return { name: copy.metadata.name, tagPattern, directory };
  const { name } = await readProjectMetadata((file) => copy.read(`${directory}/${file}`));
  const push = triggers.get('push');
  const tags = isRecord(push) && Array.isArray(push['tags']) ? push['tags'].map(String) : [];
  const own = tags.find((tag) => /^[\w./-]+\*+$/.test(tag));
  return { name: name || copy.metadata.name, tagPattern: own ?? tagPattern, directory };
}

function planSteps(
  copy: WorkingCopy,
  path: string,
  { release, text }: Adoption,
  tool: ToolSettings,
  project: AdoptedProject,
): readonly PersonStep[] {
  const environment = environmentOf({ release }) ?? 'the computed one';
  return listPersonSteps({
    ...{
      release,
      tool,
      environment,
      file: basename(path),
      project: project.name,
      directory: copy.directory,
    },
    fullName: copy.fullName ?? `OWNER/${basename(copy.directory)}`,
    tagPattern: project.tagPattern,
    unpinned: listUnpinned(path, text),
  });
}

/** Actions of others at a tag or branch. */
function listUnpinned(path: string, text: string): readonly string[] {
  const used = readWorkflowText(path, text).jobs.flatMap(({ steps, uses }) =>
    [uses, ...steps.map((step) => step.uses)].flatMap((each) => each?.text ?? []),
  );
  return [...new Set(used)].filter(
    (uses) =>
      /^[\w.-]+\/[\w.-]+[^@]*@/.test(uses) && !/@[0-9a-f]{40}$/.test(uses) && !/\/slipway\//i.test(uses),
  );
}

async function adopt(options: AdoptOptions, host: MaintainerHost): Promise<number> {
  const copy = await openWorkingCopy(options.directory, host);
  if (copy.commit === undefined)
    throw refuseWords(
      `${copy.directory} is not a git working copy with a commit`,
      'Commit the project first.',
    );
  const workflow = await chooseOne(copy, options, host);
  if (isOwnWorkflow(workflow)) {
    host.write(
      `${workflow.path} is a workflow of Slipway already. Check it with "${ownCommand('doctor', copy.directory)}".\n`,
    );
    return 0;
  }
  const called = await listCalledFiles(workflow, copy.read);
  const everything = [workflow.text, ...called.map(({ workflow: file }) => file.text)].join('\n');
  const tool = await readTools(copy, everything);
  const reference = await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8');
  const tracked = ((await copy.git('ls-files')) ?? '').split('\n');
  const isTracked = (pattern: string): boolean =>
    tracked.some((file) => matchPath(pattern.replace(/^\.\//, ''), file));
  const adoption = adoptWorkflow({ workflow, called, tool, reference, isTracked });
  if (adoption.stops.length > 0)
    throw new InputError(cliErrors.E_ADOPT_UNPLACED, {
      message: `${describeStops(workflow.path, adoption.stops)}.`,
    });
  const text = options.pin ? await pinOwnActions(adoption.text, host) : adoption.text;
  const project = await describeSubject(copy, workflow, adoption.release);
  const steps = planSteps(copy, workflow.path, adoption, tool, project);
  host.write(
    `${workflow.path}\n\n${renderFates(workflow.text, adoption.fates)}\n${renderPersonSteps(steps)}\n`,
  );
  if (options.json !== undefined) {
    const result = {
      schema: 1,
      command: 'adopt',
      workflow: workflow.path,
      text,
      lines: adoption.fates,
      steps,
    };
    await writeFile(resolve(options.json), `${JSON.stringify(result, null, 2)}\n`);
  }
  if (options.out !== undefined)
    await writeFile(resolve(options.out), writePatch(workflow.path, workflow.text, text));
  if (options.apply) {
    await writeFile(join(copy.directory, workflow.path), text);
    host.write(`Wrote ${workflow.path}. Read the change with "git diff", and commit it.\n\n`);
  }
  if (options.check) return 1;
  const environment = environmentOf(adoption);
  return options.rehearse
    ? rehearseAdoption(copy, { path: workflow.path, text, environment, project }, host)
    : 0;
}

/** `slipway adopt`. @returns the exit code */
export function runAdopt(words: readonly string[], host: MaintainerHost): Promise<number> {
  return runCommand(adoptTable, words, host, (given) => adopt(readAdoptOptions(given), host));
}
