import { randomBytes } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal, refusalBody } from './answers.ts';
import { answerBrowserDownload, answerDownload, answerUpload, downloadHost } from './assets.ts';
import { type Caller, identifyCaller } from './caller.ts';
import type { World } from './github-state.ts';
import { answerGraphql } from './graphql/endpoint.ts';
import { answerArchive } from './rest/archives.ts';
import { answerRest } from './rest/router.ts';
import { answerGit } from './transfers/smart-http.ts';

export const hosts: readonly string[] = [
  'github.com',
  'api.github.com',
  'uploads.github.com',
  'codeload.github.com',
  downloadHost,
];

/** Requests an hour a job token has for its repository (REST reference, "Rate limits"); a person has more. */
const hourlyLimits = { job: 1000, personal: 5000, anonymous: 60 } as const;
const hourMs = 3_600_000;
const requestsMade = new WeakMap<World, Map<string, number>>();

/** Rate limits are told truthfully and not enforced: a rehearsal is not refused for being thorough. */
function rateHeaders(world: World, caller: Caller): Record<string, string> {
  const counts = requestsMade.get(world) ?? new Map<string, number>();
  requestsMade.set(world, counts);
  const hour = Math.floor(world.now() / hourMs);
  const key = `${hour}:${caller.kind}:${caller.login}`;
  const used = (counts.get(key) ?? 0) + 1;
  counts.set(key, used);
  const limit = hourlyLimits[caller.kind];
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-reset': String(((hour + 1) * hourMs) / 1000),
    'x-ratelimit-resource': 'core',
  };
}

const versions = new Set(['2022-11-28', '2026-03-10']);

async function answerApi(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  const caller = identifyCaller(world, request.headers['authorization']);
  const wanted = request.headers['x-github-api-version'];
  const version = wanted ?? '2022-11-28';
  if (!versions.has(version)) {
    throw new Refusal(400, `${version} is not a supported version of the REST API.`);
  }
  const extra = {
    ...rateHeaders(world, caller),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': version,
  };
  const answer = await withRefusals(() =>
    request.url.pathname === '/graphql'
      ? answerGraphql(world, caller, request)
      : answerRest(world, caller, request),
  );
  return { ...answer, headers: { ...extra, ...answer.headers } };
}

async function withRefusals(work: () => Promise<EmulatorResponse>): Promise<EmulatorResponse> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return json(error.status, refusalBody(error));
  }
}

async function answerPages(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  const answer = (await answerGit(world, request)) ?? (await answerBrowserDownload(world, request));
  if (answer === undefined) throw notFound();
  return answer;
}

async function answerHost(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  switch (request.host) {
    case 'api.github.com':
      return answerApi(world, request);
    case 'uploads.github.com':
      return answerUpload(world, request);
    case 'codeload.github.com':
      return answerArchive(world, request);
    case downloadHost:
      return answerDownload(world, request);
    default:
      return answerPages(world, request);
  }
}

/** Answers one request to any host of GitHub's. */
export async function answerRequest(world: World, request: EmulatorRequest): Promise<EmulatorResponse> {
  const answer = await withRefusals(() => answerHost(world, request));
  const id = randomBytes(10).toString('hex').toUpperCase();
  return { ...answer, headers: { server: 'github.com', 'x-github-request-id': id, ...answer.headers } };
}
