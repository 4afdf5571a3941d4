/** Fields of a platform as an index or a config has them (image-spec, "OCI Image Index"). */
export type PlatformFields = Readonly<Record<string, unknown>>;

function readText(fields: PlatformFields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

/**
 * `linux/arm64/v8`, and `windows(10.0.17763.1577)/amd64` for a platform of one version, as containerd writes them; undefined
 * where there is none, or it is for no platform (`unknown/unknown` are BuildKit's attestations).
 */
export function formatPlatform(fields: PlatformFields | undefined): string | undefined {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => readText(fields, name));
  if (os === '' || os === 'unknown' || architecture === '') return undefined;
  const version = readText(fields, 'os.version');
  const system = version === '' ? os : `${os}(${version})`;
  return [system, architecture, ...(variant === '' ? [] : [variant])].join('/');
}

// Other spellings, as containerd reads them (github.com/containerd/platforms, database.go, normalizeArch and normalizeOS).
const architectures: Readonly<Record<string, string>> = {
  aarch64: 'arm64',
  armel: 'arm/v6',
  armhf: 'arm/v7',
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
};

/**
 * The name of a platform that is the same for every way to write it: without the variant that is the default, `arm` with it;
 * undefined as `formatPlatform`.
 */
export function normalizePlatform(fields: PlatformFields | undefined): string | undefined {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) =>
    readText(fields, name).toLowerCase(),
  ) as [string, string, string];
  const [name = '', implied = ''] = (architectures[architecture] ?? architecture).split('/');
  const given = variant === '' ? implied : variant;
  const number = given === '' || given.startsWith('v') ? given : `v${given}`;
  const isDefault = (name === 'arm64' && number === 'v8') || (name === 'amd64' && number === 'v1');
  const shown = isDefault ? '' : name === 'arm' && number === '' ? 'v7' : number;
  return formatPlatform({
    ...fields,
    os: os === 'macos' ? 'darwin' : os,
    architecture: name,
    variant: shown,
  });
}
