import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSeq, parseDocument, visit } from 'yaml';
import type { WorkflowResult } from '../src/result.ts';

/** What can be seen of a job under either runner; a job that was skipped is not there. */
export interface ObservedJob {
  readonly result: string;
  /** `<stage> <outcome>` of every step that was not skipped, in order. */
  readonly steps: readonly string[];
  /** What the steps printed, secrets masked, workflow commands left out. */
  readonly lines: readonly string[];
  readonly summary: string;
}

/** By `<caller>/<job>` and the sorted values of the matrix: `call/build (3.12, fast)`. */
export type ObservedJobs = Readonly<Record<string, ObservedJob>>;

export interface ActOptions {
  /** The program. */
  readonly act: string;
  /** A git work tree with `.github/workflows`. */
  readonly directory: string;
  /** Path of the workflow inside of it. */
  readonly workflow: string;
  readonly eventName?: string;
  /** File with the payload of the event. */
  readonly eventPath?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** `--env` of every job. */
  readonly jobEnvironment?: Readonly<Record<string, string>>;
  /** Environment of act itself beyond HOME and PATH; every job sees it too. */
  readonly environment?: Readonly<Record<string, string>>;
  /** PATH of act; must begin with the folder of the `node` to use. */
  readonly searchPath: string;
  /** An existing folder, used for HOME and caches. */
  readonly home: string;
  readonly extraArguments?: readonly string[];
}

export interface ActRun {
  readonly exitCode: number;
  readonly jobs: ObservedJobs;
  /** Everything that act said, for a failure's report. */
  readonly output: string;
}

/** Neither runner runs the real actions/checkout here: act copies the work tree, ours has a stand-in. */
const isCheckout = (step: string): boolean => step.includes('actions/checkout@');

/**
 * A workflow text as act can run it: `$/` becomes `./` (nektos/act#6189), and each job begins with a checkout, because
 * a local action is only there after one.
 */
function prepareForAct(text: string): string {
  const document = parseDocument(text);
  visit(document, {
    Pair(_key, pair) {
      const value = String(pair.value);
      if (String(pair.key) === 'uses' && value.startsWith('$/'))
        pair.value = document.createNode(`./${value.slice(2)}`);
      if (String(pair.key) === 'steps' && isSeq(pair.value))
        pair.value.items.unshift(document.createNode({ uses: 'actions/checkout@v4' }));
    },
  });
  return document.toString();
}

/** Puts workflows and actions into a new git work tree, rewritten for act. */
export async function createActRepository(
  directory: string,
  workflows: string,
  actions: string,
): Promise<void> {
  const target = join(directory, '.github/workflows');
  await mkdir(target, { recursive: true });
  await cp(actions, directory, { recursive: true });
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith('action.yml')) continue;
    const text = await readFile(join(directory, name), 'utf8');
    await writeFile(join(directory, name), text.replaceAll('uses: $/', 'uses: ./'));
  }
  for (const name of await readdir(workflows)) {
    await writeFile(join(target, name), prepareForAct(await readFile(join(workflows, name), 'utf8')));
  }
  const git = (...args: string[]): void => {
    execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  };
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'fixture');
}

interface ActEntry {
  readonly job?: string;
  readonly jobID?: string;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly msg?: string;
  readonly stage?: string;
  readonly step?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: string;
  readonly jobResult?: string;
  readonly raw_output?: boolean;
  readonly command?: string;
  readonly content?: string;
}

const nameJob = (id: string, values: readonly string[]): string =>
  values.length === 0 ? id : `${id} (${[...values].sort().join(', ')})`;

/** A job of a called workflow is `<caller>/<workflow>/<job>` in act, others are `<workflow>/<job>`. */
function nameActJob(entry: ActEntry): string {
  const segments = (entry.job ?? '').trim().split('/');
  const prefix = segments.length > 2 ? `${segments[0]}/` : '';
  return nameJob(prefix + (entry.jobID ?? ''), Object.values(entry.matrix ?? {}).map(String));
}

function readActOutput(output: string): ObservedJobs {
  const jobs: Record<string, { result: string; steps: string[]; lines: string[]; summary: string }> = {};
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const entry = JSON.parse(line) as ActEntry;
    if (entry.jobID === undefined || isCheckout(entry.step ?? '')) continue;
    const name = nameActJob(entry);
    jobs[name] ??= { result: '', steps: [], lines: [], summary: '' };
    const job = jobs[name];
    if (entry.raw_output === true) job.lines.push((entry.msg ?? '').replace(/\n$/, ''));
    if (entry.command === 'summary') job.summary += entry.content ?? '';
    if (entry.jobResult !== undefined) job.result = entry.jobResult;
    if (entry.stepResult !== undefined && entry.stepID?.length === 1 && entry.stage !== undefined)
      job.steps.push(`${entry.stage} ${entry.stepResult}`);
  }
  return jobs;
}

/** Runs a workflow with nektos/act in host mode, with nothing of this process's environment. */
export async function runUnderAct(options: ActOptions): Promise<ActRun> {
  const pairs = (flag: string, values: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  const args = [
    options.eventName ?? 'push',
    '-P',
    'ubuntu-latest=-self-hosted',
    '--no-cache-server',
    '--json',
    '-W',
    options.workflow,
    ...(options.eventPath === undefined ? [] : ['-e', options.eventPath]),
    ...pairs('-s', options.secrets),
    ...pairs('--env', options.jobEnvironment),
    ...(options.extraArguments ?? []),
  ];
  const env = { HOME: options.home, PATH: options.searchPath, ...options.environment };
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    const settings = { cwd: options.directory, env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(options.act, args, settings, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? 1, output: `${stdout}\n${stderr}` });
    });
  });
  return { exitCode, jobs: readActOutput(output), output };
}

/** PATH for both runners: the folder of this Node first, because act takes `node` from there. */
export const actSearchPath = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;

/**
 * What this project's runner did, in the form of `runUnderAct`.
 * @param said what the steps of each job printed, by name of the job
 */
export function observeJobs(
  result: WorkflowResult,
  said: Readonly<Record<string, readonly string[]>>,
): ObservedJobs {
  const jobs: Record<string, ObservedJob> = {};
  for (const job of result.jobs) {
    if (job.result === 'skipped') continue;
    const values = / \(([^)]*)\)$/.exec(job.name)?.[1]?.split(', ') ?? [];
    jobs[nameJob(job.id, values)] = {
      result: job.result,
      steps: job.steps
        .filter((step) => step.result !== 'skipped' && !isCheckout(step.name))
        .map((step) => `${/^(?:Pre|Post)(?= )/.exec(step.name)?.[0] ?? 'Main'} ${step.outcome}`),
      lines: (said[job.name] ?? []).filter((line) => !/^::[\w*-]+.*::/.test(line)),
      summary: job.summary,
    };
  }
  return jobs;
}
