/** A file as PyOCI's reader finds it. */
export interface StrictFile {
  readonly version: string;
  readonly fileName: string;
  readonly sha256: string | undefined;
}

type Read = (reference: string) => { readonly mediaType: string; readonly bytes: Uint8Array } | undefined;

interface Entry {
  readonly digest: string;
  readonly platform?: { readonly architecture: string; readonly os: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const packageType = 'application/pyoci.package.v1';

// Names that the library of PyOCI takes for processors (oci-spec, `Arch`); what is left is a kind of file.
const processors = new Set([
  ...['386', 'amd64', 'amd64p32', 'arm', 'armbe', 'arm64', 'arm64be', 'loong64', 'mips', 'mipsle', 'mips64'],
  ...['mips64le', 'mips64p32', 'mips64p32le', 'ppc', 'ppc64', 'ppc64le', 'riscv', 'riscv64', 's390', 's390x'],
  ...['sparc', 'sparc64', 'wasm'],
]);
const digestForm = /^sha256:[0-9a-f]{64}$/;

function checkDescriptor(value: unknown): void {
  const { mediaType, digest, size } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof mediaType !== 'string' || typeof size !== 'number' || !digestForm.test(String(digest)))
    throw new Error('a descriptor lacks its type, digest or size');
}

function parse(read: Read, reference: string, type: string): Record<string, unknown> {
  const stored = read(reference);
  if (stored === undefined) throw new Error(`${reference} is not there`);
  if (stored.mediaType !== type) throw new Error(`Expected ${type}, got ${stored.mediaType}`);
  const value = JSON.parse(Buffer.from(stored.bytes).toString('utf8')) as Record<string, unknown>;
  if (value['schemaVersion'] !== 2) throw new Error('not of version 2 of the schema');
  if (type === manifestType) checkDescriptor(value['config']);
  const listed = value[type === manifestType ? 'layers' : 'manifests'];
  if (!Array.isArray(listed)) throw new Error('it lists nothing');
  listed.forEach(checkDescriptor);
  return value;
}

/** `Package::filename`: the name that was asked for, not one that was written down. */
function nameFile(project: string, version: string, architecture: string): string {
  const dash = architecture.toLowerCase().endsWith('.whl') ? '-' : '';
  return `${project.replaceAll('-', '_')}-${version}${dash}${architecture}`;
}

/** What asking for the file by its name leads to (`Package::from_filename`, then `download_package_file`). */
function checkDownload(
  read: Read,
  tag: string,
  entries: readonly Entry[],
  fileName: string,
  sha256: unknown,
): void {
  const isSdist = fileName.endsWith('.tar.gz');
  const [, version = '', ...rest] = isSdist
    ? fileName.slice(0, -'.tar.gz'.length).split('-')
    : fileName.split('-');
  if (version.replaceAll('+', '-') !== tag) throw new Error(`${fileName} leads to another tag than ${tag}`);
  const wanted = isSdist ? '.tar.gz' : rest.join('-');
  const entry = entries.find(({ platform }) => platform?.architecture === wanted);
  if (entry === undefined) throw new Error(`Requested architecture '${wanted}' not available`);
  const layers = parse(read, entry.digest, manifestType)['layers'] as readonly { digest: string }[];
  if (layers.length !== 1) throw new Error(`a manifest has ${layers.length} layers`);
  // PyOCI leaves this to pip, which holds the bytes against the digest of the page.
  if (layers[0]?.digest !== `sha256:${sha256}`) throw new Error('the layer is not the file of the entry');
}

/**
 * Reads a repository by the rules of PyOCI 0.1.40 (src/pyoci.rs, `list_package_files`, `package_info_for_ref` and
 * `download_package_file`; src/package.rs): the last hundred tags in the order of their bytes, each an index of its type,
 * every entry with a platform that is no processor, and exactly one layer in every manifest. One breach fails the whole
 * repository. PyOCI itself reads what the action wrote in pyoci.peer.test.ts of the action.
 */
export function readStrictly(project: string, read: Read, tags: readonly string[]): StrictFile[] {
  return [...tags]
    .sort()
    .reverse()
    .slice(0, 100)
    .flatMap((tag) => {
      const version = tag.replaceAll('-', '+');
      const index = parse(read, tag, indexType);
      if (index['artifactType'] !== packageType)
        throw new Error(
          index['artifactType'] === undefined ? 'No artifact type set' : 'Unknown artifact type',
        );
      const entries = index['manifests'] as readonly Entry[];
      return entries.map(({ platform, annotations }) => {
        if (platform === undefined) throw new Error('an entry has no platform');
        const { architecture } = platform;
        if (processors.has(architecture)) throw new Error(`Unsupported architecture '${architecture}'`);
        const fileName = nameFile(project, version, architecture);
        const sha256 = annotations?.['com.pyoci.sha256_digest'];
        checkDownload(read, tag, entries, fileName, sha256);
        return { version, fileName, sha256 };
      });
    });
}
