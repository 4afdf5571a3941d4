import { createHash } from 'node:crypto';
import type { TransparencyLogEntry } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { RekorWitness } from '@sigstore/sign/dist/witness/tlog/index.js';
import type { SignatureBundle, Witness } from '@sigstore/sign/dist/witness/witness.js';
import { sigstoreErrors } from '../errors.ts';
import type { LogInstance } from '../instance.ts';
import { askService, malformed, type WitnessOptions } from './ask-service.ts';

/**
 * A transparency log that is asked once for each signature. Version 1 fetches an equal entry that exists already, so that the
 * same signature may be sent again after a lost answer; version 2 returns no entry a second time and answers 409.
 * @throws RemoteError E_SIGSTORE_LOG from `testify`
 */
export function createLogWitness({ url, version }: LogInstance, options: WitnessOptions): Witness {
  const service = {
    ...options,
    name: 'Rekor',
    kind: sigstoreErrors.E_SIGSTORE_LOG,
    expected: `an entry with its ${version === 1 ? 'promise, ' : ''}proof and checkpoint`,
    accept: 'application/json',
    // The same entry again is no second leaf.
    idempotent: true,
    deadlineMs: version === 1 ? 60_000 : 90_000,
    // Only the identifier is taken from the answer: the address stays the one of the log.
    ...(version === 1 ? { existing: /(?<=\/)(?:[0-9a-f]{64}|[0-9a-f]{80})$/i } : {}),
  } as const;
  const rekor = new RekorWitness({ rekorBaseURL: url, majorApiVersion: version, timeout: 30_000 });
  return {
    async testify(content, certificate) {
      const recorded = version === 1 ? content : toMessageSignature(content);
      const kind = recorded.$case === 'dsseEnvelope' ? 'dsse' : 'hashedrekord';
      const material = await askService(service, () => rekor.testify(recorded, certificate));
      if (!material.tlogEntries.every((entry) => isWhole(entry, kind, version))) throw malformed(service);
      return material;
    },
  };
}

/**
 * What a log of version 2 records of an envelope: the digest of its pre-authentication encoding, which is what was signed. The
 * library sends a `dsse` entry, which that log rejects: https://github.com/sigstore/rekor-tiles, `internal/server/service.go`.
 */
function toMessageSignature(content: SignatureBundle): SignatureBundle {
  if (content.$case === 'messageSignature') return content;
  const { payload, payloadType, signatures } = content.dsseEnvelope;
  const digest = createHash('sha256').update(dsse.preAuthEncoding(payloadType, payload)).digest();
  const [signature] = signatures;
  if (signature === undefined) throw new Error('the envelope has no signature');
  const messageDigest = { algorithm: HashAlgorithm.SHA2_256, digest };
  return { $case: 'messageSignature', messageSignature: { messageDigest, signature: signature.sig } };
}

/** Bytes of SHA-256: of a hash in the tree, and of the identifier of a log, which is that of its key. */
const hashLength = 32;

/** Whether an entry has what verifiers read: the library copies most fields without a look at them. */
function isWhole(entry: TransparencyLogEntry, kind: string, version: LogInstance['version']): boolean {
  const { kindVersion, inclusionPromise: promise, inclusionProof: proof } = entry;
  // What is not hexadecimal, or not base64, is shorter once it is decoded.
  const hashes = [...(version === 1 ? [entry.logId.keyId] : []), proof?.rootHash, ...(proof?.hashes ?? [])];
  return (
    kindVersion.kind === kind &&
    kindVersion.version === `0.0.${version}` &&
    [entry.logIndex, entry.integratedTime, proof?.logIndex, proof?.treeSize].every(isCount) &&
    hashes.every((hash) => hash?.length === hashLength) &&
    typeof proof?.checkpoint?.envelope === 'string' &&
    proof.checkpoint.envelope !== '' &&
    entry.canonicalizedBody.length > 0 &&
    (version === 2 || (promise?.signedEntryTimestamp.length ?? 0) > 0)
  );
}

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}
