import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import type { JobCredentials } from '@slipway/emulated-github/jobs/identity';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ActRun, actSearchPath, runUnderAct } from '../../runner/test/act-support.ts';
import { inspectMachine, type Machine } from '../src/machine/machine.ts';
import { createPrograms } from '../src/machine/programs.ts';
import { openWorkspace, type Workspace } from '../src/machine/workspace.ts';
import { referenceWorkflowPath } from '../src/project/project-copy.ts';
import { prepareSample, sampleRepository } from '../src/project/sample.ts';
import {
  applySettings,
  createStepEnvironment,
  type HostedProject,
  hostProject,
} from '../src/release/hosted-project.ts';
import { createDefaultSettings } from '../src/settings/world-settings.ts';
import { git } from './support/fixture-project.ts';
import { withImageBuilder } from './support/image-programs.ts';
import { openGit } from './support/open-git.ts';
import { startCli } from './support/run-cli.ts';

const act = process.env['SLIPWAY_ACT'];
if (act === undefined)
  console.log('not shown: the release workflow under nektos/act (SLIPWAY_ACT is not set)');

/** The world in which act releases the sample: the services, the clone it works in, and the actions it finds. */
interface Stage {
  readonly workspace: Workspace;
  readonly machine: Machine;
  readonly hosted: HostedProject;
  readonly credentials: JobCredentials;
  /** Programs in front of the others: one that builds images. */
  readonly programs: string;
}

/**
 * The reference workflow with one leg in its matrix: act evaluates the outputs of a job in place, so that every further leg
 * hands on those of the first (nektos/act, pkg/runner/run_context.go, `interpolateOutputs`).
 */
async function readWorkflow(): Promise<string> {
  const text = await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8');
  const leg = '          - platform: linux/arm64\n            runner: ubuntu-24.04-arm\n';
  const platforms = 'platforms: linux/amd64,linux/arm64';
  if (!text.includes(leg) || !text.includes(platforms))
    throw new Error('the matrix of the workflow is another');
  return text.replace(leg, '').replace(platforms, 'platforms: linux/amd64');
}

async function openStage(workspace: Workspace, programs: string): Promise<Stage> {
  const run = createPrograms(new AbortController().signal);
  const machine = await inspectMachine(run, process.env, workspace.directory);
  const workflow = await readWorkflow();
  const sample = workspace.folder('demo');
  await prepareSample(openGit(), sample, workflow);
  const copy = { gitDirectory: sample, branch: 'main' };
  const hosted = await hostProject(workspace, machine, sampleRepository, copy, [], () => undefined);
  const names = { fullName: sampleRepository, workflowPath: referenceWorkflowPath, tagPattern: 'v*' };
  applySettings(hosted, 'demo', createDefaultSettings(names));
  const workflowRef = `${sampleRepository}/${referenceWorkflowPath}@refs/tags/v1.2.0`;
  const sha = '0'.repeat(40);
  // act has one token for all jobs: it may do what any of them may.
  const credentials = hosted.world.tokens.issueJob({
    ...{ repository: sampleRepository, runId: 1, runNumber: 1, runAttempt: 1, jobId: 'act', checkRunId: 1 },
    ...{
      workflow: 'release',
      workflowRef,
      workflowSha: sha,
      jobWorkflowRef: workflowRef,
      jobWorkflowSha: sha,
    },
    ...{ eventName: 'workflow_dispatch', ref: 'refs/tags/v1.2.0', sha, headRef: '', baseRef: '' },
    ...{ actor: 'octocat', environment: 'pypi' },
    permissions: { contents: 'write', actions: 'write', 'id-token': 'write', packages: 'write' },
  });
  // Only what an action needs: act copies the whole repository for each of them.
  for (const name of ['actions', 'dist'])
    execFileSync('cp', ['-R', join(slipwayDirectory, name), workspace.folder('slipway')]);
  return { workspace, machine, hosted, credentials, programs };
}

