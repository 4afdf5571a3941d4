import { RemoteError } from '@slipway/core/errors/action-error';
import type { Http } from '@slipway/core/ports';
import type { PackageRepository } from './package-repository.ts';
import { normalizeProjectName, type UploadFile } from './upload-file.ts';

/** Address of the provenance object of a file, PyPI docs, "Integrity API". */
export function provenanceUrl(repository: PackageRepository, file: UploadFile): string | undefined {
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
  file: UploadFile,
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
  const { version, attestation_bundles: bundles } = response.json() as {
    version?: unknown;
    attestation_bundles?: unknown;
  };
  if (version !== 1 || !Array.isArray(bundles)) {
    throw new RemoteError('E_PYPI_PROVENANCE', {
      message: `The provenance of ${file.name} is not in the form of PEP 740 (version ${String(version)}).`,
      url,
    });
  }
  return bundles.flatMap((bundle: { attestations?: unknown }) =>
    Array.isArray(bundle.attestations) ? (bundle.attestations as unknown[]) : [],
  );
}

/** Whether everything that was sent is among what is served; the order of keys and of attestations does not count. */
export function containsAttestations(served: readonly unknown[], sent: readonly object[]): boolean {
  const known = new Set(served.map(readEnvelope));
  return sent.every((attestation) => known.has(readEnvelope(attestation)));
}

// Statement and signature together are one act of signing; the rest of the object proves them.
function readEnvelope(attestation: unknown): string {
  const { envelope } = attestation as { envelope?: { statement?: unknown; signature?: unknown } };
  return `${String(envelope?.statement)} ${String(envelope?.signature)}`;
}
