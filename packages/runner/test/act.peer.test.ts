import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StandIn } from '../src/stand-ins/stand-in.ts';
import {
  actSearchPath,
  createActRepository,
  type ObservedJob,
  type ObservedJobs,
  observeJobs,
  runUnderAct,
} from './act-support.ts';
import { runText } from './fake-platform.ts';

const act = process.env['SLIPWAY_ACT'];
if (act === undefined) console.log('not shown: workflows under nektos/act (SLIPWAY_ACT is not set)');

const secrets = { PASSWORD: 'hunter2secret' };
const workflows = ['actions', 'calls', 'chain', 'commands', 'conditions', 'matrix', 'shells'];

/** What act does otherwise than GitHub: what it reports of a job where GitHub and we report something else. */
interface KnownDifference {
  readonly workflow: string;
  readonly job: string;
  readonly reason: string;
  /** In act 0.2.87, against what in actions/runner. */
  readonly source: string;
  readonly theirs: Partial<ObservedJob>;
  readonly ours: Partial<ObservedJob>;
}

const insideSteps = ['Main failure', 'Main success', 'Main success', 'Main success'];
const shellLines = [
  'in inner',
  'in deeper',
  'went on',
  'pipe failure',
  'stops failure',
  'from sh',
  'from python shells',
  'hello world shells',
  '  shells',
  'folded shells here',
  'quoted shells',
  'plain shells here',
];

const knownDifferences: readonly KnownDifference[] = [
  {
    workflow: 'actions',
    job: 'inside',
    reason: 'act runs a post part for every composite action, also one without any inside',
    source: 'pkg/runner/action.go, hasPostStep; HasPost in ActionManager.cs',
    theirs: { steps: [...insideSteps, 'Post success', 'Post success'] },
    ours: { steps: [...insideSteps, 'Post success'] },
  },
  {
    workflow: 'shells',
    job: 'shells',
    reason: 'act puts an empty line before and after a script',
    source: 'pkg/runner/step_run.go, setupShellCommand; FixUpScriptContents in ScriptHandlerHelpers.cs',
    theirs: { lines: [...shellLines, '', 'from a shell of its own'] },
    ours: { lines: [...shellLines, 'from a shell of its own'] },
  },
  {
    workflow: 'commands',
    job: 'masks',
    reason: 'act masks an added value as a whole only, not line by line',
    source: 'pkg/runner/command.go, AddMask; AddMaskCommandExtension in ActionCommandManager.cs',
    theirs: { lines: ['password is ***', 'seen first-part and second-part', 'still second-part'] },
    ours: { lines: ['password is ***', 'seen *** and ***', 'still ***'] },
  },
  {
    workflow: 'matrix',
    job: 'combinations (3.13, single)',
    reason: 'act keeps one result for all combinations, so those after a failure report failure',
    source: 'pkg/runner/job_executor.go, setJobResult ("we have only one result for a whole matrix build")',
    theirs: { result: 'failure' },
    ours: { result: 'success' },
  },
];

/** act's report with the known differences, each of which must really be there, put right. */
function correct(workflow: string, jobs: ObservedJobs): ObservedJobs {
  const corrected: Record<string, ObservedJob> = { ...jobs };
  for (const known of knownDifferences.filter((difference) => difference.workflow === workflow)) {
    const job = corrected[known.job];
    expect(job, `${known.reason} (${known.source})`).toMatchObject(known.theirs);
    if (job !== undefined) corrected[known.job] = { ...job, ...known.ours };
  }
  return corrected;
}

describe.skipIf(act === undefined)('runner and nektos/act', () => {
  let root = '';
  let repository = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'slipway-act-'));
    repository = join(root, 'repository');
    const fixtures = join(import.meta.dirname, 'fixtures');
    await createActRepository(repository, join(fixtures, 'workflows'), join(fixtures, 'actions'));
  });
  afterAll(async () => rm(root, { recursive: true, force: true }));

  it.each(workflows)(
    'the runner and act agree on jobs, steps, lines and summaries of %s.yml',
    async (name) => {
      const workflow = `.github/workflows/${name}.yml`;
      const theirs = await runUnderAct({
        act: act ?? '',
        directory: repository,
        workflow,
        secrets,
        searchPath: actSearchPath,
        home: root,
        extraArguments: ['--actor', 'octocat'],
      });
      expect(Object.keys(theirs.jobs), theirs.output).not.toEqual([]);
      const copyRepository: StandIn = {
        inputs: [],
        main: async ({ workspace }) => cp(repository, workspace, { recursive: true }),
      };
      const ours = await runText(await readFile(join(repository, workflow), 'utf8'), {
        secrets,
        workflowPath: workflow,
        environment: { PATH: actSearchPath, HOME: root },
        loadFile: (path) => readFile(join(repository, path), 'utf8'),
        standIns: new Map([['actions/checkout', copyRepository]]),
      });
      expect(observeJobs(ours.result, ours.said)).toEqual(correct(name, theirs.jobs));
    },
  );
});
