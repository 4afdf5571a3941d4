import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import artifact, { type Artifact, type FindOptions } from '@actions/artifact';
import * as core from '@actions/core';
import { Minimatch } from 'minimatch';

const behaviors = ['ignore', 'info', 'warn', 'error'];

/** Downloads as actions/download-artifact v8 does (src/download-artifact.ts), with the same client and in the same words. */
async function download(): Promise<void> {
  const behavior = core.getInput('digest-mismatch') || 'error';
  if (!behaviors.includes(behavior))
    throw new Error(
      `Invalid value for 'digest-mismatch': '${behavior}'. Valid options are: ${behaviors.join(', ')}`,
    );
  const name = core.getInput('name');
  const ids = core.getInput('artifact-ids');
  if (name !== '' && ids !== '')
    throw new Error("Inputs 'name' and 'artifact-ids' cannot be used together. Please specify only one.");
  const where = core.getInput('path') || (process.env['GITHUB_WORKSPACE'] ?? '.');
  const path = resolve(where.startsWith('~') ? where.replace('~', homedir()) : where);
  const options = readOptions();
  const isMerged = core.getBooleanInput('merge-multiple');
  const artifacts = await choose(name, ids, options, isMerged);
  if (artifacts.length > 0) core.info('Preparing to download the following artifacts:');
  for (const { name: own, id, size, digest } of artifacts)
    core.info(`- ${own} (ID: ${id}, Size: ${size}, Expected Digest: ${digest})`);
  const isFlat = name !== '' || isMerged || artifacts.length === 1;
  const skipDecompress = core.getBooleanInput('skip-decompress');
  const mismatches: string[] = [];
  for (const { id, name: own, digest } of artifacts) {
    const outcome = await artifact.downloadArtifact(id, {
      ...options,
      path: isFlat ? path : join(path, own),
      ...(digest === undefined ? {} : { expectedHash: digest }),
      skipDecompress,
    });
    if (outcome.digestMismatch === true) mismatches.push(own);
  }
  tellMismatches(mismatches, behavior);
  core.info(`Total of ${artifacts.length} artifact(s) downloaded`);
  core.setOutput('download-path', path);
  core.info('Download artifact has finished successfully');
}

/** Another run or repository is read only with a token. */
function readOptions(): FindOptions {
  const token = core.getInput('github-token');
  if (token === '') return {};
  const repository = core.getInput('repository');
  const [repositoryOwner = '', repositoryName = ''] = repository.split('/');
  if (repositoryOwner === '' || repositoryName === '')
    throw new Error(`Invalid repository: '${repository}'. Must be in format owner/repo`);
  const workflowRunId = Number.parseInt(core.getInput('run-id'), 10);
  return { findBy: { token, workflowRunId, repositoryName, repositoryOwner } };
}

async function choose(
  name: string,
  ids: string,
  options: FindOptions,
  isMerged: boolean,
): Promise<Artifact[]> {
  if (name !== '') {
    core.info('Downloading single artifact');
    const { artifact: found } = await artifact.getArtifact(name, options);
    if (found === undefined) throw new Error(`Artifact '${name}' not found`);
    return [found];
  }
  const list = async (): Promise<Artifact[]> =>
    (await artifact.listArtifacts({ latest: true, ...options })).artifacts;
  if (ids !== '') return chooseByIds(ids, list);
  const artifacts = await list();
  const pattern = core.getInput('pattern');
  if (pattern === '') {
    core.info('No input name, artifact-ids or pattern filtered specified, downloading all artifacts');
    if (!isMerged) core.info('An extra directory with the artifact name will be created for each download');
    return artifacts;
  }
  core.info(`Filtering artifacts by pattern '${pattern}'`);
  const matcher = new Minimatch(pattern);
  return artifacts.filter((each) => matcher.match(each.name));
}

async function chooseByIds(text: string, list: () => Promise<Artifact[]>): Promise<Artifact[]> {
  core.info('Downloading artifacts by ID');
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new Error("No valid artifact IDs provided in 'artifact-ids' input");
  const wanted = words.map((word) => {
    const id = Number.parseInt(word, 10);
    if (Number.isNaN(id)) throw new Error(`Invalid artifact ID: '${word}'. Must be a number.`);
    return id;
  });
  const found = (await list()).filter(({ id }) => wanted.includes(id));
  if (found.length === 0) throw new Error('None of the provided artifact IDs were found');
  const missing = wanted.filter((id) => found.every((each) => each.id !== id));
  if (missing.length > 0) core.warning(`Could not find the following artifact IDs: ${missing.join(', ')}`);
  return found;
}

function tellMismatches(names: readonly string[], behavior: string): void {
  for (const name of names) {
    const message = `Artifact '${name}' digest validation failed. Please verify the integrity of the artifact.`;
    if (behavior === 'info') core.info(message);
    if (behavior === 'warn') core.warning(message);
  }
  if (names.length > 0 && behavior === 'error')
    throw new Error(
      `Digest validation failed for artifact(s): ${names.join(', ')}. Use 'digest-mismatch: warn' to continue on mismatch.`,
    );
}

await download().catch((cause: unknown) =>
  core.setFailed(`Unable to download artifact(s): ${cause instanceof Error ? cause.message : String(cause)}`),
);
