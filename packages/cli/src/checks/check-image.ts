import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { silentLog } from '@slipway/core/log/silent-log';
import type { Http } from '@slipway/core/ports';
import { readStoredSignatures } from '@slipway/oci/attachments/stored-signatures';
import { readImageTree, type TreeEntry } from '@slipway/oci/image/image-tree';
import { resolveDigest } from '@slipway/oci/manifests';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';
import { judgeAsCosign } from '@slipway/sigstore/verification/verify-image';
import { type CheckList, compare } from './check-list.ts';

export interface ImageExpectation {
  /** Name below the registry. */
  readonly name: string;
  /** Of the index, as the job that built it reported. */
  readonly digest: string;
  /** Tags that lead to it. */
  readonly tags: readonly string[];
  readonly signed: boolean;
  /** The older format of signatures is asked for too. */
  readonly legacy: boolean;
  /** A signed provenance is asked for. */
  readonly provenance: boolean;
  /** Of the repository: its images are signed by the instance of GitHub, which has no public log. */
  readonly private: boolean;
  /** URI of the workflow file at the tag. */
  readonly identity: string;
  readonly trustedRootPath: string;
  /** Proxy and certificates of the world. */
  readonly environment: Readonly<Record<string, string>>;
  /** A token that reads packages: the first publication of a package is private. */
  readonly token: string;
}

const issuer = 'https://token.actions.githubusercontent.com';
// https://slsa.dev/spec/v1.0/provenance
const provenanceType = 'https://slsa.dev/provenance/v1';
function openImage({ name, token }: ImageExpectation, http: Http): Repository {
  const credentials = { kind: 'basic', username: 'outsider', password: token } as const;
  return openRegistry({
    ...{ http, clock: systemClock, log: silentLog, registry: 'ghcr.io', credentials },
  }).repository(name);
}

/** Reads the image back as somebody who pulls and verifies it. */
export async function checkImage(list: CheckList, expected: ImageExpectation): Promise<void> {
  const { digest, tags, identity, trustedRootPath, environment } = expected;
  const http = createHttp({ log: silentLog, clock: systemClock, userAgent: 'slipway-rehearse', environment });
  const repository = openImage(expected, http);
  const name = `ghcr.io/${repository.name}`;
  for (const tag of tags)
    await list.add(
      `${name}:${tag} is the image that was built`,
      async () => compare((await resolveDigest(repository, tag)) ?? 'no tag', digest),
      'bytes',
    );
  if (!expected.signed) {
    await list.add(`${name} has no signature, as configured in the workflow`, async () => {
      const { manifests } = await readImageTree(repository, digest);
      let signatures = 0;
      for (const { descriptor } of manifests) {
        const stored = await readStoredSignatures(repository, descriptor.digest);
        signatures += stored.bundles.length + stored.legacy.length;
      }
      return { ok: signatures === 0, detail: `${signatures} signatures` };
    });
    return;
  }
  const trust = expected.private ? 'github' : 'public-good';
  // The older format needs a public log, which a private repository does not write to.
  const legacy = expected.legacy && !expected.private;
  const versions = legacy ? 'cosign 2 and 3 find it' : 'cosign 3 finds it';
  await list.add(
    `every manifest of ${name} is signed: ${versions}`,
    async () => {
      const trustedRoot = await loadTrustedRoot({
        path: trustedRootPath,
        http,
        cacheDirectory: '',
        log: silentLog,
      });
      const { manifests } = await readImageTree(repository, digest);
      const failures: string[] = [];
      for (const entry of manifests) {
        const { digest: subject } = entry.descriptor;
        const stored = await readStoredSignatures(repository, subject);
        const policy = { digest: subject, identity, issuer, trustedRoot, trust } as const;
        const { bundles, cosign3, cosign2 } = judgeAsCosign(stored, policy);
        const reason = cosign3 ?? (legacy ? cosign2 : undefined);
        const wantsProvenance = expected.provenance && (subject === digest || entry.kind === 'platform');
        if (wantsProvenance && !bundles.some((statement) => statement?.predicateType === provenanceType))
          failures.push(`${describe(entry)}: no provenance is attached`);
        if (reason !== undefined) failures.push(`${describe(entry)}: ${reason}`);
      }
      const found = manifests.map(describe).join(', ');
      return failures.length === 0 ? { ok: true, detail: found } : { ok: false, detail: failures.join('; ') };
    },
    'signed',
  );
}

const describe = ({ kind, platform, descriptor }: TreeEntry): string =>
  `${platform ?? kind} ${descriptor.digest.slice(7, 19)}`;
