import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { InputError } from '@slipway/core/errors/action-error';
import { runnerErrors } from '../errors.ts';
import { evaluateToken, type Scope } from './expressions.ts';
import { readMapping, readText, type WorkflowModel } from './workflow-model.ts';

type Trigger = 'workflow_dispatch' | 'workflow_call';

function readTrigger(workflow: WorkflowModel, trigger: Trigger): Map<string, TemplateToken> {
  return readMapping(readMapping(workflow.properties.get('on')).get(trigger));
}

function convert(name: string, type: string, value: unknown, options: readonly string[]): unknown {
  const text = value === null || value === undefined ? '' : String(value);
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false' && text !== '') {
      throw new InputError(runnerErrors.E_WORKFLOW_INPUTS, {
        message: `Provided value '${text}' for input '${name}' not in the list of allowed values [true, false]`,
      });
    }
    return text === 'true';
  }
  if (type === 'number') {
    if (text === '' || Number.isNaN(Number(text))) {
      throw new InputError(runnerErrors.E_WORKFLOW_INPUTS, {
        message: `Provided value '${text}' for input '${name}' is not a number`,
      });
    }
    return Number(text);
  }
  if (type === 'choice' && !options.includes(text)) {
    throw new InputError(runnerErrors.E_WORKFLOW_INPUTS, {
      message: `Provided value '${text}' for input '${name}' not in the list of allowed values [${options.join(', ')}]`,
    });
  }
  return text;
}

/**
 * The `inputs` context: given values, defaults, types.
 * @throws InputError E_WORKFLOW_INPUTS in GitHub's words (`Unexpected inputs provided: [...]`, `Required input 'x' not provided`)
 */
export function readWorkflowInputs(
  workflow: WorkflowModel,
  trigger: Trigger,
  given: Readonly<Record<string, unknown>>,
  scope: Scope,
): Record<string, unknown> {
  const declared = readMapping(readTrigger(workflow, trigger).get('inputs'));
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0) {
    throw new InputError(runnerErrors.E_WORKFLOW_INPUTS, {
      message: `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
    });
  }
  const values: Record<string, unknown> = {};
  for (const [name, token] of declared) {
    const properties = readMapping(token);
    const type = readText(properties.get('type')) ?? 'string';
    const options = properties.has('options')
      ? (evaluateToken(properties.get('options'), scope) as string[])
      : [];
    const value = given[name];
    const isMissing = value === undefined || value === '';
    if (isMissing && !properties.has('default')) {
      if (readText(properties.get('required')) === 'true') {
        throw new InputError(runnerErrors.E_WORKFLOW_INPUTS, {
          message: `Required input '${name}' not provided`,
        });
      }
      values[name] = type === 'boolean' ? false : type === 'number' ? 0 : '';
      if (type === 'choice') values[name] = options[0] ?? '';
      continue;
    }
    values[name] = convert(
      name,
      type,
      isMissing ? evaluateToken(properties.get('default'), scope) : value,
      options.map(String),
    );
  }
  return values;
}

/** Secrets of a called workflow. @throws InputError E_WORKFLOW_INVALID for a required secret that is not passed */
export function readCallSecrets(
  workflow: WorkflowModel,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  for (const [name, token] of readMapping(readTrigger(workflow, 'workflow_call').get('secrets'))) {
    if (given[name] === undefined && readText(readMapping(token).get('required')) === 'true') {
      throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
        message: `The workflow is not valid. Secret ${name} is required, but not provided while calling.`,
      });
    }
  }
  return { ...given };
}

/** `on.workflow_call.outputs`: name to value. */
export function readCallOutputs(workflow: WorkflowModel): Map<string, TemplateToken | undefined> {
  const outputs = readMapping(readTrigger(workflow, 'workflow_call').get('outputs'));
  return new Map([...outputs].map(([name, token]) => [name, readMapping(token).get('value')]));
}
