import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { runParallel } from '@slipway/core/async/run-parallel';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Http, Log } from '@slipway/core/ports';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import { sigstoreErrors } from '@slipway/sigstore/errors';
import type { InTotoStatement } from '@slipway/sigstore/in-toto';
import { publicGood } from '@slipway/sigstore/instance';
import { createSigner } from '@slipway/sigstore/signing/signer';
import {
  type Attestation,
  parseAttestation,
  provenanceStatement,
  publishStatement,
  readProvenanceClaims,
  toAttestation,
  verifyAttestation,
} from '@slipway/sigstore/statements/pypi-attestation';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';

export interface AttestOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  /** A new ID token with audience `sigstore`. */
  readonly requestIdToken: () => Promise<string>;
  readonly publisher: { readonly repository: string; readonly workflow: string };
  readonly serverUrl: string;
  /** Paths of existing attestations next to the files; empty to sign everything again. */
  readonly existing: readonly string[];
  readonly trustedRootPath: string | undefined;
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
}

/** Rekor answers each in a second or two, and refuses nobody who asks at this rate. */
const parallelSignatures = 16;

/**
 * The two attestations of every file (PEP 740): that it was published, and how it came about. All are signed and verified by
 * PyPI's own policy before this returns; a failure leaves nothing that was sent.
 * @returns by file name
 * @throws RemoteError E_SIGSTORE_*; IntegrityError E_ATTESTATION_INVALID; InputError E_FILE_UNREADABLE
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
  const attest = async (file: CheckedDistribution, statement: InTotoStatement): Promise<Attestation> => {
    const { name, sha256 } = file;
    const known = reused.get(`${name} ${statement.predicateType}`);
    const attestation = known?.attestation ?? toAttestation(await signer.signStatement(statement));
    const verify = (): void =>
      verifyAttestation({ attestation, file: { name, sha256 }, trustedRoot, publisher });
    if (known === undefined) verify();
    else nameFailures(known.path, verify);
    return attestation;
  };
  const plans = files.map((file) => {
    const { name, sha256 } = file;
    const statements = [
      publishStatement({ name, sha256 }),
      provenanceStatement({ name, sha256 }, claims, serverUrl),
    ];
    return { file, statements, attestations: [] as Attestation[] };
  });
  const tasks = plans.flatMap(({ file, statements, attestations }) =>
    statements.map((statement, index) => async (): Promise<void> => {
      attestations[index] = await attest(file, statement);
    }),
  );
  await log.group('Attestations', async () => {
    await runParallel(tasks, parallelSignatures, (task) => task());
    log.info(`${files.length} files signed and verified against PyPI's rules`);
  });
  return new Map(plans.map(({ file, attestations }) => [file.name, attestations]));
}

/** An attestation that somebody else made, and the file it is in. */
interface ExistingAttestation {
  readonly attestation: Attestation;
  readonly path: string;
}

/** Attestations next to the files, by file name and predicate type. The name of an attestation contains the name of its file. */
async function readExisting(
  files: readonly CheckedDistribution[],
  paths: readonly string[],
): Promise<ReadonlyMap<string, ExistingAttestation>> {
  const found = new Map<string, ExistingAttestation>();
  for (const path of paths) {
    const owner = files.find(({ name }) => basename(path).startsWith(`${name}.`));
    if (owner === undefined) continue;
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new InputError(coreErrors.E_FILE_UNREADABLE, { message: `${path} cannot be read.`, cause });
    });
    nameFailures(path, () => {
      const attestation = parseAttestation(text);
      found.set(`${owner.name} ${readPredicateType(attestation)}`, { attestation, path });
    });
  }
  return found;
}

function readPredicateType({ envelope }: Attestation): string {
  const statement: unknown = JSON.parse(Buffer.from(envelope.statement, 'base64').toString('utf8'));
  if (!isRecord(statement)) throw new Error('its statement is not an object');
  return String(statement['predicateType']);
}

/** Names the file in whatever is wrong with an attestation in it. @throws IntegrityError E_ATTESTATION_INVALID */
function nameFailures(path: string, body: () => void): void {
  try {
    body();
  } catch (cause) {
    const reason = cause instanceof Error ? neutralizeLine(cause.message, 600) : 'no reason given';
    throw new IntegrityError(sigstoreErrors.E_ATTESTATION_INVALID, {
      message: `${basename(path)} cannot be reused: ${reason}`,
      cause,
    });
  }
}
