/** What the gateway hands to an emulator: the request after TLS, with its whole body behind a reader. */
export interface EmulatorRequest {
  readonly method: string;
  /** Lower case, without a port. */
  readonly host: string;
  /** Absolute, as the client addressed it: `https://host/path?query`. */
  readonly url: URL;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Reads the whole body once and keeps it. */
  bytes(): Promise<Uint8Array>;
  /** The body as it arrives; only when `bytes` was not called. */
  stream(): AsyncIterable<Uint8Array>;
}

export interface EmulatorResponse {
  readonly status: number;
  /** The reason phrase of HTTP/1.1, for services that speak through it; Latin-1 without line ends. */
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** One emulated service: the hosts it answers for and what it answers. It does no listening of its own. */
export interface Service {
  readonly name: string;
  /** Exact lower-case host names. */
  readonly hosts: readonly string[];
  handle(request: EmulatorRequest): Promise<EmulatorResponse>;
  close?(): Promise<void>;
}

/** One request as the gateway saw it: the evidence of what was contacted. Secrets are never in it. */
export interface JournalEntry {
  readonly sequence: number;
  readonly startedAtMs: number;
  readonly host: string;
  /** Who asked, by the name of its door; empty for everyone else. */
  readonly client: string;
  readonly method: string;
  /** Path and query, credentials removed. */
  readonly path: string;
  readonly status: number;
  /** `refused`: a host that is not in the table; `tunnel`: passed through to a package index of the user. */
  readonly outcome: 'answered' | 'refused' | 'tunnel' | 'fault';
  readonly requestBytes: number;
  readonly responseBytes: number;
}
