import { discoverProject } from '@slipway/python/project/discover-project';
import type { ReadProjectFile } from '@slipway/python/project/places/version-location';
import { formatVersion } from '@slipway/python/version/format-version';

/** What a project says about itself; empty where it says nothing. */
export interface ProjectMetadata {
  readonly name: string;
  readonly backend: string;
  readonly version: string;
}

/** Reads a project's files; one that cannot be read says nothing here, because what is wrong with it is for the release to tell. */
export async function readProjectMetadata(read: ReadProjectFile): Promise<ProjectMetadata> {
  try {
    const { name, backend, version } = await discoverProject(read);
    return { name: name ?? '', backend, version: version === undefined ? '' : formatVersion(version) };
  } catch {
    return { name: '', backend: '', version: '' };
  }
}
