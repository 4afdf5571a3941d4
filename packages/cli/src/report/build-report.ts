import type { FileEntry } from '@slipway/core/files/file-list';
import { version as productVersion } from '@slipway/core/version';
import type { Release } from '@slipway/emulated-github/model';
import type { IndexedFile } from '@slipway/emulated-pypi/pypi';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { RehearsalReport } from './report.ts';

/** The built files with the sha256 that the release, the index and the registry show for each. */
export function reportFiles(
  files: readonly FileEntry[],
  release: Release | undefined,
  published: readonly IndexedFile[],
  stored: ReadonlyMap<string, string>,
): RehearsalReport['files'] {
  return files.map(({ name, sha256, size }) => ({
    name,
    sha256,
    size,
    channels: {
      build: sha256,
      release: release?.assets.find((asset) => readFileName(asset) === name)?.sha256 ?? null,
      pypi: published.find(({ filename }) => filename === name)?.sha256 ?? null,
      ghcr: stored.get(name) ?? null,
    },
  }));
}

/** What a rehearsal that never got to run anything reports. */
export function emptyReport(): RehearsalReport {
  return {
    ok: false,
    startedAt: '',
    tools: { slipway: productVersion, node: process.versions.node, python: '', git: '', system: '' },
    command: [],
    repository: { fullName: '', branch: '', workflow: '', private: false },
    phases: [],
    project: { name: '', backend: '', versionBefore: '', versionAfter: '', tag: '', commit: '' },
    seconds: { total: 0, own: 0 },
    setup: null,
    jobs: [],
    irreversibleJobs: [],
    skippedJobs: [],
    channels: [],
    attempts: [],
    diff: [],
    files: [],
    image: { digest: '', tags: [], platforms: [], rehearsed: false, reason: 'nothing ran' },
    expectations: [],
    findings: [],
    checks: [],
    hosts: [],
    problems: [],
    nothingToRelease: null,
    notes: [],
    release: null,
    fault: null,
  };
}
