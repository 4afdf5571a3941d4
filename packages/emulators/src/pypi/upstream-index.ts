import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import type { Log } from '@slipway/core/ports';
import type { EmulatorRequest, EmulatorResponse, Service } from '../service.ts';
import type { Pypi } from './pypi.ts';
import { canonicalName } from './python-names.ts';

export interface UpstreamOptions {
  readonly pypi: Pypi;
  /** The environment of the user: the way to the real index, its proxy and authorities. */
  readonly userEnvironment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Told of each request that went through, in milliseconds since the epoch. */
  readonly onForwarded?: (startedAtMs: number, endedAtMs: number) => void;
}

const largestFileBytes = 2 ** 30;
const kept = ['content-type', 'etag', 'last-modified', 'cache-control', 'x-pypi-last-serial'];

/**
 * The index with what it does not have itself read from the real one, for somebody whose index is that real one: build
 * backends and dependencies come from there, and the project under release from here. Only reading goes through.
 */
export function withUpstreamIndex(options: UpstreamOptions): Service {
  const { pypi, userEnvironment, log, onForwarded } = options;
  const { service, site } = pypi;
  const http = createHttp({
    log,
    clock: systemClock,
    userAgent: 'slipway-rehearsal/1',
    environment: userEnvironment,
  });

  const isOwn = ({ host, method, url }: EmulatorRequest): boolean => {
    if (method !== 'GET' && method !== 'HEAD') return true;
    if (host === site.filesHost) {
      const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '').replace(
        /\.(metadata|provenance)$/,
        '',
      );
      return pypi.listFiles().some(({ filename }) => filename === name);
    }
    const project = /^\/simple\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    if (host !== site.indexHost || project === undefined) return true;
    const wanted = canonicalName(decodeURIComponent(project));
    return pypi.listFiles().some((file) => canonicalName(file.project) === wanted);
  };

  const forward = async ({ method, url, headers }: EmulatorRequest): Promise<EmulatorResponse> => {
    const startedAtMs = Date.now();
    const response = await http
      .request({
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        url: url.href,
        headers: headers['accept'] === undefined ? {} : { accept: headers['accept'] },
        acceptedStatuses: [404],
        maxResponseBytes: largestFileBytes,
        attemptTimeoutMs: 5 * 60_000,
      })
      .finally(() => onForwarded?.(startedAtMs, Date.now()));
    const answered = Object.entries(response.headers).filter(([name]) => kept.includes(name));
    return { status: response.status, headers: Object.fromEntries(answered), body: response.body };
  };

  return {
    ...service,
    handle: (request) => (isOwn(request) ? service.handle(request) : forward(request)),
  };
}
