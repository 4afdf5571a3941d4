import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import type { HttpResponse } from '@slipway/core/ports';
import type { Descriptor } from '../descriptor.ts';
import { ociErrors } from '../errors.ts';
import type { Repository } from '../registry.ts';
import { readProblems, refuseAnswer } from '../registry-answer.ts';

/** Judges the answer to the last request of an upload. @throws IntegrityError, RemoteError */
export function checkFinished(
  repository: Repository,
  { digest }: Pick<Descriptor, 'digest'>,
  response: HttpResponse,
): void {
  const { registry, name } = repository;
  if (response.status >= 300) {
    const codes = readProblems(response).map(({ code }) => code);
    if (codes.includes('DIGEST_INVALID')) {
      throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
        message: `${registry}/${name} received bytes that do not match blob ${digest} and rejected them.`,
        hint: 'The file changed after it was hashed, or a proxy alters it in transit. Build again.',
      });
    }
    const refusal = refuseAnswer(`Pushing blob ${digest} (${registry}/${name})`, name, response);
    // A session that ended meanwhile: the next one may do.
    const ended = response.status === 404 || response.status === 416;
    throw new RemoteError(refusal.kind, {
      message: refusal.message,
      status: refusal.status,
      url: refusal.url,
      retryable: ended,
    });
  }
  const stated = response.headers['docker-content-digest'];
  if (stated !== undefined && stated !== digest && stated.split(':', 1)[0] === digest.split(':', 1)[0]) {
    throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
      message: `${registry}/${name} stored blob ${digest} under a different digest.`,
    });
  }
}
