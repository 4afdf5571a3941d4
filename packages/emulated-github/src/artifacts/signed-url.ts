import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Host of the blobs behind the artifact service. */
export const blobHost = 'productionresultssa0.blob.core.windows.net';

/** `r` reads, `w` writes: the `sp` of a shared access signature. */
export type BlobPermission = 'r' | 'w';

export interface SignedUrlRequest {
  /** Absolute path of the blob: `/container/…`. */
  readonly path: string;
  readonly permission: BlobPermission;
  readonly expiresAtMs: number;
  /** `rscd` and `rsct`: response headers a download answers with. */
  readonly contentDisposition?: string;
  readonly contentType?: string;
}

/** Why an address does not open a blob; `undefined` when it does. */
export type SignatureVerdict = 'invalid' | 'expired' | 'permission' | undefined;

/** Signs addresses of blobs and checks them, as Azure's shared access signatures do. */
export interface UrlSigner {
  sign(request: SignedUrlRequest): string;
  verify(url: URL, permission: BlobPermission): SignatureVerdict;
}

// Everything but the signature is signed; `comp`, `blockid` and the like are added by the client and are not.
// https://learn.microsoft.com/rest/api/storageservices/create-service-sas
const signedNames = ['rscd', 'rsct', 'se', 'sp', 'spr', 'sr', 'st', 'sv'] as const;

function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The key is random, so that an address of one world opens nothing in another. */
export function createUrlSigner(now: () => number): UrlSigner {
  const key = randomBytes(32);
  const signatureOf = (path: string, parameters: URLSearchParams): string => {
    const fields = signedNames.map((name) => `${name}=${parameters.get(name) ?? ''}`);
    return createHmac('sha256', key)
      .update([path, ...fields].join('\n'))
      .digest('base64');
  };
  return {
    sign({ path, permission, expiresAtMs, contentDisposition, contentType }) {
      const parameters = new URLSearchParams();
      if (contentDisposition !== undefined) parameters.set('rscd', contentDisposition);
      if (contentType !== undefined) parameters.set('rsct', contentType);
      parameters.set('se', isoSeconds(expiresAtMs));
      parameters.set('sp', permission);
      parameters.set('spr', 'https');
      parameters.set('sr', 'b');
      parameters.set('st', isoSeconds(now() - 10 * 60 * 1000));
      parameters.set('sv', '2025-11-05');
      parameters.set('sig', signatureOf(path, parameters));
      return `https://${blobHost}${path}?${parameters.toString()}`;
    },
    verify(url, permission) {
      const parameters = url.searchParams;
      const given = Buffer.from(parameters.get('sig') ?? '');
      const expected = Buffer.from(signatureOf(url.pathname, parameters));
      if (given.byteLength !== expected.byteLength || !timingSafeEqual(given, expected)) return 'invalid';
      if (Date.parse(parameters.get('se') ?? '') <= now()) return 'expired';
      return parameters.get('sp') === permission ? undefined : 'permission';
    },
  };
}
