import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { neutralizeLine } from '@slipway/core/neutralize';
import { commonStandIns } from '@slipway/runner/stand-ins/common-actions';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { refuseWords } from '../../command-line/command-table.ts';
import type { MaintainerHost } from '../../command-line/run-command.ts';
import { createGit } from '../../machine/git.ts';
import { createPrograms } from '../../machine/programs.ts';
import type { WorkingCopy } from '../../maintainer/working-copy.ts';
import { runRehearsal } from '../run-rehearsal.ts';

const maxReasonLength = 300;

/** Actions of others that the jobs that stay use and that a rehearsal cannot run: it replaces them by what does nothing. */
function listStubbedActions(path: string, text: string): readonly string[] {
  const used = readWorkflowText(path, text).jobs.flatMap(({ steps }) =>
    steps.flatMap(({ uses }) => /^([\w.-]+\/[\w./-]+)@/.exec(uses?.text ?? '')?.[1] ?? []),
  );
  const isKnown = (name: string): boolean => commonStandIns.has(name) || /\/slipway\//i.test(name);
  return [...new Set(used)].filter((name) => !isKnown(name));
}

/** The settings that the new workflow needs on GitHub and PyPI, as a settings file; the steps for people lead there. */
function writeSettings(file: string, environment: string, tagPattern: string): string {
  const at = 'GET /repos/{owner}/{repo}/environments';
  return JSON.stringify({
    'pypi.publishers': [{ owner: '{owner}', repository: '{repo}', workflow: file, environment }],
    [at]: {
      total_count: 1,
      environments: [
        {
          name: environment,
          protection_rules: [],
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
        },
      ],
    },
    [`${at}/${encodeURIComponent(environment)}/deployment-branch-policies`]: {
      total_count: 1,
      branch_policies: [{ name: tagPattern, type: 'tag' }],
    },
  });
}

/** What an adopted workflow releases. */
export interface AdoptedProject {
  readonly name: string;
  /** The pattern that matches its tags: `v*`. */
  readonly tagPattern: string;
  /** Folder of the package; undefined for the root. */
  readonly directory: string | undefined;
}

/** An adopted workflow, and what it is rehearsed with. */
interface AdoptedWorkflow {
  readonly path: string;
  readonly text: string;
  /** Undefined for one that only a run knows. */
  readonly environment: string | undefined;
  readonly project: AdoptedProject;
}

/**
 * Rehearses the project with the new workflow in a clone of its own, so that the folder of the user stays as it is.
 * @returns the exit code of the rehearsal
 */
export async function rehearseAdoption(
  copy: WorkingCopy,
  { path, text, environment, project }: AdoptedWorkflow,
  host: MaintainerHost,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-adopt-'));
  try {
    const git = createGit({
      ...{ run: createPrograms(host.signal), path: host.variables['PATH'] ?? '', home: folder },
      ...{ configPath: join(folder, 'gitconfig'), trackingId: 'slipway-adopt' },
    });
    const clone = join(folder, 'project');
    await writeFile(join(folder, 'gitconfig'), `[safe]\n\tdirectory = *\n`);
    const cloned = await git.try(folder, ['clone', '--quiet', '--no-hardlinks', copy.directory, clone]);
    if (cloned.exitCode !== 0)
      throw refuseWords(
        `git cannot clone ${copy.directory}: ${neutralizeLine(cloned.stderr.trim().split('\n')[0] ?? '', maxReasonLength)}`,
        'A partial clone gets the rest with "git fetch --refetch --no-filter". Or pass --no-rehearsal.',
      );
    // The name of the project comes from its remote, not from the folder that was cloned.
    if (copy.fullName !== undefined)
      await git.read(clone, ['remote', 'set-url', 'origin', `https://github.com/${copy.fullName}.git`]);
    await writeFile(join(clone, path), text);
    await git.read(clone, ['add', '--all']);
    const author = [
      '-c',
      'user.name=slipway',
      '-c',
      'user.email=slipway@localhost',
      '-c',
      'commit.gpgsign=false',
    ];
    await git.read(clone, [...author, 'commit', '--quiet', '--no-verify', '-m', 'ci: release with Slipway']);
    const settings = join(folder, 'settings.json');
    // The name of a computed environment is known only to a run: the defaults have to do.
    if (environment !== undefined)
      await writeFile(settings, writeSettings(basename(path), environment, project.tagPattern));
    const stubs = listStubbedActions(path, text);
    if (stubs.length > 0)
      host.write(`Not rehearsed, because they are actions of others: ${stubs.join(', ')}\n\n`);
    return await runRehearsal(
      [
        '--project',
        clone,
        '--workflow',
        path,
        '--bump',
        'minor',
        ...(project.directory === undefined ? [] : ['--package', project.directory]),
        ...(environment === undefined ? [] : ['--settings', settings]),
        ...stubs.flatMap((name) => ['--stub', name]),
      ],
      {
        variables: host.variables,
        screen: { isTerminal: false, write: host.write, writeError: host.writeError },
        signal: host.signal,
        writeFile: (file, content) => writeFile(file, content),
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
