import { runParallel } from '@slipway/core/async/run-parallel';
import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import type { Http } from '@slipway/core/ports';
import type { IndexFile } from '@slipway/pypi/index/index-file';
import { readIndexProject } from '@slipway/pypi/index/simple-index';
import { hashServed } from '@slipway/pypi/index/tell-digest';
import type { PackageRepository } from '@slipway/pypi/package-repository';
import { readProvenance } from '@slipway/pypi/trusted-publishing/provenance';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import type { ServedItem } from '@slipway/sigstore/passport/compare-channels';
import { parseAttestation, toBundle } from '@slipway/sigstore/statements/attestation';
import { verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { FindTrust } from '../../../reader/trusted-roots.ts';
import { versionOfFile } from '../../withdraw/version-of-file.ts';
import { type ExpectedSigner, findOtherSigner } from '../expected-signer.ts';
import { observe } from '../observe.ts';
import type { ItemFault, ObservedChannel } from '../verification.ts';

export interface IndexRequest {
  readonly http: Http;
  readonly index: PackageRepository;
  readonly project: string;
  readonly version: Version;
  readonly isDownloading: boolean;
  readonly findTrust: FindTrust;
  readonly expected: ExpectedSigner;
}

const parallelDownloads = 4;

/** The files of a version on an index, and who signed their attestations (PEP 740). */
export function observeIndex(request: IndexRequest): Promise<ObservedChannel> {
  const { http, index, project, version, isDownloading } = request;
  return observe('index', index.title, async () => {
    const { simpleUrl = '' } = index;
    const page = await readIndexProject({ http, simpleUrl }, project);
    const files = [...(page?.files.values() ?? [])].filter(({ name }) => {
      const named = versionOfFile(name);
      return named !== undefined && compareVersions(named.version, version) === 0;
    });
    const items: ServedItem[] = [];
    const faults = new Map<string, ItemFault>();
    await runParallel(files, parallelDownloads, async (file) => {
      const needsBytes = isDownloading || file.sha256 === undefined;
      const served = needsBytes ? await readDigest(request, file) : { sha256: undefined };
      for (const sha256 of new Set([
        ...(needsBytes ? [served.sha256] : []),
        ...(file.sha256 === undefined ? [] : [file.sha256]),
      ]))
        items.push({ name: file.name, sha256 });
      const reason = await findStranger(request, file);
      if (reason !== undefined) faults.set(file.name, { result: 'other signer', reason });
    });
    return { items, faults, isYanked: files.length > 0 && files.every(({ yanked }) => yanked) };
  });
}

/** A file that cannot be read is unknown, and does not hide the others. */
async function readDigest(
  { http, index }: IndexRequest,
  file: IndexFile,
): Promise<{ readonly sha256: string | undefined }> {
  try {
    return { sha256: await hashServed(file, { http, repository: index }) };
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause;
    return { sha256: undefined };
  }
}

/** Why an attestation of a file is not one of the release; undefined if all are, or there is none. */
async function findStranger(request: IndexRequest, { name, sha256 }: IndexFile): Promise<string | undefined> {
  const { http, index, project, version, findTrust, expected } = request;
  for (const attestation of (await readProvenance(http, index, {
    project,
    version: formatVersion(version),
    name,
  })) ?? []) {
    try {
      const bundle = toBundle(parseAttestation(JSON.stringify(attestation)));
      const { trust, trustedRoot } = await findTrust(bundle);
      const signer = verifySignedStatement(bundle, trustedRoot, trust);
      const isAbout = signer.statement.subject.some(({ digest }) => digest['sha256'] === sha256);
      if (!isAbout) return 'Its attestation on the index is about a different file.';
      // What publishes to PyPI is a file of the repository itself, whichever one signed the passport.
      const reason = findOtherSigner(signer, { ...expected, workflow: undefined });
      if (reason !== undefined) return reason;
    } catch (cause) {
      if (!(cause instanceof ActionError) || cause.blame !== 'integrity') throw cause;
      return cause.message;
    }
  }
  return undefined;
}
