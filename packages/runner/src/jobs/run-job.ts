import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { listNestedUses } from '../actions/action-uses.ts';
import { findStandIn } from '../actions/find-stand-in.ts';
import { findMissingStepOutputs } from '../captures/missing-outputs.ts';
import { createStepCapture } from '../captures/step-capture.ts';
import { createJobDirectories, type JobRuntime } from '../job-runtime.ts';
import type { RunWorkflowOptions } from '../options.ts';
import type { JobDescription, JobPermissions, ResolveRepository } from '../platform.ts';
import { killOrphans } from '../process-group.ts';
import type { JobResult, MissingOutput } from '../result.ts';
import { createSecretMasker } from '../secret-masker.ts';
import { runPostSteps } from '../steps/run-post-step.ts';
import { runPreSteps } from '../steps/run-pre-steps.ts';
import { runStep } from '../steps/run-step.ts';
import { annotate, type StepExecution } from '../steps/step-execution.ts';
import { createStepScope, type StepFrame } from '../steps/step-frame.ts';
import {
  evaluateText,
  evaluateTextMap,
  evaluateToken,
  isTruthy,
  type Scope,
} from '../workflow/expressions.ts';
import { grantedPermissions } from '../workflow/permissions.ts';
import type { SourceRepository } from '../workflow/workflow-instance.ts';
import { type JobModel, readMapping } from '../workflow/workflow-model.ts';

/** Everything about one job that is known before it starts. */
export interface JobStart {
  readonly options: RunWorkflowOptions;
  readonly model: JobModel;
  readonly id: string;
  readonly name: string;
  /** `github`, `needs`, `strategy`, `matrix`, `inputs`, `vars` as the job sees them. */
  readonly scope: Scope;
  readonly secrets: Readonly<Record<string, string>>;
  readonly workflowProperties: ReadonlyMap<string, TemplateToken>;
  readonly permissions: JobPermissions;
  readonly source: SourceRepository;
  readonly jobWorkflowRef: string;
  readonly resolveRepository: ResolveRepository;
  readonly cancel: AbortSignal;
  readonly shutdown: AbortSignal;
}

const architectures: Readonly<Record<string, string>> = {
  x64: 'X64',
  arm64: 'ARM64',
  arm: 'ARM',
  ia32: 'X86',
};
const systems: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

/** Ends a job that the platform does not let start. */
function refuseJob(start: JobStart, environment: string | undefined, reasons: readonly string[]): JobResult {
  const { id: jobId, name: jobName } = start;
  const report = start.options.reporter ?? (() => undefined);
  const result: JobResult = {
    id: start.id,
    name: start.name,
    result: 'failure',
    seconds: 0,
    permissionsAsked: grantedPermissions(start.permissions),
    outputs: {},
    annotations: reasons.map((message) => ({ level: 'error', message, properties: {} })),
    summary: '',
    missingOutputs: [],
    steps: [],
    environment: environment === undefined ? undefined : { name: environment, url: '' },
  };
  for (const annotation of result.annotations) report({ type: 'annotation', jobId, jobName, annotation });
  report({ type: 'job-finished', jobId, jobName, result });
  return result;
}

function readDefaults(
  token: TemplateToken | undefined,
  scope: Scope,
): { shell?: string; workingDirectory?: string } {
  const run = readMapping(readMapping(token).get('run'));
  const shell = evaluateText(run.get('shell'), scope);
  const workingDirectory = evaluateText(run.get('working-directory'), scope);
  return { ...(shell === '' ? {} : { shell }), ...(workingDirectory === '' ? {} : { workingDirectory }) };
}

