import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion } from '@slipway/python/version/parse-version';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import { type ProjectTags, readProjectTags } from '@slipway/tags/project-tags';
import { formatTagPattern } from '@slipway/tags/tag-pattern';
import { refuseWords } from '../command-line/command-table.ts';
import type { MaintainerHost } from '../command-line/run-command.ts';
import { listAllActs } from '../doctor/release-steps.ts';
import { createGit } from '../machine/git.ts';
import { createPrograms } from '../machine/programs.ts';
import { readGitHubName } from '../project/project.ts';
import { type ProjectMetadata, readProjectMetadata } from '../project/project-metadata.ts';
import { formatSampleTag } from '../settings/sample-tag.ts';

/** A project folder of the maintainer, read and never changed. */
export interface WorkingCopy {
  /** Absolute. */
  readonly directory: string;
  /** `owner/name` of the remote `origin`; undefined without one on GitHub. */
  readonly fullName: string | undefined;
  /** Undefined outside of git, or before the first commit. */
  readonly commit: string | undefined;
  readonly branch: string | undefined;
  readonly metadata: ProjectMetadata;
  readonly tags: ProjectTags;
  /** Workflow files by path. */
  readonly workflows: ReadonlyMap<string, string>;
  read(path: string): Promise<string | undefined>;
  /** What git prints; undefined when it fails. */
  git(...args: readonly string[]): Promise<string | undefined>;
}

const folder = '.github/workflows';

/** Git with this user's own settings, which may say that the folder of somebody else can be read. */
function createGitReader(directory: string, { variables, signal }: MaintainerHost) {
  const home = variables['HOME'] || directory;
  const git = createGit({
    ...{ run: createPrograms(signal), path: variables['PATH'] ?? '', home },
    ...{ configPath: join(home, '.gitconfig'), trackingId: 'slipway' },
  });
  return async (...args: readonly string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await git.try(directory, args);
    return exitCode === 0 ? stdout.trim() : undefined;
  };
}

async function readWorkflows(directory: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(directory, folder)).catch(() => []);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return new Map(
    await Promise.all(
      files.map(
        async (name) => [`${folder}/${name}`, await readFile(join(directory, folder, name), 'utf8')] as const,
      ),
    ),
  );
}

/** Reads a project folder. @throws InputError E_COMMAND_USAGE for a folder that does not exist */
export async function openWorkingCopy(path: string, host: MaintainerHost): Promise<WorkingCopy> {
  if (!existsSync(path))
    throw refuseWords(`the folder "${path}" does not exist`, 'Pass the folder of the project.');
  const directory = await realpath(resolve(path));
  const git = createGitReader(directory, host);
  const read = (file: string): Promise<string | undefined> =>
    readFile(join(directory, file), 'utf8').catch(() => undefined);
  const metadata = await readProjectMetadata(read);
  const tags = (await git('for-each-ref', '--format=%(refname:strip=2)', 'refs/tags/')) ?? '';
  return {
    directory,
    fullName: readGitHubName((await git('config', '--local', '--get', 'remote.origin.url')) ?? ''),
    commit: await git('rev-parse', '--verify', '--quiet', 'HEAD^{commit}'),
    branch: await git('symbolic-ref', '--quiet', '--short', 'HEAD'),
    metadata,
    tags: readProjectTags({
      name: metadata.name === '' ? undefined : metadata.name,
      tags: tags
        .split('\n')
        .filter((name) => name !== '')
        .map((name) => ({ name })),
    }),
    workflows: await readWorkflows(directory),
    read,
    git,
  };
}

/** A tag in the style of the project: of the version that is asked for, or of the newest release. */
export function sampleTag(
  { tags, metadata }: Pick<WorkingCopy, 'tags' | 'metadata'>,
  version: string | undefined,
): { readonly tag: string; readonly tagPattern: string; readonly version: string | undefined } {
  const wanted = version === undefined ? undefined : parseVersion(version);
  return {
    tag: formatSampleTag(tags, wanted, tryParseVersion(metadata.version)),
    tagPattern: formatTagPattern(tags.style),
    version: wanted === undefined ? undefined : formatVersion(wanted),
  };
}

/** Reads every workflow file; one that is not valid is left out here, since only the one that releases has to be. */
export function readAllWorkflows({ workflows }: Pick<WorkingCopy, 'workflows'>): readonly WorkflowText[] {
  return [...workflows].flatMap(([path, text]) => {
    try {
      return [readWorkflowText(path, text)];
    } catch {
      return [];
    }
  });
}

/** Whether a workflow is one of Slipway: a step uses an action of it, or a job calls one of its workflows. */
export const isOwnWorkflow = ({ jobs }: WorkflowText): boolean =>
  jobs.some(({ uses, steps }) =>
    [uses, ...steps.map((step) => step.uses)].some((each) =>
      /\/slipway\/(?:actions|\.github\/workflows)\//i.test(each?.text ?? ''),
    ),
  );

/** Whether a workflow releases: it publishes files, an image or a release. */
export function isReleasing(workflow: WorkflowText): boolean {
  return listAllActs(workflow).some(({ role }) => role === 'publish' || role === 'release');
}
