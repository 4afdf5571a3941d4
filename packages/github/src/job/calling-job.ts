import type { JobEnvironment } from '@slipway/core/job-environment';
import type { Http, Log } from '@slipway/core/ports';

/** The job that asks GitHub for something, as every action's context has it. */
export interface CallingJob {
  readonly http: Http;
  readonly log: Log;
  readonly job: JobEnvironment;
}
