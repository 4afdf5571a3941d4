import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileEntry } from '@slipway/core/file-list';
import type { EmulatedRegistry } from '@slipway/emulators/registry/registry';
import { type CheckList, compare } from './check-list.ts';
import type { Outsider } from './outsider.ts';

export interface PackagesExpectation {
  readonly registry: EmulatedRegistry;
  /** `owner/name` of the repository. */
  readonly repository: string;
  readonly files: readonly FileEntry[];
  readonly name: string;
  readonly version: string;
  /** A token that reads packages: the first publication of a package is private. */
  readonly token: string;
}

const program = fileURLToPath(new URL('main.ts', import.meta.url));
const render = (files: readonly { readonly name: string; readonly sha256: string }[]): string =>
  files
    .map(({ name, sha256 }) => `${name} ${sha256.slice(0, 12)}`)
    .sort()
    .join(', ');

/** Reads the release back with the command that is promised to users; nothing to look at when nothing was stored. */
export async function checkPackages(
  list: CheckList,
  outsider: Outsider,
  expected: PackagesExpectation,
): Promise<void> {
  const { registry, repository, files, name, version, token } = expected;
  // The container image of the repository is a package as well.
  const image = repository.toLowerCase();
  if (registry.listPackages().every((stored) => stored.name === image)) return;
  await list.add(
    `slipway downloads ${name} ${version} from GitHub Packages, the bytes that were built`,
    async () => {
      const folder = join(outsider.directory, 'packages');
      const { exitCode, stdout, stderr } = await outsider.run('env', [
        `GITHUB_TOKEN=${token}`,
        ...[process.execPath, program, 'download', `${name}==${version}`],
        ...['--namespace', `${repository.toLowerCase()}/pypi`, '--directory', folder],
      ]);
      if (exitCode !== 0) return { ok: false, detail: `${stdout}${stderr}`.trim().split('\n').at(-1) ?? '' };
      const found: { name: string; sha256: string }[] = [];
      for (const file of await readdir(folder)) {
        const bytes = await readFile(join(folder, file));
        found.push({ name: file, sha256: createHash('sha256').update(bytes).digest('hex') });
      }
      return compare(render(found), render(files));
    },
  );
}

/** SHA-256 of every file that the registry has, by name: the digest of the blob that its manifest names. */
export function readStoredFiles(registry: EmulatedRegistry): ReadonlyMap<string, string> {
  const stored = new Map<string, string>();
  for (const { name, manifests } of registry.listPackages()) {
    for (const digest of manifests) {
      const manifest = registry.readManifest(name, digest);
      if (manifest === undefined) continue;
      const { layers = [] } = JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as {
        layers?: readonly { digest: string; annotations?: Readonly<Record<string, string>> }[];
      };
      for (const layer of layers) {
        const title = layer.annotations?.['org.opencontainers.image.title'];
        if (title !== undefined) stored.set(title, layer.digest.replace(/^sha256:/, ''));
      }
    }
  }
  return stored;
}
