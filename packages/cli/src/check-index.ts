import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '@slipway/core/file-list';
import { pypiHost } from '@slipway/core/pypi-hosts';
import type { Pypi } from '@slipway/emulators/pypi/pypi';
import { type CheckList, compare } from './check-list.ts';
import type { Outsider } from './outsider.ts';

export interface IndexExpectation {
  readonly pypi: Pypi;
  readonly files: readonly FileEntry[];
  readonly name: string;
  readonly version: string;
}

async function hash(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

/** Looks at the index as an installer does; nothing to look at when nothing was published there. */
export async function checkIndex(
  list: CheckList,
  outsider: Outsider,
  expected: IndexExpectation,
): Promise<void> {
  const { pypi, files, name, version } = expected;
  const published = pypi.listFiles();
  if (published.length === 0) return;
  await list.add('PyPI has every built file with the same sha256, and no other', async () => {
    const render = (list: readonly { name: string; sha256: string }[]): string =>
      list
        .map((file) => `${file.name} ${file.sha256.slice(0, 12)}`)
        .sort()
        .join(', ');
    const found = published.map(({ filename, sha256 }) => ({ name: filename, sha256 }));
    return compare(render(found), render(files));
  });
  await list.add('PyPI serves a publish attestation and a provenance for every file', async () => {
    const bare = published.filter(({ attestations }) => attestations.length !== 2);
    return {
      ok: bare.length === 0,
      detail:
        bare.length === 0 ? `${published.length} files` : bare.map(({ filename }) => filename).join(', '),
    };
  });
  const fromIndex = ['--index-url', `https://${pypiHost}/simple/`, '--no-cache-dir', '--no-deps', '--quiet'];
  await list.add(`pip downloads ${name} ${version} from PyPI, the bytes that were built`, async () => {
    const folder = join(outsider.directory, 'index');
    const call = ['-m', 'pip', 'download', ...fromIndex, '--only-binary', ':all:'];
    const { exitCode, stderr } = await outsider.run('python3', [
      ...call,
      ...['--dest', folder, `${name}==${version}`],
    ]);
    if (exitCode !== 0) return { ok: false, detail: lastLine(stderr) };
    const [wheel = ''] = await readdir(folder);
    const sha256 = await hash(join(folder, wheel));
    const built = files.find((file) => file.name === wheel)?.sha256 ?? 'no such file';
    return { ok: sha256 === built, detail: `${wheel} ${sha256.slice(0, 12)}` };
  });
  await list.add(`pip installs ${name} ${version} from PyPI`, async () => {
    const folder = join(outsider.directory, 'from-index');
    const call = ['-m', 'pip', 'install', ...fromIndex, '--no-compile', '--target', folder];
    const { exitCode, stderr } = await outsider.run('python3', [...call, `${name}==${version}`]);
    if (exitCode !== 0) return { ok: false, detail: lastLine(stderr) };
    const asked = await outsider.run('python3', ['-c', askVersion, folder, name]);
    return compare(asked.stdout.trim(), version);
  });
}

const askVersion = `
import importlib.metadata, sys
wanted = sys.argv[2].lower().replace('_', '-').replace('.', '-')
for found in importlib.metadata.distributions(path=[sys.argv[1]]):
    if found.metadata['Name'].lower().replace('_', '-').replace('.', '-') == wanted:
        print(found.version)
`;

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
