import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { invalidRequest, json, Refusal } from '../answers.ts';
import type { Caller, Need } from '../caller.ts';
import type { World } from '../github-state.ts';
import type { Repository } from '../repository.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One call of the REST interface that was let through. */
export interface Call {
  readonly world: World;
  readonly repository: Repository;
  readonly caller: Caller;
  /** Decoded parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly request: EmulatorRequest;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind `/repos/{owner}/{repo}`, in the words of hono's router. */
  readonly path: string;
  readonly needs: Need;
  handle(call: Call): Promise<EmulatorResponse>;
}

export const readContents: Need = { scope: 'contents', level: 'read' };
export const writeContents: Need = { scope: 'contents', level: 'write' };

/** @throws Refusal 400 when the body is no JSON object */
export async function readBody(request: EmulatorRequest): Promise<JsonObject> {
  const text = Buffer.from(await request.bytes()).toString('utf8');
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'Body should be a JSON object');
  }
  return value as JsonObject;
}

export function requireString(body: JsonObject, name: string): string {
  const value = body[name];
  if (value === undefined || value === null) throw invalidRequest(`"${name}" wasn't supplied.`);
  if (typeof value !== 'string') {
    throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  }
  return value;
}

export function optionalString(body: JsonObject, name: string): string | undefined {
  return body[name] === undefined || body[name] === null ? undefined : requireString(body, name);
}

export function optionalBoolean(body: JsonObject, name: string): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a boolean.`);
}

export function optionalObject(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not an object.`);
}

export interface Page {
  /** From 1. */
  readonly number: number;
  readonly size: number;
}

/** `per_page` (at most 100) and `page`; a number that makes no sense counts as unset. */
export function readPage(query: URLSearchParams, defaultSize = 30): Page {
  const positive = (name: string, fallback: number): number => {
    const value = Number.parseInt(query.get(name) ?? '', 10);
    return value > 0 ? value : fallback;
  };
  return { number: positive('page', 1), size: Math.min(positive('per_page', defaultSize), 100) };
}

/** `Link` with first, prev, next and last, as far as there are such pages. */
export function linkHeader(url: URL, page: Page, total: number): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / page.size));
  const link = (relation: string, number: number): string => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${relation}"`;
  };
  const links: string[] = [];
  if (page.number > 1) links.push(link('prev', page.number - 1));
  if (page.number < last) links.push(link('next', page.number + 1), link('last', last));
  if (page.number > 1) links.push(link('first', 1));
  return links.length === 0 ? {} : { link: links.join(', ') };
}

/** One page of a list that is there as a whole. */
export async function answerPage<Entry>(
  call: Call,
  entries: readonly Entry[],
  render: (entry: Entry) => unknown,
): Promise<EmulatorResponse> {
  const page = readPage(call.query);
  const start = (page.number - 1) * page.size;
  const shown = await Promise.all(entries.slice(start, start + page.size).map(render));
  return json(200, shown, linkHeader(call.request.url, page, entries.length));
}

/** Whether the caller asks for another media type than plain JSON, for example `raw`. */
export function wantsMedia(call: Call, kind: 'raw' | 'octet-stream' | 'sha'): boolean {
  const accept = call.request.headers['accept'] ?? '';
  if (kind === 'octet-stream') return accept.includes('application/octet-stream');
  return new RegExp(`application/vnd\\.github(\\.v3)?\\.${kind}(\\+json)?`).test(accept);
}
