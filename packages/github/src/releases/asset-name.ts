/**
 * The name that GitHub keeps a release asset under. It is known for files as `demo-1!2.0.tar.gz`: everything but letters, digits
 * and `-_+@` becomes one dot, none at the ends. Source: `sanitizeFileName` of the GitHub CLI
 * (https://github.com/cli/cli/blob/trunk/pkg/cmd/release/upload/upload.go), which repeats what the server does.
 */
export function nameAsset(fileName: string): string {
  // Letters with marks lose the marks.
  const plain = fileName.normalize('NFD').replace(/\p{M}/gu, '');
  const named = (plain.startsWith('.') ? `default${plain}` : plain)
    .replace(/[^a-z0-9\-_+@]+/gi, '.')
    .replace(/^\.|\.$/g, '');
  return named !== fileName && !named.includes('.') ? `default.${named}` : named;
}

/**
 * Names assets as their files, for who only knows the names that GitHub keeps them under.
 * @param fileNames of the release
 */
export function createFileNamer(fileNames: readonly string[]): (assetName: string) => string {
  const byAsset = new Map(fileNames.map((name) => [nameAsset(name), name]));
  return (assetName) => byAsset.get(assetName) ?? assetName;
}

/** The name of the file behind an asset: the label of one that GitHub keeps under another name. */
export function readFileName({
  name,
  label,
}: {
  readonly name: string;
  readonly label: string | null;
}): string {
  return label !== null && label !== '' && nameAsset(label) === name ? label : name;
}
