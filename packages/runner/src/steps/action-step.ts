import { join } from 'node:path';
import { type ActionDefinition, readActionDefinition } from '../actions/action-definition.ts';
import { findStandIn } from '../actions/find-stand-in.ts';
import { joinActionPath, parseActionReference } from '../actions/resolve-action.ts';
import { runProcess } from '../process-group.ts';
import { evaluateText, evaluateTextMap } from '../workflow/expressions.ts';
import type { SourceRepository } from '../workflow/workflow-instance.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { type RunNestedStep, runCompositeAction } from './composite-action.ts';
import { applyFileCommands, openFileCommands } from './file-commands.ts';
import { createProcessEnvironment, runtimeVariables } from './process-environment.ts';
import { runPostStep } from './run-post-step.ts';
import { runStandIn } from './run-stand-in.ts';
import { annotate, type StepExecution, takeOutputLine, writeLog } from './step-execution.ts';
import { createStepScope } from './step-frame.ts';
import { warnUnexpectedInputs } from './unexpected-inputs.ts';

interface LocatedAction {
  readonly definition: ActionDefinition;
  readonly source: SourceRepository;
  readonly local: boolean;
  readonly github: Record<string, string>;
}

/** Finds the action that `uses:` names and reads its file. */
export async function locateAction(execution: StepExecution, uses: string): Promise<LocatedAction> {
  const { frame } = execution;
  const { job } = frame;
  const action = parseActionReference(uses);
  const standIn = findStandIn(job.options, uses);
  if (action.kind === 'remote' && standIn !== undefined && 'directory' in standIn)
    return {
      definition: await readActionDefinition(standIn.directory),
      source: { repository: action.reference.repository, sha: '' },
      local: false,
      github: { action_repository: action.reference.repository, action_ref: action.reference.ref },
    };
  if (action.kind === 'local') {
    const definition = await readActionDefinition(join(job.directories.workspace, action.path));
    return {
      definition,
      source: frame.source,
      local: true,
      github: { action_repository: '', action_ref: '' },
    };
  }
  const reference =
    action.kind === 'remote'
      ? action.reference
      : { repository: frame.source.repository, path: action.path, ref: frame.source.sha };
  const { directory, sha } = await job.resolveRepository(reference);
  return {
    definition: await readActionDefinition(joinActionPath(directory, reference.path)),
    source: { repository: reference.repository, sha },
    local: false,
    github: { action_repository: reference.repository, action_ref: reference.ref },
  };
}

/** The inputs of an action: as given, then the defaults; a name the action does not know gets GitHub's warning. */
export function collectInputs(
  execution: StepExecution,
  given: Readonly<Record<string, string>>,
  definition: ActionDefinition,
): Record<string, string> {
  const scope = createStepScope(execution.frame, execution.environment, execution.github);
  const known = definition.inputs.map((input) => input.id);
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), { name, value }]));
  warnUnexpectedInputs(execution, given, known);
  for (const input of definition.inputs) {
    const found = values.get(input.id.toLowerCase());
    if (found === undefined) {
      values.set(input.id.toLowerCase(), { name: input.id, value: evaluateText(input.default, scope) });
    } else if (input.deprecationMessage !== undefined) {
      annotate(
        execution,
        'warning',
        `Input '${input.id}' has been deprecated with message: ${input.deprecationMessage}`,
      );
    }
  }
  return Object.fromEntries([...values.values()].map(({ name, value }) => [name, value]));
}

/** Runs one part (pre, main, post) of a JavaScript action. */
export async function runNodeFile(
  execution: StepExecution,
  definition: ActionDefinition,
  inputs: Readonly<Record<string, string>>,
  file: string,
): Promise<void> {
  const { job } = execution.frame;
  const paths = await openFileCommands(job.directories.fileCommands);
  const extra: Record<string, string> = { ...runtimeVariables(execution) };
  for (const [name, value] of Object.entries(inputs))
    extra[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  for (const [name, value] of Object.entries(execution.state)) extra[`STATE_${name}`] = value;
  const exitCode = await runProcess({
    file: job.options.nodePath,
    args: [join(definition.directory, file)],
    cwd: job.directories.workspace,
    env: createProcessEnvironment(execution, paths, extra),
    onLine: (line) => takeOutputLine(execution, line),
    signal: execution.signal,
  });
  await applyFileCommands(execution, paths);
  if (exitCode !== 0) execution.commandFailed = true;
}

function logHeader(execution: StepExecution, uses: string, given: Readonly<Record<string, string>>): void {
  writeLog(execution, `##[group]Run ${uses}`);
  if (Object.keys(given).length > 0) writeLog(execution, 'with:');
  for (const [name, value] of Object.entries(given)) writeLog(execution, `  ${name}: ${value}`);
  writeLog(execution, '##[endgroup]');
}

/** Runs a `uses:` step and notes its post part. @throws Error with the text to show when it cannot be run */
export async function runActionStep(
  execution: StepExecution,
  step: StepModel,
  uses: string,
  runNestedStep: RunNestedStep,
): Promise<void> {
  const { frame } = execution;
  const given = evaluateTextMap(step.with, createStepScope(frame, execution.environment, execution.github));
  if (await runStandIn(execution, step, uses, given)) return;
  const { definition, source, local, github } = await locateAction(execution, uses);
  execution.github = { ...execution.github, ...github };
  frame.declaredOutputs.set(execution.contextName, [...definition.outputs.keys()]);
  const inputs = collectInputs(execution, given, definition);
  logHeader(execution, uses, inputs);
  if (findStandIn(frame.job.options, uses) !== undefined)
    writeLog(execution, 'A built-in stand-in replaces this action.');
  if (definition.runs.using === 'composite') {
    await runCompositeAction(execution, definition, inputs, source, runNestedStep);
    return;
  }
  const { runs } = definition;
  if (runs.pre !== undefined && local) {
    annotate(execution, 'warning', `\`pre\` execution is not supported for local action from '${uses}'`);
  }
  registerPost(execution, step, definition, inputs);
  await runNodeFile(execution, definition, inputs, runs.main);
}

/** Notes the post part of an action, once, whether its pre or its main part comes first. */
export function registerPost(
  execution: StepExecution,
  step: StepModel,
  definition: ActionDefinition,
  inputs: Readonly<Record<string, string>>,
): void {
  const { job } = execution.frame;
  const { runs } = definition;
  if (runs.using === 'composite' || runs.post === undefined) return;
  const { post, postIf } = runs;
  const known = job.postSteps.findIndex((other) => other.step === step && job.states.has(step));
  const part = {
    name: `Post ${execution.name}`,
    condition: postIf,
    main: execution,
    body: (postExecution: StepExecution) => runNodeFile(postExecution, definition, inputs, post),
  };
  const entry = { step, run: () => runPostStep(part) };
  if (known >= 0) job.postSteps[known] = entry;
  else job.postSteps.push(entry);
}
