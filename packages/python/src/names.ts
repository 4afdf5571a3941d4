/** PEP 503: the normalized spelling of a project name. */
export function normalizeName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** PEP 427 and PEP 625: the normalized name as spelled in file names. */
export function fileNameOf(name: string): string {
  return normalizeName(name).replaceAll('-', '_');
}

/** Whether a text is a name at all (PEP 508, `identifier`). */
export function isProjectName(name: string): boolean {
  return /^[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?$/i.test(name) && name.length <= 200;
}