/** Runs the workflow at a ref, in a fresh clone as `actions/checkout` would leave it. */
async function runAt(stage: Stage, ref: string, inputs: Readonly<Record<string, string>>): Promise<ActRun> {
  const { workspace, machine, hosted, credentials, programs } = stage;
  const name = ref.replaceAll('/', '-');
  const clone = workspace.folder(`clone-${name}`);
  const { gitDirectory } = hosted.repository;
  git(clone, 'clone', '--quiet', gitDirectory, '.');
  git(clone, 'remote', 'set-url', 'origin', `https://github.com/${sampleRepository}`);
  git(clone, 'checkout', '--quiet', ref.replace(/^refs\/(?:heads|tags)\//, ''));
  const eventPath = join(workspace.folder('events'), `${name}.json`);
  writeFileSync(eventPath, JSON.stringify({ ref, inputs }));
  const { PATH: _path, HOME: _home, ...environment } = createStepEnvironment(workspace, machine, '', hosted);
  return runUnderAct({
    act: act ?? '',
    directory: clone,
    workflow: referenceWorkflowPath,
    eventName: 'workflow_dispatch',
    eventPath,
    secrets: { GITHUB_TOKEN: credentials.token },
    jobEnvironment: {
      // act does not name the workflow.
      GITHUB_WORKFLOW_REF: `${sampleRepository}/${referenceWorkflowPath}@${ref}`,
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
      ACTIONS_ID_TOKEN_REQUEST_URL: credentials.idTokenRequestUrl ?? '',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: credentials.idTokenRequestToken ?? '',
    },
    environment,
    searchPath: `${programs}:${actSearchPath}`,
    home: workspace.folder('act-home'),
    extraArguments: [
      ...['-P', 'ubuntu-24.04=-self-hosted'],
      ...['--local-repository', `slipway-actions/slipway@v0=${join(workspace.directory, 'slipway')}`],
    ],
  });
}

// Digests, sizes and commits differ with the time of the commit.
const withoutDigests = (text: string): string =>
  text.replace(/\b[0-9a-f]{40,64}\b/g, '<digest>').replace(/\| \d+ \|/g, '| <size> |');

describe.skipIf(act === undefined)('the release workflow under another runner', () => {
  it('act produces the same release as a rehearsal', async () => {
    const workspace = openWorkspace(undefined);
    onTestFinished(() => workspace.close());
    const builder = withImageBuilder();
    const stage = await openStage(workspace, builder['PATH']?.split(':')[0] ?? '');
    onTestFinished(() => stage.hosted.world.close());
    const dispatched: { ref: string; inputs: Readonly<Record<string, string>> }[] = [];
    stage.hosted.github.on('workflow_dispatch', ({ ref, inputs }) => dispatched.push({ ref, inputs }));
    const bump = await runAt(stage, 'refs/heads/main', { bump: 'minor', version: '' });
    expect(bump.exitCode, bump.output).toBe(0);
    expect(dispatched.map(({ ref }) => ref)).toEqual(['refs/tags/v1.2.0']);
    const release = await runAt(stage, 'refs/tags/v1.2.0', dispatched[0]?.inputs ?? {});
    expect(release.exitCode, release.output).toBe(0);

    const project = stage.workspace.folder(join('rehearsed', 'demo'));
    await prepareSample(openGit(), project, await readWorkflow());
    const rehearsal = await startCli(['rehearse', '--project', project, '--bump', 'minor'], builder).ended;
    expect(rehearsal.exitCode, rehearsal.output).toBe(0);
    // Jobs that run side by side end in any order.
    const results = Object.entries({ ...bump.jobs, ...release.jobs }).map(
      ([name, { result }]) => `${name}: ${result}`,
    );
    expect(results.sort()).toEqual(
      rehearsal.report?.jobs.map(({ name, result }) => `${name}: ${result}`).sort(),
    );
    const [made] = stage.hosted.repository.releases;
    const rehearsed = rehearsal.report?.release;
    expect(made?.draft).toBe(false);
    expect(made?.assets.map(({ name }) => name).sort()).toEqual([...(rehearsed?.assets ?? [])].sort());
    expect(withoutDigests(made?.body ?? '')).toBe(withoutDigests(rehearsed?.notes ?? ''));
  });
});
