import type { Clock } from '@slipway/core/ports';
import {
  mintToken,
  type TrustedPublishingOptions,
  type UploadToken,
} from '../trusted-publishing/trusted-publishing.ts';

/** Where the credentials of an upload come from. */
export interface UploadCredentials {
  /** Value of the `authorization` header, good for the upload that is about to start. */
  authorization(): Promise<string>;
  /** Called when the index refused the last value; false when there is no other to be had. */
  renew(): Promise<boolean>;
}

function encodeBasic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A user and a password (or API token with the user `__token__`) for indexes without trusted publishing. */
export function createPasswordCredentials(user: string, password: string): UploadCredentials {
  const value = encodeBasic(user, password);
  return { authorization: async () => value, renew: async () => false };
}

// An upload may take minutes, and the index looks at the token when the last byte is there.
const minRemainingMs = 5 * 60 * 1000;

export interface MintedCredentialsOptions extends TrustedPublishingOptions {
  readonly audience: string;
  readonly clock: Clock;
  /** Told of every token as soon as it exists, so that it can be burned whatever happens next. */
  readonly onMint: (token: UploadToken) => void;
}

/**
 * Credentials by trusted publishing: minted at the first use, again when less than five minutes are left, and again when
 * the index refuses one. Uploads that run at the same time share one token and one mint.
 */
export function createMintedCredentials(options: MintedCredentialsOptions): UploadCredentials {
  const { clock, log, audience, onMint } = options;
  let current: UploadToken | undefined;
  let minting: Promise<UploadToken> | undefined;
  let usedAuthorization = '';

  const mint = (): Promise<UploadToken> => {
    minting ??= mintToken(options, audience)
      .then((token) => {
        onMint(token);
        current = token;
        return token;
      })
      .finally(() => {
        minting = undefined;
      });
    return minting;
  };
  const present = ({ value }: UploadToken): string => {
    usedAuthorization = encodeBasic('__token__', value);
    // The header is the token in another spelling.
    log.mask(usedAuthorization.slice('Basic '.length));
    return usedAuthorization;
  };

  return {
    async authorization() {
      const fresh = current !== undefined && current.expiresAtMs - clock.now() > minRemainingMs;
      return present(fresh && current !== undefined ? current : await mint());
    },
    async renew() {
      current = undefined;
      await mint();
      return true;
    },
  };
}
