import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { killOrphans } from '@slipway/runner/process-group';
import { cliErrors } from '../errors.ts';

/** The one folder a rehearsal writes to. */
export interface Workspace {
  readonly directory: string;
  /** Marks the rehearsal's own programs, so that none of them can outlive it. */
  readonly trackingId: string;
  /** A new folder of that name. */
  folder(name: string): string;
  /** Ends what is left of the rehearsal's programs and removes the folder, unless it is to be kept. */
  close(): Promise<void>;
}

function openFolder(keep: string | undefined): string {
  if (keep === undefined) return realpathSync(mkdtempSync(join(tmpdir(), 'slipway-rehearse-')));
  const directory = resolve(keep);
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length > 0) {
    throw new InputError(cliErrors.E_REHEARSE_USAGE, {
      message: `--keep ${keep}: the folder is not empty.`,
      hint: 'Choose a folder that is empty or does not exist.',
    });
  }
  return realpathSync(directory);
}

/** Opens the folder of one rehearsal: a new temporary one, or the one to keep. @throws InputError E_REHEARSE_USAGE */
export function openWorkspace(keep: string | undefined): Workspace {
  const directory = openFolder(keep);
  const trackingId = `slipway-rehearsal-${randomUUID()}`;
  const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
  const remove = (): void => {
    if (keep === undefined) rmSync(directory, removal);
  };
  // Whatever ends this process in an orderly way, the folder goes with it.
  process.once('exit', remove);
  return {
    directory,
    trackingId,
    folder(name) {
      const path = join(directory, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    async close() {
      await killOrphans(trackingId);
      // Several files at a time: a file system that waits for its disk takes a tenth of the time.
      if (keep === undefined) await rm(directory, removal);
      process.off('exit', remove);
    },
  };
}
