import { normalizeProjectName, type UploadFile } from './upload-file.ts';

/** The files of each project by its normalized name, in the order they came. */
export function groupByProject(files: readonly UploadFile[]): ReadonlyMap<string, readonly UploadFile[]> {
  const groups = new Map<string, UploadFile[]>();
  for (const file of files) {
    const name = normalizeProjectName(file.project);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [file]);
    else group.push(file);
  }
  return groups;
}
