/** A builder, as `docker buildx inspect` describes it. */
export interface BuilderDescription {
  readonly name: string;
  /** `docker-container`, `remote`, `kubernetes`, `docker`, `cloud`; empty when it cannot be reached. */
  readonly driver: string;
  /** Why it cannot be used, in its own words; empty when it can. */
  readonly error: string;
  /** Of all nodes, each once; foreign ones among them are emulated. */
  readonly platforms: readonly string[];
  /** Of the first node: `v0.16.0`. Empty when it is not told. */
  readonly version: string;
  /** Whether Docker keeps its images in containerd, and so can export them as OCI layouts. */
  readonly hasSnapshotter: boolean;
}

/** Reads the text of `docker buildx inspect`; there is no other form of it. */
export function parseBuilder(text: string): BuilderDescription {
  const read = (key: RegExp): string[] =>
    text
      .split('\n')
      .map((line) => line.trim())
      .flatMap((line) => {
        const found = key.exec(line);
        return found === null ? [] : [line.slice(found[0].length).trim()];
      });
  const [name = ''] = read(/^Name:/);
  const [driver = ''] = read(/^Driver:/);
  // Called "Buildkit:" before buildx 0.12.
  const [version = ''] = read(/^(?:BuildKit version|Buildkit):/);
  const platforms = read(/^Platforms:/)
    .flatMap((line) => line.split(','))
    // A star is a platform that was set by hand, brackets how many variants are not listed.
    .map((platform) => platform.replace(/\*|\(.*$/g, '').trim())
    .filter((platform) => platform !== '');
  return {
    name,
    driver,
    version,
    error: read(/^Error:/).join('; '),
    platforms: [...new Set(platforms)],
    hasSnapshotter: read(/^org\.mobyproject\.buildkit\.worker\.snapshotter:/).length > 0,
  };
}

// driver/*/driver.go of docker/buildx, `Features`.
const exporting = ['docker-container', 'remote', 'kubernetes', 'cloud'];

/** Whether a builder can write an image as an OCI layout. */
export function canExport({ driver, error, hasSnapshotter }: BuilderDescription): boolean {
  return error === '' && (exporting.includes(driver) || (driver === 'docker' && hasSnapshotter));
}

/** Whether BuildKit knows `rewrite-timestamp` (0.13); a version that is not told is taken for a new one. */
export function canRewriteTimestamps({ version }: BuilderDescription): boolean {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return !/^v?0\.[1-9]/.test(version) || Number(major) > 0 || Number(minor) >= 13;
}
