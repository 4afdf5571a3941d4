import { codeSpan } from '@slipway/core/neutralize';
import { renderFolded, renderTable } from './text.ts';

/** A file of the release, as the notes name it. */
export interface NotedAsset {
  /** Of the file. */
  readonly name: string;
  /** Name that GitHub keeps it under, when that is another one. */
  readonly storedName?: string | undefined;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const distribution = /\.(?:whl|tar\.gz|zip)$/;

/** Whether a file is one that pip installs. */
export const isDistribution = ({ name }: NotedAsset): boolean => distribution.test(name);

/** Distributions first, then by name (code units): the same files give the same order. */
export function sortAssets(assets: readonly NotedAsset[]): NotedAsset[] {
  const rank = (asset: NotedAsset): number => (isDistribution(asset) ? 0 : 1);
  return assets.toSorted((left, right) => rank(left) - rank(right) || (left.name < right.name ? -1 : 1));
}

/** The files with their SHA-256, folded. Empty when there are none. */
export function renderAssetTable(assets: readonly NotedAsset[]): string {
  if (assets.length === 0) return '';
  const rows = sortAssets(assets).map(({ name, storedName, sha256, size }) => [
    storedName === undefined ? codeSpan(name) : `${codeSpan(name)}, stored as ${codeSpan(storedName)}`,
    describeSize(size),
    codeSpan(sha256),
  ]);
  return renderFolded('Files and SHA-256', renderTable(['File', 'Size', 'SHA-256'], rows, [1]));
}

/** Decimal units, as GitHub and PyPI show sizes. */
function describeSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 999_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
