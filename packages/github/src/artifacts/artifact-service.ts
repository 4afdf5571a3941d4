import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { HttpResponse } from '@slipway/core/ports';
import { redactText } from '@slipway/core/redact';
import { githubErrors } from '../errors.ts';
import type { CallingJob } from '../job/calling-job.ts';
import { decodeClaims } from '../job/id-token.ts';

/** An artifact of the run as the service lists it. */
export interface ListedArtifact {
  readonly id: number;
  /** Bytes of the archive; 0 when the service tells none. */
  readonly size: number;
  /** Hex; empty when the service tells none. */
  readonly digest: string;
  /** Asks for an address that downloads it. @throws InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_GITHUB_ARTIFACT, E_HTTP_* */
  sign(): Promise<{ readonly url: string }>;
}

type Message = Readonly<Record<string, unknown>>;

/** A method of the service; the ids of the token's attempt and job go with a message that names none. */
export type CallArtifactService = (method: string, message: Message) => Promise<Message>;

const service = 'twirp/github.actions.results.api.v1.ArtifactService';

/** What GitHub answers for an artifact whose time is over: https://docs.github.com/rest/actions/artifacts. */
export const goneStatuses: readonly number[] = [404, 410];

/** The error for an artifact that was there and cannot be fetched any more. @param message without a full stop */
export function refuseGone(message: string): InputError {
  return new InputError(githubErrors.E_GITHUB_ARTIFACT_EXPIRED, {
    message: `${message}. The artifact has expired or was deleted: GitHub keeps artifacts for 90 days, or for the retention period of the repository.`,
  });
}

/** Whether an answer is about the artifact; the service has a 404 for runs, and for methods, too. */
function isGone(response: HttpResponse): boolean {
  return response.status === 410 || /\bartifact\b/i.test(response.text());
}

/** Opens the artifact service of the job's run. @throws InputError E_GITHUB_ARTIFACT outside of a job */
export function openArtifactService({ http, job: calling }: CallingJob): CallArtifactService {
  const resultsUrl = calling.variable('ACTIONS_RESULTS_URL');
  const runtimeToken = calling.variable('ACTIONS_RUNTIME_TOKEN');
  if (resultsUrl === undefined || runtimeToken === undefined) {
    throw new InputError(githubErrors.E_GITHUB_ARTIFACT, {
      message:
        'There is no artifact service here (ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set).',
      hint: 'Name the folder of the files instead of an artifact, or run this in a workflow job on GitHub.',
    });
  }
  const [run, job] = readScope(runtimeToken);
  return async (method, message) => {
    const response = await http.request({
      method: 'POST',
      url: new URL(`${service}/${method}`, resultsUrl).href,
      headers: { authorization: `Bearer ${runtimeToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...message }),
      // Both methods only read.
      idempotent: true,
      acceptedStatuses: goneStatuses,
    });
    if (goneStatuses.includes(response.status)) {
      const said = `GitHub answered ${method} with ${response.status}: ${neutralizeLine(redactText(response.text()), 200)}`;
      if (isGone(response)) throw refuseGone(said);
      // An attempt of the run that the service does not know was its own fault before: actions/download-artifact#486.
      throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
        message: `${said}.`,
        status: response.status,
        url: response.url,
      });
    }
    const answer = response.json();
    if (isRecord(answer)) return answer;
    throw malformed(`${method} of the artifact service`, 'a JSON object', answer);
  };
}

/**
 * The newest artifact of a name: a later attempt of a job stores its own. GitHub lists what the other attempts of the run stored
 * after "Re-run failed jobs", each with the ids of its own attempt and job, and finds it by those alone
 * (`downloadArtifactInternal` of `@actions/artifact`).
 * @throws InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_HTTP_MALFORMED, E_HTTP_*
 */
export async function findArtifact(
  call: CallArtifactService,
  name: string,
): Promise<ListedArtifact | undefined> {
  const { artifacts = [] } = await call('ListArtifacts', { name_filter: name });
  if (!Array.isArray(artifacts) || !artifacts.every(isRecord))
    throw malformed('ListArtifacts of the artifact service', 'a list of artifacts', artifacts);
  const [newest] = artifacts
    .filter((artifact) => artifact['name'] === name)
    .map((artifact) => ({ artifact, number: readNumber(artifact) }))
    // Two may have been stored within a second; numbers grow (`getArtifactInternal`).
    .sort((left, right) => right.number - left.number);
  if (newest === undefined) return undefined;
  const { artifact: found, number: id } = newest;
  if (found['expired'] === true)
    throw refuseGone(`The artifact "${neutralizeLine(name, 100)}" is marked as expired`);
  // Protobuf's JSON form writes 64-bit numbers as text.
  const size = Number(found['size'] ?? 0);
  const digest = found['digest'] ?? '';
  if (!Number.isSafeInteger(size) || size < 0)
    throw malformed('ListArtifacts of the artifact service', 'a size', found['size']);
  if (typeof digest !== 'string' || !/^(?:sha256:[0-9a-f]{64})?$/i.test(digest))
    throw malformed('ListArtifacts of the artifact service', 'a digest "sha256:…"', digest);
  const ids = {
    workflow_run_backend_id: readId(found, 'workflow_run_backend_id', 'workflowRunBackendId'),
    workflow_job_run_backend_id: readId(found, 'workflow_job_run_backend_id', 'workflowJobRunBackendId'),
  };
  return {
    id,
    size,
    digest: digest.replace(/^sha256:/i, '').toLowerCase(),
    async sign() {
      const answer = await call('GetSignedArtifactURL', { ...ids, name });
      const url = answer['signed_url'] ?? answer['signedUrl'];
      if (typeof url === 'string' && URL.canParse(url)) return { url };
      throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
        message: `GitHub returned no address for the artifact ${neutralizeLine(name, 100)}.`,
      });
    },
  };
}

/** `database_id`: protobuf's JSON form writes 64-bit numbers as text. */
function readNumber(artifact: Message): number {
  const number = Number(artifact['database_id'] ?? artifact['databaseId']);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw malformed('ListArtifacts of the artifact service', 'a "database_id"', artifact['database_id']);
}

/** An id of the service in either form of protobuf's JSON. */
function readId(artifact: Message, snake: string, camel: string): string {
  const id = artifact[snake] ?? artifact[camel];
  if (typeof id === 'string' && id !== '') return id;
  throw malformed('ListArtifacts of the artifact service', `a "${snake}"`, id);
}

function malformed(what: string, wanted: string, seen: unknown): RemoteError {
  return new RemoteError(coreErrors.E_HTTP_MALFORMED, {
    message: `${what} answered with something that is not ${wanted}: "${neutralizeLine(JSON.stringify(seen) ?? 'nothing', 200)}".`,
  });
}

// `Actions.Results:<run>:<job>` is one of the scopes; the client of GitHub reads it in the same way.
function readScope(token: string): readonly [run: string, job: string] {
  const { scp } = decodeClaims(token);
  for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
    const [kind, run, job] = scope.split(':');
    if (kind === 'Actions.Results' && run !== undefined && job !== undefined) return [run, job];
  }
  throw new RemoteError(githubErrors.E_GITHUB_ARTIFACT, {
    message: 'The token of the job has no scope for the artifacts of its run.',
  });
}
