import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { type ActionDefinition, readActionDefinition } from '@slipway/runner/actions/action-definition';

const definitions = new Map<string, Promise<ActionDefinition | undefined>>();

/** An action of this very version; its file does not change while it is used. */
function readOwnAction(action: string): Promise<ActionDefinition | undefined> {
  const directory = join(slipwayDirectory, 'actions', action);
  const known =
    definitions.get(action) ??
    (existsSync(directory) ? readActionDefinition(directory) : Promise.resolve(undefined));
  definitions.set(action, known);
  return known;
}

/** Names of the outputs of an action by its folder below `actions/`; undefined for a missing one. */
export async function readOwnOutputs(action: string): Promise<ReadonlySet<string> | undefined> {
  const definition = await readOwnAction(action);
  return definition === undefined ? undefined : new Set(definition.outputs.keys());
}

/** The same of its inputs, in lower case. */
export async function readOwnInputs(action: string): Promise<ReadonlySet<string> | undefined> {
  const definition = await readOwnAction(action);
  return definition === undefined ? undefined : new Set(definition.inputs.map(({ id }) => id.toLowerCase()));
}
