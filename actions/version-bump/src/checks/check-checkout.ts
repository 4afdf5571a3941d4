import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { bumpErrors } from '../errors.ts';
import type { ReleasePlan } from '../release-plan.ts';

// A checkout may have the line endings of its machine.
const plain = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');

/**
 * Refuses a checkout whose files were changed by an earlier step: those changes would not be in the release. Without a
 * checkout there is nothing to compare.
 * @throws InputError E_BUMP_TREE
 */
export async function refuseChangedCheckout(plan: ReleasePlan, workspace: string): Promise<void> {
  for (const { path, before } of plan.edits) {
    const found = await readFile(join(workspace, path)).catch(() => undefined);
    if (found === undefined || before === undefined || plain(found) === plain(before)) continue;
    throw new InputError(bumpErrors.E_BUMP_TREE, {
      message: `${path} in the checkout is not the file of ${plan.baseSha.slice(0, 7)}: an earlier step has changed it. Nothing was written.`,
    });
  }
}
