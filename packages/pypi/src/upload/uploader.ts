import { systemClock } from '@slipway/core/clock';
import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { Clock, Http, HttpResponse, Log } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import type { PackageRepository } from '../package-repository.ts';
import type { UploadFile } from '../upload-file.ts';
import { createMultipartBody } from './multipart-body.ts';
import { classifyRefusal, readRefusalText, type UploadRefusal } from './upload-answer.ts';
import type { UploadCredentials } from './upload-credentials.ts';
import { renderUploadForm } from './upload-form.ts';

/** What became of one upload: the index took it, or it says that it has a file like this. */
export type UploadOutcome =
  | { readonly kind: 'accepted'; readonly warnings: readonly string[] }
  | { readonly kind: 'exists'; readonly text: string };

/** Puts files on an index; the legacy API is one way, upload sessions (PEP 694) can be another. */
export interface Uploader {
  /** @throws RemoteError E_PYPI_UPLOAD_REFUSED, E_PYPI_AUTHENTICATION, E_PYPI_RELEASE_CLOSED, E_HTTP_* */
  upload(file: UploadFile): Promise<UploadOutcome>;
}

export interface LegacyUploaderOptions {
  readonly http: Http;
  readonly log: Log;
  /** Default: the time of the machine. */
  readonly clock?: Clock;
  readonly repository: PackageRepository;
  readonly credentials: UploadCredentials;
  /** Shown publicly next to each file, e.g. the address of the run. */
  readonly comment?: string;
}

// The index works on a request for up to ten minutes (its database statement limit).
const attemptTimeoutMs = 15 * 60 * 1000;
const deadlineMs = 45 * 60 * 1000;
// An outage is sat out for about five minutes: the client's pauses grow up to 20 s and are half of that on average.
const maxAttempts = 35;
const maxPages = 5;
const pagePauseMs = 1000;
const refusalStatuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422];

/** Uploads by PyPI docs, "Upload API", which other indexes speak as well. */
export function createLegacyUploader(options: LegacyUploaderOptions): Uploader {
  const { http, log, clock = systemClock, repository, credentials, comment = '' } = options;

  const sendOnce = async (file: UploadFile): Promise<HttpResponse> => {
    const { contentType, body } = createMultipartBody(renderUploadForm(file, comment), {
      field: 'content',
      filename: file.name,
      size: file.size,
      open: () => file.open(),
    });
    const authorization = await credentials.authorization();
    try {
      return await http.request({
        method: 'POST',
        url: repository.uploadUrl,
        headers: {
          accept: 'application/json, text/plain;q=0.5, */*;q=0.1',
          authorization,
          'content-type': contentType,
        },
        body,
        // The same bytes under the same name are a success at PyPI however often they come; elsewhere the index is read
        // before anything is sent again.
        idempotent: repository.kind !== 'other',
        acceptedStatuses: refusalStatuses,
        maxResponseBytes: 256 * 1024,
        attemptTimeoutMs,
        deadlineMs,
        maxAttempts,
      });
    } catch (cause) {
      throw nameFile(file, cause);
    }
  };

  // A portal or an outage page says 200 without the index having seen the file.
  const send = async (file: UploadFile): Promise<HttpResponse> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(file);
      if (response.status >= 300 || !isPageForPeople(response.text())) return response;
      const page = refusePage(repository, file, response);
      if (repository.kind === 'other' || attempt >= maxPages) throw page;
      log.info(`${page.message} Uploading it again.`);
      await clock.sleep(pagePauseMs * 2 ** (attempt - 1));
    }
  };

  return {
    async upload(file) {
      let response = await send(file);
      if (response.status === 401 || response.status === 403) {
        const text = readRefusalText(response);
        if (classifyRefusal(repository, response.status, text) === 'credentials-expired') {
          log.info(`${repository.title} no longer accepts the upload token. Requesting a new one`);
          if (await credentials.renew()) response = await send(file);
        }
      }
      if (response.status < 300) {
        return { kind: 'accepted', warnings: readWarnings(repository, response) };
      }
      const text = readRefusalText(response);
      const refusal = classifyRefusal(repository, response.status, text);
      if (refusal === 'exists') return { kind: 'exists', text };
      throw refuseUpload(repository, file, response, text, refusal);
    },
  };
}

/** What PyPI has to say of a file that it took; others put greetings there ("OK", "201 Created"). */
function readWarnings(repository: PackageRepository, response: HttpResponse): readonly string[] {
  if (repository.kind === 'other') return [];
  return response
    .text()
    .split('\n')
    .filter((line) => line.trim() !== '');
}

// The content type tells nothing: PyPI's own empty answer is declared as HTML.
const isPageForPeople = (body: string): boolean => /^\s*(<!doctype html|<html)/i.test(body);

function refusePage(repository: PackageRepository, file: UploadFile, response: HttpResponse): RemoteError {
  return new RemoteError(coreErrors.E_HTTP_MALFORMED, {
    message: `${repository.title} answered the upload of ${file.name} with an HTML page instead of an API response: ${readRefusalText(response)}.`,
    status: response.status,
    url: repository.uploadUrl,
    retryable: true,
  });
}

/** The failure of a request with the file that it was about; several may be under way. */
function nameFile(file: UploadFile, cause: unknown): unknown {
  if (!(cause instanceof RemoteError)) return cause;
  const { kind, message, hint, status, url, requestId, retryable, retryAfterMs } = cause;
  return new RemoteError(kind, {
    message: `${file.name}: ${message}`,
    hint,
    status,
    url,
    requestId,
    retryable,
    retryAfterMs,
    cause,
  });
}

function refuseUpload(
  repository: PackageRepository,
  file: UploadFile,
  response: HttpResponse,
  text: string,
  refusal: Exclude<UploadRefusal, 'exists'>,
): RemoteError {
  const base = {
    message: `${repository.title} rejected ${file.name} with status ${response.status}: ${text}`,
    status: response.status,
    url: repository.uploadUrl,
  };
  switch (refusal) {
    case 'credentials':
    case 'credentials-expired':
      return new RemoteError(pypiErrors.E_PYPI_AUTHENTICATION, base);
    case 'closed':
      return new RemoteError(pypiErrors.E_PYPI_RELEASE_CLOSED, base);
    case 'other-project':
      return new RemoteError(pypiErrors.E_PYPI_AUTHENTICATION, {
        ...base,
        hint: `This job's trusted publisher is not allowed to upload to "${file.project}". Add it in that project's settings, or register a pending publisher with exactly that name.`,
      });
    case 'address':
      return new RemoteError(pypiErrors.E_PYPI_REPOSITORY, {
        ...base,
        hint: 'This address is not an upload API. PyPI-compatible indexes often serve it under "/legacy/".',
      });
    case 'refused':
      return new RemoteError(pypiErrors.E_PYPI_UPLOAD_REFUSED, base);
  }
}
