import { posix } from 'node:path';
import type { RunWorkflowOptions } from '../options.ts';
import type { ResolveRepository } from '../platform.ts';
import type { SourceRepository } from '../workflow/workflow-instance.ts';
import { type ActionDefinition, parseActionFile, readActionDefinition } from './action-definition.ts';
import { findStandIn } from './find-stand-in.ts';
import { joinActionPath, parseActionReference } from './resolve-action.ts';

/** What it takes to read an action's file. */
export interface ActionFinder {
  readonly options: RunWorkflowOptions;
  readonly resolveRepository: ResolveRepository;
}

/** The action that `uses:` names; of a local one what this commit has. Undefined when a step must make it, or a stand-in runs. */
export async function findAction(
  search: ActionFinder,
  uses: string,
  source: SourceRepository,
): Promise<{ definition: ActionDefinition; source: SourceRepository } | undefined> {
  if (findStandIn(search.options, uses) !== undefined) return undefined;
  const action = parseActionReference(uses);
  if (action.kind === 'local') {
    for (const name of ['action.yml', 'action.yaml']) {
      const path = posix.join(action.path, name);
      const text = await search.options.loadFile(path);
      if (text !== undefined) return { definition: parseActionFile(action.path, path, text), source };
    }
    return undefined;
  }
  const reference =
    action.kind === 'remote'
      ? action.reference
      : { repository: source.repository, path: action.path, ref: source.sha };
  const { directory, sha } = await search.resolveRepository(reference);
  const definition = await readActionDefinition(joinActionPath(directory, reference.path));
  return { definition, source: { repository: reference.repository, sha } };
}
