import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { InputError } from '@slipway/core/errors/action-error';
import { runnerErrors } from '../errors.ts';
import { flattenScalars } from '../workflow/flatten-scalars.ts';
import {
  convertActionTemplate,
  isSequence,
  NoOperationTraceWriter,
  parseAction,
} from '../workflow/github-parser.ts';
import { readMapping, readStep, readText, type StepModel } from '../workflow/workflow-model.ts';

interface ActionInput {
  readonly id: string;
  readonly default: TemplateToken | undefined;
  readonly deprecationMessage: string | undefined;
}

interface NodeRuns {
  readonly using: 'node20' | 'node24';
  readonly main: string;
  readonly pre: string | undefined;
  readonly preIf: string;
  readonly post: string | undefined;
  readonly postIf: string;
}

interface CompositeRuns {
  readonly using: 'composite';
  readonly steps: readonly StepModel[];
}

/** An `action.yml` with the folder it stands in. */
export interface ActionDefinition {
  readonly directory: string;
  readonly inputs: readonly ActionInput[];
  readonly outputs: ReadonlyMap<string, TemplateToken | undefined>;
  readonly runs: NodeRuns | CompositeRuns;
}

async function readActionFile(directory: string): Promise<{ path: string; text: string }> {
  for (const name of ['action.yml', 'action.yaml']) {
    const path = join(directory, name);
    try {
      return { path, text: await readFile(path, 'utf8') };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  }
  throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
    message: `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${directory}'. Did you forget to run actions/checkout before running your local action?`,
  });
}

/**
 * Reads the action in a folder.
 * @throws InputError E_WORKFLOW_INVALID for a missing or wrong file, E_WORKFLOW_UNSUPPORTED for docker and unknown `using`
 */
export async function readActionDefinition(directory: string): Promise<ActionDefinition> {
  const { path, text } = await readActionFile(directory);
  return parseActionFile(directory, path, text);
}

/** Reads the text of an action file. @throws InputError as `readActionDefinition` */
export function parseActionFile(directory: string, path: string, text: string): ActionDefinition {
  const { context, value } = parseAction({ name: path, content: text }, new NoOperationTraceWriter());
  const template = value === undefined ? undefined : convertActionTemplate(context, value);
  const complaints = context.errors.getErrors().map((error) => error.message);
  if (value === undefined || template === undefined || complaints.length > 0) {
    throw new InputError(runnerErrors.E_WORKFLOW_INVALID, {
      message: `Fail to load ${path}: ${complaints.join('; ')}`,
    });
  }
  const flat = flattenScalars(text);
  if (flat !== text) return parseActionFile(directory, path, flat);
  const root = readMapping(value);
  const written = readMapping(root.get('runs'));
  const inputs = [...readMapping(root.get('inputs'))].map(([id, token]) => {
    const input = readMapping(token);
    return {
      id,
      default: input.get('default'),
      deprecationMessage: readText(input.get('deprecationMessage')),
    };
  });
  const outputs = new Map(
    [...readMapping(root.get('outputs'))].map(([id, token]) => [id, readMapping(token).get('value')]),
  );
  return { directory, inputs, outputs, runs: readRuns(path, written, template.runs) };
}

function readRuns(
  path: string,
  written: ReadonlyMap<string, TemplateToken>,
  converted: { using: string; steps?: { id: string }[] },
): NodeRuns | CompositeRuns {
  const using = readText(written.get('using'))?.toLowerCase();
  if (using === 'node20' || using === 'node24') {
    return {
      using,
      main: readText(written.get('main')) ?? '',
      pre: readText(written.get('pre')),
      preIf: readText(written.get('pre-if')) ?? 'always()',
      post: readText(written.get('post')),
      postIf: readText(written.get('post-if')) ?? 'always()',
    };
  }
  if (using === 'composite') {
    const tokens = written.get('steps');
    const steps = tokens !== undefined && isSequence(tokens) ? Array.from(tokens) : [];
    return {
      using,
      steps: steps.flatMap((step, index) => {
        const convertedStep = converted.steps?.[index];
        return convertedStep === undefined ? [] : [readStep(step, convertedStep)];
      }),
    };
  }
  throw new InputError(runnerErrors.E_WORKFLOW_UNSUPPORTED, {
    message: `${path}: 'using: ${using ?? ''}' is not supported, only 'node20', 'node24' and 'composite'.`,
  });
}
