import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { joinInside } from '@slipway/core/files/join-inside';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import type { CompiledSign } from '@slipway/python/project/compiled/compiled-sign';
import { discoverProject } from '@slipway/python/project/discover-project';
import type { ProjectTree } from '@slipway/python/project/places/project-tree';
import { type DecodedFile, decodeFile } from '@slipway/python/project/places/text-encoding';
import { describeLocation, type VersionLocation } from '@slipway/python/project/places/version-location';
import type { Version } from '@slipway/python/version/parse-version';
import type { FileEdit } from './release-plan.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** The project as this action sees it. */
export interface BumpProject {
  /** As its metadata has it. */
  readonly name: string | undefined;
  /** What the files say; undefined for a version that comes from git. */
  readonly version: Version | undefined;
  /** What shows that wheels of the project are platform-specific; read when it is asked. */
  findCompiledSign(): Promise<CompiledSign | undefined>;
  /** The files with another version in them. @throws InputError of `@slipway/python` */
  planEdits(request: EditRequest): Promise<readonly FileEdit[]>;
}

export interface EditRequest {
  readonly version: Version;
  /** Lines of the input `extra-files`. */
  readonly extraFiles: readonly string[];
  /** The version released before, which is the present one of a project whose version comes from git. */
  readonly tagged?: Version | undefined;
  /** Versions as the tags of the project write them, the newest first. */
  readonly habits?: readonly string[];
}

/**
 * @param folder of the project, from the root of the repository
 * @param versionFile value of the input `version-file`
 * @throws InputError E_PROJECT_MISSING, E_VERSION_DISAGREE and others of `discoverProject`
 */
export async function openProject(
  files: Pick<RepositoryFiles, 'read' | 'listAll'>,
  folder: string,
  log: Log,
  versionFile?: string,
): Promise<BumpProject> {
  const top = joinInside(folder);
  if (top === undefined) {
    throw new InputError(coreErrors.E_INPUT_INVALID, {
      message: `"${neutralizeLine(folder, 200)}" is outside of the repository.`,
    });
  }
  const decoded = new Map<string, DecodedFile>();
  const tree: ProjectTree = {
    async read(path) {
      const full = joinInside(top, path);
      const bytes = full === undefined ? undefined : await files.read(full);
      if (full === undefined || bytes === undefined) return undefined;
      const file = decoded.get(full) ?? decodeFile(bytes, full);
      decoded.set(full, file);
      return file.text;
    },
    async list(path) {
      const full = joinInside(top, path);
      const listed = full === undefined ? [] : await files.listAll(full);
      return listed?.map((each) => `${path}${each}`);
    },
  };
  const project = await discoverProject(tree, versionFile);
  const show = (place: VersionLocation): string =>
    describeLocation({ ...place, path: joinInside(top, place.path) ?? place.path });
  return {
    name: project.name,
    version: project.version,
    async findCompiledSign() {
      const { findCompiledParts } = await import('@slipway/python/project/compiled/find-compiled-parts');
      return (await findCompiledParts(tree))?.sign;
    },
    async planEdits(request) {
      const { planVersionEdits } = await import('@slipway/python/project/plan-version-edits');
      const { edits, stale, strangers } = await planVersionEdits(tree, project, request);
      for (const place of stale) {
        log.warning(
          `${show(place)} keeps "${neutralizeLine(place.version, 80)}" and is out of date after this release. Add "${place.path}" to "extra-files" to bump it too.`,
        );
      }
      for (const place of strangers) {
        log.warning(
          `${show(place)} contains a different version, "${neutralizeLine(place.version, 80)}", and was left unchanged.`,
        );
      }
      return edits.map(({ path, before, after }) => {
        const full = joinInside(top, path) ?? path;
        const encode = decoded.get(full)?.encode ?? ((text: string) => Buffer.from(text, 'utf8'));
        return { path: full, before: encode(before), after: encode(after) };
      });
    },
  };
}
