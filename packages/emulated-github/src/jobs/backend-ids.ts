import { createHmac } from 'node:crypto';
import type { JobIdentity } from './identity.ts';

/** The names the Actions back end has for a run and a job: UUIDs, not the numbers a user sees. */
export interface BackendIds {
  readonly runBackendId: string;
  readonly jobBackendId: string;
}

/**
 * Numbers attempts of runs, and jobs, of one world: the same job has the same name each time it is asked for.
 *
 * Each attempt has a name of its own. That is attested: after "Re-run failed jobs" the service lists artifacts whose
 * `workflow_run_backend_id` is not that of the token, and clients have to ask for the address with the listed one
 * (`downloadArtifactInternal` of `@actions/artifact`; actions/download-artifact#486, where GitHub failed to resolve it for some
 * days). How the names are made is not known; here they follow from repository, run and attempt.
 */
export interface BackendIdSource {
  ofJob(identity: JobIdentity): BackendIds;
}

function deriveUuid(key: Uint8Array, parts: readonly (string | number)[]): string {
  const bytes = createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, 16);
  // Version 8 of RFC 9562: a UUID of an application's own making.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The key makes the names of one world unguessable in another. */
export function createBackendIds(key: Uint8Array): BackendIdSource {
  return {
    ofJob: (identity) => ({
      runBackendId: deriveUuid(key, ['run', identity.repository, identity.runId, identity.runAttempt]),
      jobBackendId: deriveUuid(key, [
        'job',
        identity.repository,
        identity.runId,
        identity.runAttempt,
        identity.checkRunId,
        identity.jobId,
      ]),
    }),
  };
}
