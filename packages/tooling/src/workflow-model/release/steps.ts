import { readFileSync } from 'node:fs';
import type { ActionStep, PinnedAction } from '../model/step.ts';

const checkoutAction: PinnedAction = {
  action: 'actions/checkout',
  commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
  version: 'v7.0.1',
};

/** Checks out the commit of the run without keeping the token; `history` also fetches all commits and tags. */
export function checkout(depth: 'commit' | 'history'): ActionStep {
  return {
    uses: checkoutAction,
    with: { ...(depth === 'history' ? { 'fetch-depth': 0 } : {}), 'persist-credentials': false },
  };
}

/** The shell script `scripts/<name>.sh`. */
export function readScript(name: string): string {
  return readFileSync(new URL(`scripts/${name}.sh`, import.meta.url), 'utf8');
}
