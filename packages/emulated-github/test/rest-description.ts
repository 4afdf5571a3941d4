import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * OpenAPI 3.0 says `nullable`; JSON Schema says it with the type `null`. GitHub's `oneOf` lists alternatives that do not
 * exclude each other: `basic-error` and `repository-rule-violation-error` are open objects without a required property, so
 * that every error body is both and no body could ever match exactly one. What is meant is `anyOf`.
 */
function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (!isObject(value)) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key === 'oneOf' ? 'anyOf' : key, convert(entry)]),
  );
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  const { type, enum: allowed } = rest as { type?: unknown; enum?: unknown[] };
  if (typeof type !== 'string') return { anyOf: [rest, { type: 'null' }] };
  return { ...rest, type: [type, 'null'], ...(allowed === undefined ? {} : { enum: [...allowed, null] }) };
}

const file = fileURLToPath(new URL('../src/generated/rest-description.json', import.meta.url));
const description = convert(JSON.parse(readFileSync(file, 'utf8'))) as {
  paths: Record<string, Json>;
  components: Json;
};
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'https://rest.invalid/', components: description.components, paths: description.paths });

// The reference says in words that a broken upload has the state `starter`; the description forgets it.
const assetStates = (
  description.components as { schemas: Record<string, { properties: Record<string, { enum: string[] }> }> }
).schemas['release-asset']?.properties['state'];
assetStates?.enum.push('starter');

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
const manySegments = new Set(['ref', 'path', 'branch', 'tag', 'basehead', 'tree_sha']);

const templates = Object.keys(description.paths)
  .map((template) => ({
    template,
    pattern: new RegExp(
      `^${template.replace(/\{(\w+)\}/g, (_, name: string) => (manySegments.has(name) ? '.*' : '[^/]+'))}$`,
    ),
    literals: template.split('/').filter((part) => !part.startsWith('{')).length,
  }))
  .sort((left, right) => right.literals - left.literals);

const validators = new Map<string, ValidateFunction>();

function follow(node: unknown, pointer: string): { node: unknown; pointer: string } {
  if (!isObject(node) || typeof node['$ref'] !== 'string') return { node, pointer };
  const target = node['$ref'];
  const found = target
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), description);
  return follow(found, target);
}

function check(pointer: string, value: unknown): string[] {
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `https://rest.invalid/${pointer}` });
  validators.set(pointer, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
  );
}

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly contentType: string;
  readonly responseBody: string;
}

/** Everything in which an exchange departs from GitHub's own description; a path that is not in it is a departure too. */
export function departures(exchange: Exchange): string[] {
  const found = templates.find(({ pattern }) => pattern.test(exchange.path));
  const method = exchange.method.toLowerCase();
  const operation = found === undefined ? undefined : description.paths[found.template]?.[method];
  if (found === undefined || !isObject(operation)) return [`${method} ${exchange.path} is not described`];
  const problems: string[] = [];
  const base = `#/paths/${escapePointer(found.template)}/${method}`;
  const requestMedia = (operation['requestBody'] as { content?: Json } | undefined)?.content?.[
    'application/json'
  ];
  if (exchange.status < 300 && isObject(requestMedia) && exchange.requestBody !== undefined) {
    problems.push(...check(`${base}/requestBody/content/application~1json/schema`, exchange.requestBody));
  }
  const responses = operation['responses'] as Json;
  const start = responses[String(exchange.status)];
  if (start === undefined) {
    // 401, 429 and the like are answered by every endpoint and described at none.
    return exchange.status < 400
      ? [...problems, `${exchange.status} is not described for ${found.template}`]
      : problems;
  }
  const { node, pointer } = follow(start, `${base}/responses/${exchange.status}`);
  const content = isObject(node) ? (node['content'] as Json | undefined) : undefined;
  if (content?.['application/json'] === undefined || !exchange.contentType.includes('json')) return problems;
  const body: unknown = JSON.parse(exchange.responseBody);
  return [...problems, ...check(`${pointer}/content/application~1json/schema`, body)];
}
