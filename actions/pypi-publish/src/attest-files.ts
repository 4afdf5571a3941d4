import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { runParallel } from '@slipway/core/run-parallel';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import { publicGood } from '@slipway/sigstore/instance';
import {
  type Attestation,
  parseAttestation,
  provenanceStatement,
  publishStatement,
  readProvenanceClaims,
  toAttestation,
  verifyAttestation,
} from '@slipway/sigstore/pypi-attestation';
import { createSigner } from '@slipway/sigstore/signer';
import { loadTrustedRoot } from '@slipway/sigstore/trusted-root';

export interface AttestOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** A new ID token with audience `sigstore`. */
  readonly requestIdToken: () => Promise<string>;
  readonly publisher: { readonly repository: string; readonly workflow: string };
  readonly serverUrl: string;
  /** Paths of attestations that stand beside the files; empty to sign everything anew. */
  readonly existing: readonly string[];
  readonly trustedRootPath: string | undefined;
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
}

const parallelSignatures = 8;

/**
 * The two attestations of every file (PEP 740): that it was published, and how it came about. All are signed and verified by
 * PyPI's own policy before this returns; a failure leaves nothing that was sent.
 * @returns by file name
 * @throws RemoteError E_SIGSTORE_*; IntegrityError E_ATTESTATION_INVALID
 */
export async function attestFiles(
  files: readonly CheckedDistribution[],
  options: AttestOptions,
): Promise<ReadonlyMap<string, readonly Attestation[]>> {
  const { http, clock, log, publisher, serverUrl, requestIdToken, signal } = options;
  const trustedRoot = await loadTrustedRoot({
    path: options.trustedRootPath,
    http,
    cacheDirectory: options.cacheDirectory,
    log,
  });
  const reused = await readExisting(files, options.existing);
  const claims = readProvenanceClaims(await requestIdToken());
  const signer = createSigner({ http, clock, log, requestIdToken, signal, instance: publicGood });
  const attested = new Map<string, readonly Attestation[]>();

  const attest = async ({ name, sha256 }: CheckedDistribution): Promise<void> => {
    const statements = [
      publishStatement({ name, sha256 }),
      provenanceStatement({ name, sha256 }, claims, serverUrl),
    ];
    const attestations: Attestation[] = [];
    for (const statement of statements) {
      const known = reused.get(`${name} ${statement.predicateType}`);
      const attestation = known ?? toAttestation(await signer.signStatement(statement));
      verifyAttestation({ attestation, file: { name, sha256 }, trustedRoot, publisher });
      attestations.push(attestation);
    }
    attested.set(name, attestations);
  };
  await log.group('Attestations', async () => {
    await runParallel(files, parallelSignatures, attest);
    log.info(`${attested.size} files signed, and verified as PyPI will`);
  });
  return attested;
}

/** Attestations beside the files, by file name and predicate type; which file one is about is in its name. */
async function readExisting(
  files: readonly CheckedDistribution[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, Attestation>> {
  const found = new Map<string, Attestation>();
  for (const path of paths) {
    const owner = files.find(({ name }) => basename(path).startsWith(`${name}.`));
    if (owner === undefined) continue;
    const attestation = parseAttestation(await readFile(path, 'utf8'));
    const statement = JSON.parse(Buffer.from(attestation.envelope.statement, 'base64').toString('utf8')) as {
      predicateType?: unknown;
    };
    found.set(`${owner.name} ${String(statement.predicateType)}`, attestation);
  }
  return found;
}
