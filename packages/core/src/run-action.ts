import { getState } from '@actions/core';
import { type ActionLog, createActionLog } from './action-log.ts';
import { systemClock } from './clock.ts';
import { writeOutput, writeState } from './command-files.ts';
import { EnvironmentError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';
import { createHttp } from './http.ts';
import { type InputSchema, type InputsOf, listSecretInputs, readInputs, readInputText } from './inputs.ts';
import { type JobEnvironment, readJobEnvironment } from './job-environment.ts';
import type { Clock, Http, Log } from './ports.ts';
import { reportFailure } from './report-failure.ts';
import { createSummary, type Summary } from './summary.ts';
import { version } from './version.ts';

/** Values that `main` leaves for `post`. */
export interface ActionState {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Everything the steps of an action get to work with. */
export interface ActionContext<Inputs, Output extends string> {
  readonly inputs: Inputs;
  readonly log: Log;
  readonly http: Http;
  readonly clock: Clock;
  /** Fires when the job is cancelled. */
  readonly signal: AbortSignal;
  readonly job: JobEnvironment;
  /** Passed on at once, so that it is there also when the action fails later. */
  setOutput(name: Output, value: string): void;
  readonly summary: Summary;
  readonly state: ActionState;
}

export interface ActionDefinition<Schema extends InputSchema, Output extends string> {
  /** As in `uses: …/actions/<name>`. */
  readonly name: string;
  readonly inputs: Schema;
  readonly outputs: readonly Output[];
  /** What to change, by error code, in the names of this action's inputs. Default: the hint of the code. */
  readonly hints?: Readonly<Record<string, string>>;
  main(context: ActionContext<InputsOf<Schema>, Output>): Promise<void>;
  /** Runs when the job ends, whatever happened; its failures are warnings. */
  post?(context: ActionContext<InputsOf<Schema>, Output>): Promise<void>;
}

// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';

/**
 * Runs an action: reads and masks its inputs, runs its part, reports a failure once, writes the summary, and sets the exit
 * code. It never throws.
 */
export async function runAction<const Schema extends InputSchema, const Output extends string>(
  definition: ActionDefinition<Schema, Output>,
): Promise<void> {
  const log = createActionLog();
  const summary = createSummary();
  const isPost = getState(postMark) === 'true';
  // The result of the action does not change if the summary cannot be written.
  const warnOfSummary = (failure: unknown): void =>
    log.warning(`The job summary could not be written: ${describe(failure)}`);
  const writeSummaryNow = (): void => {
    try {
      summary.writeNow();
    } catch (failure) {
      warnOfSummary(failure);
    }
  };
  const fail = (failure: unknown): void => {
    // What is left to do after a job cannot undo its result.
    if (isPost) log.warning(`The post step failed: ${describe(failure)}`);
    else {
      reportFailure(log, failure, definition.hints, summary);
      process.exitCode = 1;
    }
  };
  const cancellation: AbortSignal = watchCancellation(() => {
    fail(cancellation.reason);
    writeSummaryNow();
  });
  endOnStrayFailure((failure) => {
    fail(failure);
    writeSummaryNow();
  });
  try {
    for (const secret of listSecretInputs(definition.inputs)) log.mask(secret);
    const context = createContext(definition, log, cancellation, summary);
    if (isPost) await definition.post?.(context);
    else {
      if (definition.post !== undefined) context.state.set(postMark, 'true');
      await log.group('Inputs', async () => listInputs(definition.inputs, log));
      await definition.main(context);
    }
  } catch (failure) {
    fail(cancellation.aborted && !isPost ? cancellation.reason : failure);
  } finally {
    await summary.write().catch(warnOfSummary);
  }
  endSoon();
}

function createContext<Schema extends InputSchema, Output extends string>(
  definition: ActionDefinition<Schema, Output>,
  log: ActionLog,
  signal: AbortSignal,
  summary: Summary,
): ActionContext<InputsOf<Schema>, Output> {
  return {
    inputs: readInputs(definition.inputs),
    log,
    http: createHttp({
      log,
      clock: systemClock,
      userAgent: `slipway-${definition.name}/${version}`,
      environment: process.env,
      signal,
    }),
    clock: systemClock,
    signal,
    job: readJobEnvironment(process.env),
    setOutput: writeOutput,
    summary,
    state: {
      get: (name) => getState(name) || undefined,
      set: writeState,
    },
  };
}

function listInputs(schema: InputSchema, log: Log): void {
  for (const [name, definition] of Object.entries(schema)) {
    const text = readInputText(name, definition);
    if (text === '') continue;
    log.info(`${name}: ${definition.kind === 'secret' ? '(secret)' : text.replaceAll('\n', ', ')}`);
  }
}

function watchCancellation(beforeExit: () => void): AbortSignal {
  const controller = new AbortController();
  const cancel = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) return;
    controller.abort(
      new EnvironmentError(coreErrors.E_INTERRUPTED, { message: `The job was canceled (${signal}).` }),
    );
    setTimeout(() => {
      beforeExit();
      process.exit(1);
    }, cancellationGraceMs).unref();
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return controller.signal;
}

/** A failure that nobody waits for, in a promise or a callback, ends the action; it must not end without its summary. */
function endOnStrayFailure(report: (failure: unknown) => void): void {
  const end = (failure: unknown): void => {
    report(failure);
    endSoon();
  };
  process.on('unhandledRejection', end);
  process.on('uncaughtException', end);
}

function describe(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

// An idle connection would keep the process for as long as its server does; what was written is flushed first.
function endSoon(): void {
  process.stdout.write('', () => process.exit());
}