/** Runs one job (one combination of its matrix) from its environment gate to the end of its post steps. */
export async function runJob(start: JobStart): Promise<JobResult> {
  const { options, model, scope } = start;
  const github = scope.contexts['github'] as Readonly<Record<string, unknown>>;
  const environmentValue = evaluateToken(
    readMapping(model.properties.get('environment')).get('name') ?? model.properties.get('environment'),
    scope,
  );
  const environmentName =
    environmentValue === null || environmentValue === '' ? undefined : String(environmentValue);
  const description: JobDescription = {
    jobId: start.id,
    displayName: start.name,
    runId: options.runId,
    runNumber: options.runNumber,
    runAttempt: options.runAttempt,
    workflow: String(github['workflow']),
    workflowRef: String(github['workflow_ref']),
    workflowSha: String(github['workflow_sha']),
    jobWorkflowRef: start.jobWorkflowRef,
    jobWorkflowSha: start.source.sha,
    environment: environmentName,
    permissions: start.permissions,
  };
  if (environmentName !== undefined) {
    const reasons = await options.platform.requestDeployment(environmentName, description);
    if (reasons.length > 0) return refuseJob(start, environmentName, reasons);
  }
  const nested = await listNestedUses(start, model.steps, start.source);
  const refusal = await options.platform.refuseActions(nested);
  if (refusal !== undefined) return refuseJob(start, environmentName, [refusal]);
  const credentials = await options.platform.openJob(description);
  const slug = `${start.id.replace(/[^\w.-]+/g, '-')}-${randomUUID().slice(0, 8)}`;
  const directories = await createJobDirectories(
    join(options.directory, slug),
    options.repository.name,
    options.event.payload,
  );
  const masker = createSecretMasker();
  const secrets = { ...start.secrets, GITHUB_TOKEN: credentials.token, github_token: credentials.token };
  for (const secret of [
    ...Object.values(secrets),
    credentials.runtimeToken,
    credentials.idTokenRequestToken ?? '',
  ]) {
    masker.add(secret);
  }
  const runner = {
    name: 'GitHub Actions 1',
    os: systems[process.platform] ?? 'Linux',
    arch: architectures[process.arch] ?? 'X64',
    environment: 'github-hosted',
    temp: directories.temp,
    tool_cache: directories.toolCache,
    workspace: join(directories.workspace, '..'),
  };
  const jobGithub = {
    ...github,
    token: credentials.token,
    job: model.id,
    workspace: directories.workspace,
    event_path: directories.eventPath,
  };
  const job: JobRuntime = {
    options,
    id: start.id,
    name: start.name,
    directories,
    credentials,
    masker,
    contexts: {
      ...scope.contexts,
      secrets,
      runner,
      job: {
        workflow_ref: start.jobWorkflowRef,
        workflow_sha: start.source.sha,
        workflow_repository: start.source.repository,
      },
    },
    github: jobGithub,
    runner,
    resolveRepository: start.resolveRepository,
    environment: {},
    prependPath: [],
    postSteps: [],
    states: new Map(),
    annotations: [],
    summaries: [],
    stepResults: [],
    trackingId: `github_${randomUUID()}`,
    cancel: start.cancel,
    shutdown: start.shutdown,
    status: 'success',
    emit: options.reporter ?? (() => undefined),
  };
  const startedMs = Date.now();
  job.emit({ type: 'job-started', jobId: job.id, jobName: job.name });
  let ended: EndedJob = { outputs: {}, url: '', missingOutputs: [] };
  try {
    ended = await runSteps(start, job);
  } finally {
    await killOrphans(job.trackingId);
    await options.platform.closeJob(description);
  }
  const result: JobResult = {
    id: job.id,
    name: job.name,
    result: job.status,
    seconds: (Date.now() - startedMs) / 1000,
    permissionsAsked: grantedPermissions(start.permissions),
    outputs: ended.outputs,
    annotations: job.annotations,
    summary: job.summaries.join('\n\n'),
    missingOutputs: ended.missingOutputs,
    steps: job.stepResults,
    environment: environmentName === undefined ? undefined : { name: environmentName, url: ended.url },
  };
  job.emit({ type: 'job-finished', jobId: job.id, jobName: job.name, result });
  return result;
}

/** What is known of a job once its last step has ended. */
interface EndedJob {
  readonly outputs: Record<string, string>;
  readonly url: string;
  readonly missingOutputs: readonly MissingOutput[];
}

async function runSteps(start: JobStart, job: JobRuntime): Promise<EndedJob> {
  const { model } = start;
  const frame: StepFrame = {
    job,
    inputs: start.scope.contexts['inputs'],
    steps: {},
    environment: {},
    github: {},
    source: start.source,
    defaults: { shell: '', workingDirectory: '' },
    compositeStatus: undefined,
    declaredOutputs: new Map(),
  };
  const scope = (): Scope => createStepScope(frame, job.environment, {});
  const execution: StepExecution = {
    frame,
    name: 'Complete job',
    contextName: '',
    environment: {},
    ownEnvironment: {},
    outputs: {},
    state: {},
    github: {},
    signal: job.shutdown,
    commandFailed: false,
    commands: { resumeToken: undefined, echo: false },
    capture: createStepCapture(),
  };
  try {
    Object.assign(job.environment, evaluateTextMap(start.workflowProperties.get('env'), scope()));
    Object.assign(job.environment, evaluateTextMap(model.properties.get('env'), scope()));
    const defaults = {
      ...readDefaults(start.workflowProperties.get('defaults'), scope()),
      ...readDefaults(model.properties.get('defaults'), scope()),
    };
    const main: StepFrame = { ...frame, defaults: { shell: '', workingDirectory: '', ...defaults } };
    await runPreSteps(main, model.steps);
    for (const step of model.steps) await runStep(main, step);
    await runPostSteps(main);
    const outputs: Record<string, string> = {};
    for (const [name, value] of Object.entries(evaluateTextMap(model.properties.get('outputs'), scope()))) {
      if (job.masker.reveals(value))
        annotate(execution, 'warning', `Skip output '${name}' since it may contain secret.`);
      else if (value !== '') outputs[name] = value;
    }
    const url = evaluateText(readMapping(model.properties.get('environment')).get('url'), scope());
    const missingOutputs = findMissingStepOutputs(model, {
      records: main.steps,
      declared: main.declaredOutputs,
      standIns: listStandIns(start),
    });
    return { outputs, url: job.masker.mask(url), missingOutputs };
  } catch (cause) {
    annotate(execution, 'error', cause instanceof Error ? cause.message : String(cause));
    job.status = 'failure';
    return { outputs: {}, url: '', missingOutputs: [] };
  }
}

/** Identifiers of the steps whose action a stand-in replaces. */
function listStandIns({ options, model }: JobStart): ReadonlySet<string> {
  const replaced = model.steps.filter(
    ({ uses }) => uses !== undefined && findStandIn(options, uses) !== undefined,
  );
  return new Set(replaced.map(({ id }) => id));
}

/** Whether a failed job may fail without failing the run. */
export function mayFail(start: JobStart): boolean {
  return isTruthy(evaluateToken(start.model.properties.get('continue-on-error'), start.scope));
}
