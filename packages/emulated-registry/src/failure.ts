import type { EmulatorResponse } from '@slipway/gateway/service';

/** Error codes of the distribution specification, and those ghcr.io adds. */
export type RegistryErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'PRECONDITION'
  | 'RANGE_INVALID'
  | 'REQUESTED_RANGE_NOT_SATISFIABLE'
  | 'TAG_INVALID'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

/** An answer that ends a request early. */
export class RegistryFailure extends Error {
  readonly status: number;
  readonly code: RegistryErrorCode;
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: RegistryErrorCode,
    message: string,
    more: { readonly detail?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = more.detail;
    this.headers = more.headers ?? {};
  }
}

/** The JSON body of an error (distribution-spec, "Error Codes"). */
export function renderFailure({ status, code, message, detail, headers }: RegistryFailure): EmulatorResponse {
  const error = { code, message, ...(detail === undefined ? {} : { detail }) };
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ errors: [error] }),
  };
}
