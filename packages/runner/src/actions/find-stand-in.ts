import type { RunWorkflowOptions } from '../options.ts';
import type { StandIn } from '../stand-ins/stand-in.ts';
import { parseActionReference } from './resolve-action.ts';

/** The stand-in for what `uses:` names, if there is one. */
export function findStandIn(options: RunWorkflowOptions, uses: string): StandIn | undefined {
  if (uses.startsWith('./') || uses.startsWith('$/') || uses.startsWith('docker://')) return undefined;
  const action = parseActionReference(uses);
  if (action.kind !== 'remote') return undefined;
  const { repository, path } = action.reference;
  const name = (path === '' ? repository : `${repository}/${path}`).toLowerCase();
  return options.standIns?.get(name) ?? options.standIns?.get(name.replace(/^[^/]+/, '*'));
}
