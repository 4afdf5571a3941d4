import { ActionError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { expecting, findOptional } from './client.ts';
import type { Repository } from './repository.ts';

/** What became of an attestation that was sent to GitHub. */
export type StoredAttestation =
  | { readonly state: 'stored' | 'present'; readonly url: string }
  /** The plan of the repository has no attestations; in GitHub's words. */
  | { readonly state: 'unavailable'; readonly reason: string };

/** A bundle of Sigstore as JSON. */
export type AttestationBundle = Readonly<Record<string, unknown>>;

// The words of GitHub for private repositories below Enterprise Cloud. The status that goes with them is documented nowhere.
const unavailable = /feature not available.*/i;

const maxAttestations = 100;

/**
 * Stores an attestation with the repository, unless it is there. Needs `attestations: write`.
 * https://docs.github.com/rest/repos/attestations
 * @param sha256 hex, of one of its subjects
 * @param serverUrl of GitHub, without a slash at the end
 * @throws EnvironmentError E_GITHUB_PERMISSION; and as GitHubClient.rest
 */
export async function storeAttestation(
  repository: Repository,
  bundle: AttestationBundle,
  sha256: string,
  serverUrl: string,
): Promise<StoredAttestation> {
  const { rest, at, name } = repository;
  const known = await listAttestations(repository, sha256);
  const pageOf = (id: number | undefined): string =>
    `${serverUrl}/${name}/attestations${id === undefined ? '' : `/${id}`}`;
  if (known.some((each) => signatureOf(each) === signatureOf(bundle)))
    return { state: 'present', url: pageOf(undefined) };
  try {
    const { data } = await rest.repos.createAttestation({
      ...at,
      bundle: bundle as NonNullable<Parameters<typeof rest.repos.createAttestation>[0]>['bundle'],
      // The same bundle again makes a second entry and harms nobody; a lost answer would cost the release.
      ...expecting(['id:number'], { idempotent: true }),
    });
    return { state: 'stored', url: pageOf(data.id) };
  } catch (error) {
    const reason = error instanceof ActionError ? unavailable.exec(error.message)?.[0] : undefined;
    if (reason === undefined) throw error;
    return { state: 'unavailable', reason: neutralizeLine(reason.replace(/\.+$/, ''), 300) };
  }
}

/** The bundles that GitHub has for a digest; empty where there are none. @param sha256 hex @throws as GitHubClient.rest */
export async function listAttestations(
  { rest, at }: Repository,
  sha256: string,
): Promise<readonly AttestationBundle[]> {
  const found = await findOptional(
    rest.repos.listAttestations({
      ...{ ...at, subject_digest: `sha256:${sha256}`, per_page: maxAttestations },
      ...expecting(['attestations:list']),
    }),
  );
  return (found?.attestations ?? []).flatMap(({ bundle }) =>
    isRecord(bundle) ? [bundle as AttestationBundle] : [],
  );
}

/** What tells one bundle from another: the signature of its envelope. */
function signatureOf(bundle: AttestationBundle): unknown {
  const { dsseEnvelope: envelope } = bundle;
  const signatures = isRecord(envelope) ? envelope['signatures'] : undefined;
  const first: unknown = Array.isArray(signatures) ? signatures[0] : undefined;
  return isRecord(first) ? first['sig'] : undefined;
}
