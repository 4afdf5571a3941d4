import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import type { Http } from '@slipway/core/ports';
import { readImageTree, type TreeEntry } from '@slipway/oci/image-tree';
import { resolveDigest } from '@slipway/oci/manifests';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import { readStoredSignatures } from '@slipway/oci/stored-signatures';
import { loadTrustedRoot } from '@slipway/sigstore/trusted-root';
import { judgeAsCosign } from '@slipway/sigstore/verify-image';
import { type CheckList, compare } from './check-list.ts';
import { createReaderLog } from './reader/reader-log.ts';

export interface ImageExpectation {
  /** `owner/name` of the repository, whose image has the same name in lower case. */
  readonly repository: string;
  /** Of the index, as the job that built it reported; empty for a release without an image. */
  readonly digest: string;
  readonly version: string;
  /** Nothing may be tagged while the release is a draft. */
  readonly draft: boolean;
  /** URI of the workflow file at the tag. */
  readonly identity: string;
  readonly trustedRootPath: string;
  /** Proxy and certificates of the world. */
  readonly environment: Readonly<Record<string, string>>;
  /** A token that reads packages: the first publication of a package is private. */
  readonly token: string;
}

const issuer = 'https://token.actions.githubusercontent.com';
const silent = createReaderLog(() => undefined);

function openImage({ repository, token }: ImageExpectation, http: Http): Repository {
  const credentials = { kind: 'basic', username: 'outsider', password: token } as const;
  return openRegistry({
    ...{ http, clock: systemClock, log: silent, registry: 'ghcr.io', credentials },
  }).repository(repository.toLowerCase());
}

/** Reads the image back as somebody who pulls and verifies it; nothing to look at when the release has none. */
export async function checkImage(list: CheckList, expected: ImageExpectation): Promise<void> {
  const { digest, version, draft, identity, trustedRootPath } = expected;
  if (digest === '') return;
  const { environment } = expected;
  const http = createHttp({ log: silent, clock: systemClock, userAgent: 'slipway-rehearse', environment });
  const repository = openImage(expected, http);
  const name = `ghcr.io/${repository.name}`;
  const tag = version.replaceAll(/[^\w.-]+/g, '-');
  await list.add(
    draft ? `${name} has no tag while the release is a draft` : `${name}:${tag} is the image that was built`,
    async () => compare((await resolveDigest(repository, tag)) ?? 'no tag', draft ? 'no tag' : digest),
  );
  await list.add(`every manifest of ${name} is signed, as cosign 3 and 2 see it`, async () => {
    const trustedRoot = await loadTrustedRoot({
      path: trustedRootPath,
      http,
      cacheDirectory: '',
      log: silent,
    });
    const { manifests } = await readImageTree(repository, digest);
    const failures: string[] = [];
    for (const entry of manifests) {
      const { digest: subject } = entry.descriptor;
      const stored = await readStoredSignatures(repository, subject);
      const policy = { digest: subject, identity, issuer, trustedRoot, trust: 'public-good' } as const;
      const { cosign3, cosign2 } = judgeAsCosign(stored, policy);
      if (cosign3 !== undefined || cosign2 !== undefined)
        failures.push(`${describe(entry)}: ${cosign3 ?? cosign2}`);
    }
    const found = manifests.map(describe).join(', ');
    return failures.length === 0 ? { ok: true, detail: found } : { ok: false, detail: failures.join('; ') };
  });
}

const describe = ({ kind, platform, descriptor }: TreeEntry): string =>
  `${platform ?? kind} ${descriptor.digest.slice(7, 19)}`;
