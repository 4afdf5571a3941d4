import { RemoteError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import type { PackageRepository } from '../package-repository.ts';
import { normalizeProjectName, type UploadFile } from '../upload-file.ts';

/** A file of a release, as an index names it. */
type NamedFile = Pick<UploadFile, 'project' | 'version' | 'name'>;

/** Address of the provenance object of a file, PyPI docs, "Integrity API". */
export function provenanceUrl(repository: PackageRepository, file: NamedFile): string | undefined {
  if (repository.webUrl === undefined) return undefined;
  const parts = [normalizeProjectName(file.project), file.version, file.name].map(encodeURIComponent);
  return `${repository.webUrl}/integrity/${parts.join('/')}/provenance`;
}

/**
 * The attestations that the index serves for a file, in their order; undefined when it has none (yet).
 * @throws RemoteError E_HTTP_*, E_PYPI_PROVENANCE when the answer is not a provenance object (PEP 740)
 */
export async function readProvenance(
  http: Http,
  repository: PackageRepository,
  file: NamedFile,
): Promise<readonly unknown[] | undefined> {
  const url = provenanceUrl(repository, file);
  if (url === undefined) return undefined;
  const response = await http.request({
    method: 'GET',
    url,
    headers: { accept: 'application/vnd.pypi.integrity.v1+json', 'cache-control': 'no-cache' },
    acceptedStatuses: [404],
    maxResponseBytes: 8 * 1024 * 1024,
  });
  if (response.status === 404) return undefined;
  const answer = response.json();
  const bundles = isRecord(answer) && answer['version'] === 1 ? answer['attestation_bundles'] : undefined;
  const lists = Array.isArray(bundles) ? bundles.map(readAttestations) : [undefined];
  if (!lists.every((list) => list !== undefined)) {
    throw new RemoteError(pypiErrors.E_PYPI_PROVENANCE, {
      message: `The provenance of ${file.name} does not follow PEP 740, version 1: ${neutralizeLine(JSON.stringify(answer), 200)}.`,
      url,
    });
  }
  return lists.flat();
}

function readAttestations(bundle: unknown): readonly unknown[] | undefined {
  const list: unknown = isRecord(bundle) ? bundle['attestations'] : undefined;
  return Array.isArray(list) && list.every(isRecord) ? list : undefined;
}

/** Whether everything that was sent is among what is served; the order of keys and of attestations does not count. */
export function containsAttestations(served: readonly unknown[], sent: readonly object[]): boolean {
  const known = new Set(served.map(readEnvelope));
  return sent.every((attestation) => known.has(readEnvelope(attestation)));
}

// Statement and signature together are one act of signing; the rest of the object proves them.
function readEnvelope(attestation: unknown): string {
  const { envelope } = attestation as { envelope?: { statement?: unknown; signature?: unknown } | null };
  return `${String(envelope?.statement)} ${String(envelope?.signature)}`;
}
