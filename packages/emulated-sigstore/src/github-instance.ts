import type { Service } from '@slipway/gateway/service';
import { type CertificateAuthority, createCertificateAuthority } from './fulcio/certificate-authority.ts';
import { handleFulcio } from './fulcio/fulcio.ts';
import type { SigstoreServiceOptions } from './sigstore-service.ts';
import { createTimestampAuthority, type TimestampAuthority } from './timestamps/timestamp-authority.ts';
import { handleTimestamps, timestampPath } from './timestamps/timestamp-service.ts';
import { describeTrustedRoot, type TrustedRootJson } from './trust/trusted-root.ts';

/** Host of the certificate authority of GitHub's instance. */
const githubFulcioHost = 'fulcio.githubapp.com';
/** Host of its timestamp authority. */
const githubTimestampHost = 'timestamp.githubapp.com';

/** The emulated instance of GitHub, for private repositories: certificates that are in no log, and timestamps. */
export interface GithubSigstoreService extends Service {
  /** The TrustedRoot message as JSON, without any log. */
  trustedRoot(): Promise<TrustedRootJson>;
}

interface State {
  readonly authority: CertificateAuthority;
  readonly timestamps: TimestampAuthority;
}

const organization = 'GitHub Inc. (emulated)';

/**
 * Makes the service with throw-away keys. What the instance has, and what it has not, is what `gh` verifies by:
 * https://github.com/cli/cli/blob/trunk/pkg/cmd/attestation/verification/sigstore.go, `newGitHubVerifierWithTrustedRoot`.
 */
export function createGithubSigstoreService(options: SigstoreServiceOptions): GithubSigstoreService {
  const { issuerKeys } = options;
  const now = options.now ?? Date.now;
  let state: Promise<State> | undefined;
  const create = async (): Promise<State> => {
    const [authority, timestamps] = await Promise.all([
      createCertificateAuthority({ now, organization, isLogged: false }),
      createTimestampAuthority({ now: options.timestampNow ?? now, organization }),
    ]);
    return { authority, timestamps };
  };
  const load = (): Promise<State> => {
    state ??= create();
    return state;
  };
  return {
    name: 'github-sigstore',
    hosts: [githubFulcioHost, githubTimestampHost],
    async handle(request) {
      const { authority, timestamps } = await load();
      return request.host === githubFulcioHost
        ? handleFulcio({ authority, issuerKeys, now }, request)
        : handleTimestamps(timestamps, request);
    },
    async trustedRoot() {
      const { authority, timestamps } = await load();
      return describeTrustedRoot({
        organization,
        fulcioHost: githubFulcioHost,
        authority,
        logs: [],
        timestamps: { uri: `https://${githubTimestampHost}${timestampPath}`, authority: timestamps },
        nowMs: now(),
      });
    },
  };
}
