import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ActionError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { IndexFile } from '@slipway/pypi/index/index-file';
import { readIndexProject } from '@slipway/pypi/index/simple-index';
import { pypiRepository } from '@slipway/pypi/package-repository';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import type { BuiltDistribution } from '../build/build-into.ts';
import type { Context } from '../inputs.ts';
import { listDifferingMembers } from './judge-distributions.ts';

// PyPI only accepts larger files if the project's limit was raised. A larger file is not compared: this run uploads it,
// or PyPI rejects it.
const maxFileBytes = 2 ** 30;

/**
 * The files to output when all jobs of a run are re-run and its artifacts are gone: if PyPI has a file with the same
 * contents, PyPI's bytes are used, because they can never be replaced. Files of a foreign project with this name have
 * different contents and are ignored. An unreadable index changes nothing.
 */
export async function adoptPublished(
  context: Context,
  built: readonly BuiltDistribution[],
  directory: string,
): Promise<readonly BuiltDistribution[]> {
  const { http, clock, log } = context;
  const [first] = built;
  const { simpleUrl } = pypiRepository;
  if (first === undefined || simpleUrl === undefined) return built;
  try {
    const page = await readIndexProject({ http, clock, simpleUrl }, first.project);
    if (page === undefined) return built;
    await mkdir(directory, { recursive: true });
    const released: BuiltDistribution[] = [];
    for (const file of built) {
      const served = page.files.get(file.fileName);
      released.push((served && (await adoptFile(context, file, served, directory))) ?? file);
    }
    return released.every((file, index) => file === built[index]) ? built : released;
  } catch (cause) {
    if (!(cause instanceof ActionError)) throw cause;
    log.notice(
      `Skipped checking PyPI for files of an earlier attempt: ${neutralizeLine(cause.message, 300)}`,
    );
    return built;
  }
}

/** @returns undefined when PyPI has the very bytes, or other contents */
async function adoptFile(
  { http, signal }: Context,
  built: BuiltDistribution,
  served: IndexFile,
  directory: string,
): Promise<BuiltDistribution | undefined> {
  if (served.sha256 === undefined || served.sha256 === built.sha256) return undefined;
  const path = join(directory, built.fileName);
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  let size = 0;
  try {
    await http.request({
      method: 'GET',
      url: served.url,
      signal,
      maxResponseBytes: maxFileBytes,
      sink: async (chunk) => {
        hash.update(chunk);
        size += chunk.byteLength;
        await file.write(chunk);
      },
    });
  } finally {
    await file.close();
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== served.sha256) return undefined;
  const found = { ...(await inspectDistribution(path)), sha256, size };
  return listDifferingMembers(found, built).length === 0 ? found : undefined;
}
