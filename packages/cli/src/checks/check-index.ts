import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '@slipway/core/files/file-list';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { type CheckList, judgePipFailure } from './check-list.ts';
import { compareVersion } from './judge-module-version.ts';
import type { Outsider } from './outsider.ts';

export interface IndexExpectation {
  readonly files: readonly FileEntry[];
  readonly name: string;
  readonly version: string;
}

async function hash(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

/** Looks at the index as an installer does. */
export async function checkIndex(
  list: CheckList,
  outsider: Outsider,
  expected: IndexExpectation,
): Promise<void> {
  const { files, name, version } = expected;
  const fromIndex = ['--index-url', `https://${pypiHost}/simple/`, '--no-cache-dir', '--no-deps', '--quiet'];
  const download = list.add(
    `pip downloads ${name} ${version} from PyPI with the built bytes`,
    async () => {
      const folder = join(outsider.directory, 'index');
      const call = ['-m', 'pip', 'download', ...fromIndex, '--only-binary', ':all:'];
      const { exitCode, stderr } = await outsider.run('python3', [
        ...call,
        ...['--dest', folder, `${name}==${version}`],
      ]);
      if (exitCode !== 0) return judgePipFailure(stderr);
      const [wheel = ''] = await readdir(folder);
      const sha256 = await hash(join(folder, wheel));
      const built = files.find((file) => file.name === wheel)?.sha256 ?? 'no such file';
      return { ok: sha256 === built, detail: `${wheel} ${sha256.slice(0, 12)}` };
    },
    'bytes',
  );
  const install = list.add(
    `pip installs ${name} ${version} from PyPI`,
    async () => {
      const folder = join(outsider.directory, 'from-index');
      const call = ['-m', 'pip', 'install', ...fromIndex, '--no-compile', '--target', folder];
      const { exitCode, stderr } = await outsider.run('python3', [...call, `${name}==${version}`]);
      if (exitCode !== 0) return judgePipFailure(stderr);
      const asked = await outsider.run('python3', ['-c', askVersion, folder, name]);
      return compareVersion(asked.stdout.trim(), version);
    },
    'installed',
  );
  await Promise.all([download, install]);
}

const askVersion = `
import importlib.metadata, sys
wanted = sys.argv[2].lower().replace('_', '-').replace('.', '-')
for found in importlib.metadata.distributions(path=[sys.argv[1]]):
    if found.metadata['Name'].lower().replace('_', '-').replace('.', '-') == wanted:
        print(found.version)
`;
