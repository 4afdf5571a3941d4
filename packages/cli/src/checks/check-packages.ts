import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '@slipway/core/files/file-list';
import { ownProgram } from '@slipway/core/files/own-files';
import { type CheckList, compare } from './check-list.ts';
import type { Outsider } from './outsider.ts';

export interface PackagesExpectation {
  /** Path below the registry. */
  readonly namespace: string;
  readonly files: readonly FileEntry[];
  readonly name: string;
  readonly version: string;
  /** A token that reads packages: the first publication of a package is private. */
  readonly token: string;
}

const program = ownProgram('packages/cli/src/main');
const render = (files: readonly { readonly name: string; readonly sha256: string }[]): string =>
  files
    .map(({ name, sha256 }) => `${name} ${sha256.slice(0, 12)}`)
    .sort()
    .join(', ');

/** Reads the release back with the command that is promised to users. */
export async function checkPackages(
  list: CheckList,
  outsider: Outsider,
  expected: PackagesExpectation,
): Promise<void> {
  const { namespace, files, name, version, token } = expected;
  await list.add(
    `slipway downloads ${name} ${version} from GitHub Packages with the built bytes`,
    async () => {
      const folder = join(outsider.directory, 'packages');
      const { exitCode, stdout, stderr } = await outsider.run('env', [
        `GITHUB_TOKEN=${token}`,
        ...[process.execPath, program, 'download', `${name}==${version}`],
        ...['--namespace', namespace, '--directory', folder],
      ]);
      if (exitCode !== 0) return { ok: false, detail: `${stdout}${stderr}`.trim().split('\n').at(-1) ?? '' };
      const found: { name: string; sha256: string }[] = [];
      for (const file of await readdir(folder)) {
        const bytes = await readFile(join(folder, file));
        found.push({ name: file, sha256: createHash('sha256').update(bytes).digest('hex') });
      }
      return compare(render(found), render(files.filter(({ kind }) => kind !== 'other')));
    },
    'installed',
  );
}
