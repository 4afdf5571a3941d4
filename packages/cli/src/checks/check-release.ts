import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Release } from '@slipway/emulated-github/model';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { CheckList } from './check-list.ts';
import type { Outsider } from './outsider.ts';

export interface ReleaseExpectation {
  readonly repository: string;
  readonly tag: string;
  readonly release: Release | undefined;
  /** Nobody without a login can download from the repository. */
  readonly isPrivate: boolean;
}

export interface DownloadedAsset {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
}

async function hash(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

// GNU coreutils' output format: two spaces, or a space and a star for binary mode.
const manifestLine = /^(?<sha256>[0-9a-f]{64}) [ *](?<name>[^/\n]+)$/;

async function checkManifest(outsider: Outsider, manifest: string, assets: readonly DownloadedAsset[]) {
  const folder = join(outsider.directory, 'assets');
  const tool = await outsider
    .run('sha256sum', ['--check', '--strict', manifest], folder)
    .catch(() => undefined);
  if (tool !== undefined) {
    const said = `${tool.stdout}${tool.stderr}`.trim().split('\n');
    return { ok: tool.exitCode === 0, detail: `sha256sum: ${said.join(', ')}` };
  }
  const lines = (await readFile(join(folder, manifest), 'utf8')).split('\n').filter((line) => line !== '');
  const wrong = lines.filter((line) => {
    const { sha256, name } = manifestLine.exec(line)?.groups ?? {};
    return sha256 === undefined || assets.find((asset) => asset.name === name)?.sha256 !== sha256;
  });
  return {
    ok: lines.length > 0 && wrong.length === 0,
    detail: `${lines.length - wrong.length} of ${lines.length} lines`,
  };
}

/** Downloads every asset without credentials and holds it against what the release says it has. */
export async function checkRelease(
  list: CheckList,
  outsider: Outsider,
  assetFolder: string,
  expected: ReleaseExpectation,
): Promise<readonly DownloadedAsset[]> {
  const { repository, tag, release } = expected;
  // A draft has no address that anybody could download from.
  if (release === undefined || release.draft) return [];
  const assets = release.assets.map((asset) => ({
    name: readFileName(asset),
    url: `https://github.com/${repository}/releases/download/${encodeURIComponent(tag)}/${encodeURIComponent(asset.name)}`,
    // As the notes say: under its own name, which pip and SHA256SUMS know.
    path: join(assetFolder, readFileName(asset)),
  }));
  if (expected.isPrivate) {
    await list.add('the assets of the private repository cannot be downloaded without a login', async () => {
      const statuses = await outsider.fetch(assets);
      return {
        ok: statuses.every((status) => status === 404),
        detail: `answered ${[...new Set(statuses)].join(', ')}`,
      };
    });
    return [];
  }
  let downloaded: DownloadedAsset[] = [];
  await list.add(
    'every asset can be downloaded without a login, byte for byte',
    async () => {
      const statuses = await outsider.fetch(assets);
      const refused = assets.filter((_asset, index) => statuses[index] !== 200);
      if (refused.length > 0)
        return { ok: false, detail: `not downloadable: ${refused.map(({ name }) => name).join(', ')}` };
      downloaded = await Promise.all(
        assets.map(async ({ name, path }) => ({ name, path, sha256: await hash(path) })),
      );
      const wrong = downloaded.filter(
        ({ name, sha256 }) => release.assets.find((asset) => readFileName(asset) === name)?.sha256 !== sha256,
      );
      return {
        ok: wrong.length === 0,
        detail: `${downloaded.length - wrong.length} of ${downloaded.length} assets`,
      };
    },
    'bytes',
  );
  const manifest = downloaded.find(({ name }) => name === 'SHA256SUMS');
  if (manifest !== undefined)
    await list.add('SHA256SUMS matches the assets', () => checkManifest(outsider, manifest.name, downloaded));
  return downloaded;
}
