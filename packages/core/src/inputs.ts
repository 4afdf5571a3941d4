import { getInput } from '@actions/core';
import { InputError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';
import type { InputDefinition, InputSchema, InputsOf } from './inputs/definition.ts';
import { findNearest } from './inputs/find-nearest.ts';
import { neutralizeLine } from './neutralize.ts';

export type { InputDefinition, InputSchema, InputsOf } from './inputs/definition.ts';
export { fileList, fileLists, keyValues, list } from './inputs/list-inputs.ts';
export { choice, flag, integer, secret, text } from './inputs/scalar-inputs.ts';

/** Keeps the exact type of a schema. */
export function defineInputs<const Schema extends InputSchema>(schema: Schema): Schema {
  return schema;
}

/** The text of one input, trimmed. An empty one has the default, unless it may be empty and the workflow has set it so. */
export function readInputText(
  name: string,
  { default: fallback = '', mayBeEmpty }: Pick<InputDefinition, 'default' | 'mayBeEmpty'>,
): string {
  const isSet = process.env[`INPUT_${name.toUpperCase()}`] !== undefined;
  return getInput(name) || (mayBeEmpty === true && isSet ? '' : fallback);
}

/** The secrets among the inputs, so that they can be masked before any of them can be in a message. */
export function listSecretInputs(schema: InputSchema): string[] {
  return Object.entries(schema)
    .filter(([, { kind }]) => kind === 'secret')
    .map(([name, definition]) => readInputText(name, definition))
    .filter((value) => value !== '');
}

/**
 * Reads every input of a schema from the variables of this process.
 * @throws InputError E_INPUT_UNKNOWN for a variable that belongs to no input, E_INPUT_MISSING, E_INPUT_INVALID
 */
export function readInputs<Schema extends InputSchema>(schema: Schema): InputsOf<Schema> {
  refuseUnknownInputs(schema);
  const values: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(schema)) {
    const text = readInputText(name, definition);
    if (text === '' && definition.required) {
      throw new InputError(coreErrors.E_INPUT_MISSING, { message: `Input "${name}" is required but empty.` });
    }
    values[name] = definition.parse(text, name);
  }
  return values as InputsOf<Schema>;
}

// `getInput` reads what it is asked for: without this, a misspelled input would silently be its default.
function refuseUnknownInputs(schema: InputSchema): void {
  const names = Object.keys(schema);
  const known = new Set(names.map((name) => `INPUT_${name.toUpperCase()}`));
  for (const variable of Object.keys(process.env)
    .filter((name) => name.startsWith('INPUT_') && !known.has(name))
    .sort()) {
    const given = variable.slice('INPUT_'.length).toLowerCase();
    const nearest = findNearest(given, names);
    throw new InputError(coreErrors.E_INPUT_UNKNOWN, {
      message: `Unknown input "${neutralizeLine(given, 100)}".`,
      hint: nearest === undefined ? `Valid inputs: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
    });
  }
}
