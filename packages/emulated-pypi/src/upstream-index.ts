import { createTransport, type Transport } from '@slipway/core/http/transport';
import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { canonicalName } from './metadata/python-names.ts';
import type { Pypi } from './pypi.ts';

export interface UpstreamOptions {
  readonly pypi: Pypi;
  /** The environment of the user: the way to the real index, its proxy and authorities. */
  readonly userEnvironment: Readonly<Record<string, string | undefined>>;
  /** Told of each request that went through, in milliseconds since the epoch. */
  readonly onForwarded?: (startedAtMs: number, endedAtMs: number) => void;
}

const answerTimeoutMs = 10 * 60_000;
const sent = ['accept', 'user-agent', 'range', 'if-none-match', 'if-modified-since'];
const installer = /^(pip|uv|poetry|pdm)\//i;
const kept = [
  ...['content-type', 'content-length', 'content-range', 'accept-ranges', 'location', 'etag'],
  ...['last-modified', 'cache-control', 'x-pypi-last-serial'],
];

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

async function* noteEnd(body: AsyncIterable<Uint8Array>, note: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    note();
  }
}

/**
 * The index with what it does not have itself read from the real one, for somebody whose index is that real one: build
 * backends and dependencies come from there, and the project under release from here. Only reading goes through.
 */
export function withUpstreamIndex(options: UpstreamOptions): Service {
  const { pypi, userEnvironment, onForwarded } = options;
  const { service, site } = pypi;
  let transport: Promise<Transport> | undefined;

  const isOwn = ({ host, method, url, headers }: EmulatorRequest): boolean => {
    if (method !== 'GET' && method !== 'HEAD') return true;
    const isInstaller = installer.test(headers['user-agent'] ?? '');
    // A project may be needed to build itself, as `packaging` and `setuptools` are: an installer finds its earlier releases, which
    // are stand-ins here, on the real index until this one is published.
    const files = pypi.listFiles().filter(({ uploadedVia }) => !isInstaller || uploadedVia !== '');
    if (host === site.filesHost) {
      const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '').replace(
        /\.(metadata|provenance)$/,
        '',
      );
      return files.some(({ filename }) => filename === name);
    }
    const project = /^\/simple\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    if (host !== site.indexHost || project === undefined) return true;
    const wanted = canonicalName(decodeURIComponent(project));
    if (files.some((file) => canonicalName(file.project) === wanted)) return true;
    return pypi.listProjects().includes(wanted) && !isInstaller;
  };

  const forward = async ({ method, url, headers }: EmulatorRequest): Promise<EmulatorResponse> => {
    const startedAtMs = Date.now();
    const note = (): void => onForwarded?.(startedAtMs, Date.now());
    transport ??= createTransport(userEnvironment);
    try {
      // One attempt: whoever asks has retries of its own.
      const answer = await (await transport)({
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        url: url.href,
        headers: pick(headers, sent),
        body: undefined,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      return { status: answer.status, headers: pick(answer.headers, kept), body: noteEnd(answer.body, note) };
    } catch (cause) {
      note();
      const reason = cause instanceof Error ? cause.message : String(cause);
      return { status: 502, body: `slipway: "${url.host}" could not be reached: ${reason}\n` };
    }
  };

  return {
    ...service,
    handle: (request) => (isOwn(request) ? service.handle(request) : forward(request)),
  };
}
