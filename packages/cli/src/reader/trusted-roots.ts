import { join } from 'node:path';
import type { Http, Log } from '@slipway/core/ports';
import type { SigstoreInstance } from '@slipway/sigstore/instance';
import type { toBundle } from '@slipway/sigstore/statements/attestation';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';

type Trust = SigstoreInstance['trust'];
type TrustedRoot = Awaited<ReturnType<typeof loadTrustedRoot>>;

/** A bundle of Sigstore as JSON. */
export type Bundle = ReturnType<typeof toBundle>;

/** What verifies a bundle: the instance of Sigstore that signed it, and what is trusted of that instance. */
export interface BundleTrust {
  readonly trust: Trust;
  readonly trustedRoot: TrustedRoot;
}

/** Finds what verifies a bundle. @throws EnvironmentError, RemoteError E_SIGSTORE_TRUST */
export type FindTrust = (bundle: Bundle) => Promise<BundleTrust>;

export interface TrustedRootParts {
  readonly http: Http;
  readonly log: Log;
  /** Path of a TrustedRoot message as JSON; undefined: that of the instance, by TUF. */
  readonly path: string | undefined;
  /** Where the metadata of the roots is kept between calls. */
  readonly cacheDirectory: string;
}

/** Each root is loaded once, when the first bundle asks for it. */
export function openTrustedRoots(parts: TrustedRootParts): FindTrust {
  const roots = new Map<Trust, Promise<TrustedRoot>>();
  return async (bundle) => {
    const trust = findInstance(bundle);
    const root = roots.get(trust) ?? loadTrustedRoot({ ...parts, trust });
    roots.set(trust, root);
    return { trust, trustedRoot: await root };
  };
}

/** GitHub's instance, which signs for private repositories, uses timestamps instead of a transparency log. */
function findInstance({ verificationMaterial }: Bundle): Trust {
  // The JSON form leaves an empty list out, whatever its type says.
  const entries: readonly unknown[] | undefined = verificationMaterial.tlogEntries;
  return entries === undefined || entries.length === 0 ? 'github' : 'public-good';
}

/** Where the metadata of Sigstore's root is kept for this user. */
export function findTrustCache(variables: Readonly<Record<string, string | undefined>>): string {
  const base = variables['XDG_CACHE_HOME'] || join(variables['HOME'] ?? '.', '.cache');
  return join(base, 'slipway', 'sigstore');
}
