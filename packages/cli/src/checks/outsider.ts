import { open } from 'node:fs/promises';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { silentLog } from '@slipway/core/log/silent-log';
import type { ProgramResult, RunProgram } from '../machine/programs.ts';

/** Somebody without any credentials, who only sees what the release made public. */
export interface Outsider {
  /** Empty folder of the outsider's own. */
  readonly directory: string;
  run(file: string, args: readonly string[], cwd?: string): Promise<ProgramResult>;
  /** Downloads each address to a path. @returns the HTTP statuses, in order */
  fetch(wanted: readonly { readonly url: string; readonly path: string }[]): Promise<number[]>;
}

// "Each file included in a release must be under 2 GiB" (GitHub Docs, About releases).
const maxAssetBytes = 2 * 1024 ** 3;
// The check that asked judges the status.
const failureStatuses = Array.from({ length: 200 }, (_, index) => 400 + index);

/** @param environment of the world: the gateway and the package index */
export function createOutsider(
  program: RunProgram,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Outsider {
  const http = createHttp({
    log: silentLog,
    clock: systemClock,
    userAgent: 'slipway-rehearsal',
    environment,
  });
  const download = async (url: string, path: string): Promise<number> => {
    const file = await open(path, 'w');
    try {
      const { status } = await http.request({
        ...{ method: 'GET', url, acceptedStatuses: failureStatuses, maxResponseBytes: maxAssetBytes },
        sink: (chunk) => file.writeFile(chunk),
      });
      return status;
    } finally {
      await file.close();
    }
  };
  return {
    directory,
    run: (file, args, cwd = directory) => program(file, args, { cwd, env: environment }),
    fetch: (wanted) => Promise.all(wanted.map(({ url, path }) => download(url, path))),
  };
}
