import type { EmulatorRequest, EmulatorResponse, Service } from '@slipway/gateway/service';
import { answerAudience, burnToken, mintToken, type TokenExchange } from './credentials/token-exchange.ts';
import { HttpFailure, renderFailure } from './http-failure.ts';
import { answerFile } from './index/files-host.ts';
import { answerProvenance } from './index/integrity.ts';
import { answerJson } from './index/json-api.ts';
import { answerSimpleIndex, answerSimpleProject } from './index/simple-index.ts';
import { type UploadParts, uploadFile } from './upload/upload.ts';

/** The edge in front of the index takes no body that is larger: the highest limit a project can have, and the form. */
const maxBodyBytes = 1024 * 1024 * 1024 + 16 * 1024 * 1024;

async function readBody(request: EmulatorRequest): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.stream()) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function upload(parts: UploadParts, request: EmulatorRequest): Promise<EmulatorResponse> {
  const body = await readBody(request);
  if (body === undefined)
    return {
      status: 413,
      headers: { 'content-type': 'text/html', connection: 'close' },
      body: '<html><head><title>413 Request Entity Too Large</title></head></html>',
    };
  return uploadFile(parts, request, body);
}

/** `missing_trailing_slash_redirect` of warehouse/forklift/legacy.py. */
function redirectToSlash(): EmulatorResponse {
  const message =
    'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)';
  return {
    status: 308,
    statusText: message,
    headers: { location: '/legacy/', 'content-type': 'text/plain; charset=UTF-8' },
    body: `308 ${message}\n`,
  };
}

type Route = readonly [
  method: string,
  pattern: RegExp,
  answer: (
    request: EmulatorRequest,
    groups: Readonly<Record<string, string | undefined>>,
  ) => EmulatorResponse | undefined | Promise<EmulatorResponse | undefined>,
];

/** The service of one index: upload, trusted publishing, the read side and the files, each on its hosts. */
export function createIndexService(parts: UploadParts & TokenExchange): Service {
  const { site, store } = parts;
  const tokens: readonly Route[] = [
    ['GET', /^\/_\/oidc\/audience$/, () => answerAudience(parts)],
    ['POST', /^\/_\/oidc\/(github\/)?mint-token$/, (request) => mintToken(parts, request)],
    ['POST', /^\/_\/oidc\/burn-token$/, (request) => burnToken(parts, request)],
  ];
  const uploads: readonly Route[] = [
    ['POST', /^\/legacy\/$/, (request) => upload(parts, request)],
    ['POST', /^\/legacy$/, redirectToSlash],
  ];
  const reading: readonly Route[] = [
    ['GET', /^\/simple\/$/, (request) => answerSimpleIndex(store, request)],
    [
      'GET',
      /^\/simple\/(?<name>[^/]+)\/$/,
      (request, { name = '' }) => answerSimpleProject(store, site, request, name),
    ],
    [
      'GET',
      /^(?<path>\/simple(\/[^/]+)?)$/,
      (_request, { path = '' }) => ({
        status: 301,
        headers: { location: `https://${site.indexHost}${path}/` },
      }),
    ],
    [
      'GET',
      /^\/pypi\/(?<name>[^/]+)(\/(?<version>[^/]+))?\/json\/?$/,
      (request, { name = '', version }) => answerJson(store, site, request, name, version),
    ],
    [
      'GET',
      /^\/integrity\/(?<name>[^/]+)\/(?<version>[^/]+)\/(?<filename>[^/]+)\/provenance$/,
      (request, { name = '', version = '', filename = '' }) =>
        answerProvenance(store, request, name, version, filename),
    ],
  ];
  const routesOf = (host: string): readonly Route[] => [
    ...tokens,
    ...(host === site.uploadHost ? uploads : []),
    ...(host === site.indexHost ? reading : []),
  ];

  const route = async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const path = decodeURIComponent(request.url.pathname);
    const known = routesOf(request.host).filter(([, pattern]) => pattern.test(path));
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const [found] = known.filter(([accepted]) => accepted === method);
    if (known.length > 0 && found === undefined)
      throw new HttpFailure(405, `The method ${request.method} is not allowed for this resource.`);
    const answer = await found?.[2](request, found[1].exec(path)?.groups ?? {});
    if (answer === undefined) throw new HttpFailure(404, request.url.pathname);
    return answer;
  };

  return {
    name: site.name,
    hosts: [...new Set([site.indexHost, site.uploadHost, site.filesHost])],
    async handle(request) {
      if (request.host === site.filesHost) return answerFile(store, request);
      try {
        return await route(request);
      } catch (error) {
        if (error instanceof HttpFailure) return renderFailure(error, request.headers['accept']);
        throw error;
      }
    },
  };
}
