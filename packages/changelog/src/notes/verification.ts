import { codeSpan } from '@slipway/core/neutralize';
import type { ReleaseEvidence } from './evidence.ts';
import { renderCommands, renderTable } from './text.ts';

/** A file of the release, as the notes name it. */
export interface NotedAsset {
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface VerificationFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  readonly tag: string;
  readonly assets: readonly NotedAsset[];
  readonly evidence: ReleaseEvidence;
  /** Path of the workflow that built the files, `.github/workflows/release.yml`. */
  readonly workflowPath: string | undefined;
}

// A release of very many wheels needs no line for each of them.
const maxFiles = 10;
const manifestName = 'SHA256SUMS';
const distribution = /\.(?:whl|tar\.gz)$/;

/** The commands that check the files, only those that have something to check. Empty when there is nothing. */
export function renderVerification(facts: VerificationFacts): string {
  const { repository, repositoryUrl, tag, assets, evidence, workflowPath } = facts;
  const files = assets.map(({ name }) => name).filter((name) => distribution.test(name));
  const lines: string[] = [];
  if (assets.some(({ name }) => name === manifestName)) {
    lines.push(`sha256sum -c --ignore-missing ${manifestName}`);
  }
  if (evidence.provenance && workflowPath !== undefined) {
    const pinned = `--repo ${repository} --signer-workflow ${quote(`${repository}/${workflowPath}`)} --source-ref ${quote(`refs/tags/${tag}`)}`;
    lines.push(...files.slice(0, maxFiles).map((file) => `gh attestation verify ${quote(file)} ${pinned}`));
  }
  lines.push(
    ...evidence.attestedFiles
      .slice(0, maxFiles)
      .map((file) => `pypi-attestations verify pypi --repository ${repositoryUrl} ${quote(`pypi:${file}`)}`),
    ...evidence.imageCommands,
  );
  if (lines.length === 0) return '';
  const download = assets.length === 0 ? [] : [`gh release download ${quote(tag)} --repo ${repository}`];
  return `## Verify\n\n${renderCommands([...download, ...lines])}`;
}

/** One word of a POSIX shell. */
function quote(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The files with their SHA-256, sorted by name (code units). Empty when there are none. */
export function renderAssetTable(assets: readonly NotedAsset[]): string {
  if (assets.length === 0) return '';
  const rows = assets
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, sha256, size }) => [codeSpan(name), String(size), codeSpan(sha256)]);
  return `## Files\n\n${renderTable(['File', 'Bytes', 'SHA-256'], rows)}`;
}
