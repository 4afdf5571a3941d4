import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { pythonErrors } from '@slipway/python/errors';
import { discoverProject } from '@slipway/python/project/discover-project';
import { planVersionEdits } from '@slipway/python/project/plan-version-edits';
import { describeLocation } from '@slipway/python/project/version-location';
import type { Version } from '@slipway/python/version/parse-version';
import type { FileEdit } from './release-plan.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** The project as this action sees it. */
export interface BumpProject {
  /** As its metadata has it. */
  readonly name: string | undefined;
  /** What the files say; undefined for a version that comes from git. */
  readonly version: Version | undefined;
  /** The files with another version in them. @throws InputError of `@slipway/python`, E_PROJECT_INVALID for bytes that are no UTF-8 */
  planEdits(version: Version, extraFiles: readonly string[]): Promise<readonly FileEdit[]>;
}

/**
 * @param folder of the project, from the root of the repository
 * @throws InputError E_PROJECT_MISSING, E_VERSION_DISAGREE and others of `discoverProject`
 */
export async function openProject(
  files: Pick<RepositoryFiles, 'read'>,
  folder: string,
  log: Log,
): Promise<BumpProject> {
  const at = (path: string): string => joinInside(folder, path);
  const read = async (path: string): Promise<string | undefined> => {
    const bytes = await files.read(at(path));
    return bytes === undefined ? undefined : decode(bytes, at(path));
  };
  const project = await discoverProject(read);
  return {
    name: project.name,
    version: project.version,
    async planEdits(version, extraFiles) {
      const { edits, strangers } = await planVersionEdits(read, project, version, extraFiles);
      for (const place of strangers) {
        log.warning(
          `${describeLocation({ ...place, path: at(place.path) })} says another version and is left alone.`,
        );
      }
      const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8');
      return edits.map(({ path, before, after }) => ({
        path: at(path),
        before: encode(before),
        after: encode(after),
      }));
    },
  };
}

/** A path below a folder of the repository, without `.` and never above the root. */
function joinInside(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `"${neutralizeLine(path, 200)}" in "${neutralizeLine(folder, 200)}" is outside of the repository.`,
      });
    }
  }
  return parts.join('/');
}

function decode(bytes: Uint8Array, path: string): string {
  const text = Buffer.from(bytes).toString('utf8');
  // Bytes that are no UTF-8 would not come back as they were.
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  throw new InputError(pythonErrors.E_PROJECT_INVALID, { message: `${path} is not UTF-8.` });
}
