import type { JSONWebKeySet } from 'jose';
import type { Service } from '../service.ts';
import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.ts';
import { fulcioHost, handleFulcio } from './fulcio.ts';
import { handleRekor } from './rekor.ts';
import { createTransparencyLog, rekorHost, type TransparencyLog } from './transparency-log.ts';
import { describeTrustedRoot } from './trusted-root.ts';

export interface SigstoreServiceOptions {
  /** The keys ID tokens are verified with; `readIssuerKeys` asks the issuer of this world. */
  readonly issuerKeys: () => Promise<JSONWebKeySet>;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
}

/** The emulated public-good instance of Sigstore: certificates from Fulcio, entries in Rekor. */
export interface SigstoreService extends Service {
  /** The TrustedRoot message as JSON. No client trusts this world by itself: it has to be handed this. */
  trustedRoot(): Promise<Readonly<Record<string, unknown>>>;
  /** How many entries the log has. */
  entryCount(): Promise<number>;
}

interface State {
  readonly authority: CertificateAuthority;
  readonly log: TransparencyLog;
}

/** Makes the service with throw-away keys. */
export function createSigstoreService(options: SigstoreServiceOptions): SigstoreService {
  const { issuerKeys } = options;
  const now = options.now ?? Date.now;
  let state: Promise<State> | undefined;
  const load = (): Promise<State> => {
    // Made when first needed: a release that signs nothing does not wait for the keys.
    state ??= Promise.all([createCertificateAuthority(now), createTransparencyLog(now)]).then(
      ([authority, log]) => ({ authority, log }),
    );
    return state;
  };
  return {
    name: 'sigstore',
    hosts: [fulcioHost, rekorHost],
    async handle(request) {
      const { authority, log } = await load();
      return request.host === fulcioHost
        ? handleFulcio({ authority, issuerKeys, now }, request)
        : handleRekor(log, request);
    },
    async trustedRoot() {
      const { authority, log } = await load();
      return describeTrustedRoot(authority, log, now());
    },
    entryCount: async () => (await load()).log.size,
  };
}
