/** A path as one word of a command line that is copied into a shell: nothing in it is expanded. */
export function quoteForShell(path: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(path)) return path;
  // No name of a file holds a quotation mark on Windows.
  return platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
