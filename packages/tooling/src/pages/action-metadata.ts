import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One input or output as `action.yml` says it. */
interface Parameter {
  readonly description?: string;
  readonly required?: boolean;
  readonly default?: string | number | boolean;
}

/** The contract of one action. */
export interface ActionMetadata {
  readonly inputs: ReadonlyMap<string, Parameter>;
  readonly outputs: ReadonlyMap<string, Parameter>;
}

/** Reads the text of an `action.yml`; inputs and outputs keep their order. */
export function parseActionMetadata(text: string): ActionMetadata {
  const { inputs, outputs } = parse(text) as Record<
    'inputs' | 'outputs',
    Record<string, Parameter> | undefined
  >;
  return { inputs: new Map(Object.entries(inputs ?? {})), outputs: new Map(Object.entries(outputs ?? {})) };
}

/** Metadata of every folder below `actions/` that has an `action.yml`, by folder name, sorted. */
export async function readActions(root: string): Promise<ReadonlyMap<string, ActionMetadata>> {
  const actions = new Map<string, ActionMetadata>();
  for (const name of (await readdir(join(root, 'actions'))).sort()) {
    const text = await readFile(join(root, 'actions', name, 'action.yml'), 'utf8').catch(() => undefined);
    if (text !== undefined) actions.set(name, parseActionMetadata(text));
  }
  return actions;
}
