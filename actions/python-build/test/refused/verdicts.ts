import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openPypiWorld,
  type UploadCall,
  upload,
  words,
} from '../../../../packages/emulated-pypi/test/world.ts';
import { readBuilt } from '../../src/build/build-into.ts';
import { judgeDistributions } from '../../src/checks/judge-distributions.ts';
import type { OfferedFile } from './files.ts';

/** What python-build says of a file that a backend wrote; undefined if it accepts it. */
export async function judgeBuild({ fileName, bytes }: OfferedFile): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'refused-'));
  try {
    await writeFile(join(folder, fileName), bytes);
    const built = await readBuilt(folder, new AbortController().signal);
    const formats = fileName.endsWith('.whl') ? 'wheel' : 'sdist';
    judgeDistributions(built, { version: undefined, native: 'collect', formats, index: 'pypi' });
    return undefined;
  } catch (cause) {
    // What keeps a log from reading "::" as a command is no part of the sentence.
    return (cause instanceof Error ? cause.message : String(cause)).replaceAll('\u200C', '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const plurals: Readonly<Record<string, string>> = { classifier: 'classifiers', project_url: 'project_urls' };

/** The fields of the form as an uploader fills them from the metadata, here without a look at what they hold. */
function fillForm(lines: readonly string[]): NonNullable<UploadCall['fields']> {
  const fields: Record<string, string[]> = { name: [], version: [], metadata_version: [] };
  for (const line of lines) {
    const [, header = '', value = ''] = /^([^:]+): ?([\s\S]*)$/.exec(line) ?? [];
    const key = header.toLowerCase().replaceAll('-', '_');
    const name = plurals[key] ?? key;
    fields[name] = [...(fields[name] ?? []), value];
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.length === 0 ? undefined : values]),
  );
}

/**
 * Asks an emulated PyPI without any files, whose rules are written independently of the checks of the build.
 * @returns its answer; undefined if it accepts the file
 */
export async function askIndex({ fileName, bytes, metadata }: OfferedFile): Promise<string | undefined> {
  const world = await openPypiWorld();
  const token = world.pypi.addToken('alice');
  const fields = fillForm(metadata);
  const answer = words(await upload(world, token, { filename: fileName, bytes, fields }));
  return answer === '200' ? undefined : answer;
}
