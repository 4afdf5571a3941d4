import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** GitHub's official description of its REST interface, as republished on npm under the MIT licence. */
const descriptionPackage = '@octokit/openapi@23.0.2';
const target = fileURLToPath(
  new URL('../../emulated-github/src/generated/rest-description.json', import.meta.url),
);

const repository = '/repos/{owner}/{repo}';
const usedPaths: Readonly<Record<string, readonly string[]>> = {
  [repository]: ['get'],
  [`${repository}/git/ref/{ref}`]: ['get'],
  [`${repository}/git/matching-refs/{ref}`]: ['get'],
  [`${repository}/git/refs`]: ['post'],
  [`${repository}/git/refs/{ref}`]: ['patch', 'delete'],
  [`${repository}/git/blobs`]: ['post'],
  [`${repository}/git/blobs/{file_sha}`]: ['get'],
  [`${repository}/git/trees`]: ['post'],
  [`${repository}/git/trees/{tree_sha}`]: ['get'],
  [`${repository}/git/commits`]: ['post'],
  [`${repository}/git/commits/{commit_sha}`]: ['get'],
  [`${repository}/git/tags`]: ['post'],
  [`${repository}/git/tags/{tag_sha}`]: ['get'],
  [`${repository}/contents/{path}`]: ['get', 'put'],
  [`${repository}/branches`]: ['get'],
  [`${repository}/branches/{branch}`]: ['get'],
  [`${repository}/rules/branches/{branch}`]: ['get'],
  [`${repository}/commits`]: ['get'],
  [`${repository}/commits/{ref}`]: ['get'],
  [`${repository}/commits/{ref}/check-runs`]: ['get'],
  [`${repository}/commits/{ref}/status`]: ['get'],
  [`${repository}/commits/{commit_sha}/pulls`]: ['get'],
  [`${repository}/compare/{basehead}`]: ['get'],
  [`${repository}/tags`]: ['get'],
  [`${repository}/pulls`]: ['get', 'post'],
  [`${repository}/pulls/{pull_number}`]: ['get', 'patch'],
  [`${repository}/pulls/{pull_number}/merge`]: ['put'],
  [`${repository}/actions/workflows`]: ['get'],
  [`${repository}/actions/secrets`]: ['get'],
  [`${repository}/actions/organization-secrets`]: ['get'],
  [`${repository}/dependabot/secrets`]: ['get'],
  [`${repository}/environments/{environment_name}/secrets`]: ['get'],
  [`${repository}/actions/oidc/customization/sub`]: ['get'],
  [`${repository}/releases`]: ['get', 'post'],
  [`${repository}/releases/generate-notes`]: ['post'],
  [`${repository}/releases/latest`]: ['get'],
  [`${repository}/releases/tags/{tag}`]: ['get'],
  [`${repository}/releases/{release_id}`]: ['get', 'patch', 'delete'],
  [`${repository}/releases/{release_id}/assets`]: ['get', 'post'],
  [`${repository}/releases/assets/{asset_id}`]: ['get', 'patch', 'delete'],
  [`${repository}/actions/workflows/{workflow_id}/dispatches`]: ['post'],
  [`${repository}/actions/workflows/{workflow_id}/runs`]: ['get'],
  [`${repository}/actions/runs/{run_id}`]: ['get'],
  [`${repository}/actions/runs/{run_id}/jobs`]: ['get'],
  [`${repository}/attestations`]: ['post'],
  [`${repository}/attestations/{subject_digest}`]: ['get'],
  [`${repository}/environments`]: ['get'],
  [`${repository}/environments/{environment_name}`]: ['get', 'put'],
  [`${repository}/environments/{environment_name}/deployment-branch-policies`]: ['get', 'post'],
  [`${repository}/actions/permissions`]: ['get'],
  [`${repository}/actions/permissions/selected-actions`]: ['get'],
  [`${repository}/actions/permissions/workflow`]: ['get'],
  [`${repository}/rulesets`]: ['get'],
  [`${repository}/rulesets/{ruleset_id}`]: ['get'],
  [`${repository}/branches/{branch}/protection`]: ['get'],
  [`${repository}/immutable-releases`]: ['get'],
  [`${repository}/tarball/{ref}`]: ['get'],
  [`${repository}/zipball/{ref}`]: ['get'],
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOfProse = new Set([
  'example',
  'examples',
  'description',
  'x-github',
  'externalDocs',
  'summary',
  'tags',
]);

/** Drops prose and examples, except where such a word is the name of a property. */
function stripProse(value: Json, insideProperties = false): Json {
  if (Array.isArray(value)) return value.map((entry) => stripProse(entry));
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    if (!insideProperties && keysOfProse.has(key)) continue;
    kept[key] = stripProse(entry, !insideProperties && key === 'properties');
  }
  return kept;
}

function collectReferences(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) for (const entry of value) collectReferences(entry, found);
  if (!isObject(value)) return;
  const reference = value['$ref'];
  if (typeof reference === 'string') found.add(reference);
  for (const entry of Object.values(value)) collectReferences(entry, found);
}

function componentOf(description: JsonObject, reference: string): [group: string, name: string, value: Json] {
  const [, group = '', name = ''] = reference.slice(1).split('/').slice(-3);
  const groups = description['components'];
  const entries = isObject(groups) ? groups[group] : undefined;
  const value = isObject(entries) ? entries[name] : undefined;
  if (value === undefined) throw new Error(`The description refers to ${reference} and does not hold it.`);
  return [group, name, value];
}

/** The used operations with everything they refer to, and nothing else. */
export function pruneDescription(
  description: JsonObject,
  wanted: Readonly<Record<string, readonly string[]>>,
): JsonObject {
  const allPaths = description['paths'];
  if (!isObject(allPaths)) throw new Error('The description has no paths.');
  const paths: JsonObject = {};
  for (const [path, methods] of Object.entries(wanted)) {
    const item = allPaths[path];
    if (!isObject(item)) throw new Error(`The description has no path ${path}.`);
    const kept: JsonObject = {};
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) throw new Error(`The description has no ${method} of ${path}.`);
      kept[method] = stripProse(operation);
    }
    paths[path] = kept;
  }
  const components: Record<string, JsonObject> = {};
  const seen = new Set<string>();
  const pending = new Set<string>();
  collectReferences(paths, pending);
  for (const reference of pending) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const [group, name, value] = componentOf(description, reference);
    // Examples are prose: neither they nor their references are wanted.
    if (group === 'examples') continue;
    const stripped = stripProse(value);
    const entries = components[group] ?? {};
    components[group] = entries;
    entries[name] = stripped;
    collectReferences(stripped, pending);
  }
  return { openapi: description['openapi'] ?? '3.0.3', info: description['info'] ?? {}, paths, components };
}

function run(file: string, args: readonly string[], directory: string): void {
  const outcome = spawnSync(file, args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  if (outcome.status !== 0) throw new Error(`${file} ${args[0] ?? ''} ended with ${outcome.status}.`);
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-openapi-'));
  try {
    run('npm', ['pack', '--silent', '--ignore-scripts', descriptionPackage], folder);
    const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (archive === undefined) throw new Error(`npm pack left no archive of ${descriptionPackage}.`);
    const entry = 'package/generated/api.github.com.json';
    run('tar', ['-xzf', archive, '--', entry], folder);
    const description = JSON.parse(await readFile(join(folder, entry), 'utf8')) as JsonObject;
    const pruned = `${JSON.stringify(pruneDescription(description, usedPaths))}\n`;
    await writeFile(target, pruned);
    process.stdout.write(`${target}: ${pruned.length} characters\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
