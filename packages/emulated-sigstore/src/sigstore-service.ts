import type { Service } from '@slipway/gateway/service';
import type { JSONWebKeySet } from 'jose';
import { type CertificateAuthority, createCertificateAuthority } from './fulcio/certificate-authority.ts';
import { fulcioHost, handleFulcio } from './fulcio/fulcio.ts';
import { handleRekor } from './rekor/rekor.ts';
import { handleRekorV2 } from './rekor/rekor-v2.ts';
import { createTileLog, rekorV2Host, type TileLog } from './rekor/tile-log.ts';
import { createTransparencyLog, rekorHost, type TransparencyLog } from './rekor/transparency-log.ts';
import { createTimestampAuthority, type TimestampAuthority } from './timestamps/timestamp-authority.ts';
import { handleTimestamps, timestampPath } from './timestamps/timestamp-service.ts';
import { describeTrustedRoot, type TrustedRootJson } from './trust/trusted-root.ts';

/** Host of the timestamp authority of the public-good instance. */
const timestampHost = 'timestamp.sigstore.dev';

export interface SigstoreServiceOptions {
  /** The keys ID tokens are verified with; `readIssuerKeys` asks the issuer of this world. */
  readonly issuerKeys: () => Promise<JSONWebKeySet>;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
  /** The clock of the timestamp authority, where it goes differently from the others. */
  readonly timestampNow?: () => number;
  /** How long a certificate is good for, in milliseconds; default ten minutes. */
  readonly certificateLifetimeMs?: number | undefined;
}

/** The emulated public-good instance of Sigstore: certificates from Fulcio, entries in both versions of Rekor, timestamps. */
export interface SigstoreService extends Service {
  /** The TrustedRoot message as JSON. No client trusts this world by itself: it has to be handed this. */
  trustedRoot(): Promise<TrustedRootJson>;
  /** How many entries the log of API v1 has. */
  entryCount(): Promise<number>;
  /** How many entries the log of API v2 has. */
  tileEntryCount(): Promise<number>;
}

interface State {
  readonly authority: CertificateAuthority;
  readonly log: TransparencyLog;
  readonly tileLog: TileLog;
  readonly timestamps: TimestampAuthority;
}

const organization = 'sigstore.dev (emulated)';

/** Makes the service with throw-away keys. */
export function createSigstoreService(options: SigstoreServiceOptions): SigstoreService {
  const { issuerKeys } = options;
  const now = options.now ?? Date.now;
  let state: Promise<State> | undefined;
  const create = async (): Promise<State> => {
    const [authority, log, tileLog, timestamps] = await Promise.all([
      createCertificateAuthority({
        ...{ now, organization, isLogged: true },
        lifetimeMs: options.certificateLifetimeMs,
      }),
      createTransparencyLog(now),
      createTileLog(),
      createTimestampAuthority({ now: options.timestampNow ?? now, organization }),
    ]);
    return { authority, log, tileLog, timestamps };
  };
  // Made when first needed: a release that signs nothing does not wait for the keys.
  const load = (): Promise<State> => {
    state ??= create();
    return state;
  };
  return {
    name: 'sigstore',
    hosts: [fulcioHost, rekorHost, rekorV2Host, timestampHost],
    async handle(request) {
      const { authority, log, tileLog, timestamps } = await load();
      if (request.host === fulcioHost) return handleFulcio({ authority, issuerKeys, now }, request);
      if (request.host === rekorHost) return handleRekor(log, request);
      return request.host === rekorV2Host
        ? handleRekorV2(tileLog, request)
        : handleTimestamps(timestamps, request);
    },
    async trustedRoot() {
      const { authority, log, tileLog, timestamps } = await load();
      return describeTrustedRoot({
        organization,
        fulcioHost,
        authority,
        logs: [
          { host: rekorHost, keys: log.keys },
          { host: rekorV2Host, keys: tileLog.keys },
        ],
        timestamps: { uri: `https://${timestampHost}${timestampPath}`, authority: timestamps },
        nowMs: now(),
      });
    },
    entryCount: async () => (await load()).log.size,
    tileEntryCount: async () => (await load()).tileLog.size,
  };
}
