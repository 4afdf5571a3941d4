import { takeSnapshot } from '../../src/kills/snapshot.ts';
import type { HostedProject } from '../../src/release/hosted-project.ts';
import type { FinishedRun } from '../../src/release/run-release.ts';

/** What a release wrote and left behind, without what differs between two releases of the same in the same form. */
export interface ReleaseEvidence {
  /** Requests that change something, sorted: host, method, path, status; without uploads of blobs. */
  readonly writes: readonly string[];
  /** The end state of every channel. */
  readonly state: Readonly<Record<string, unknown>>;
}

const reading = new Set(['GET', 'HEAD', 'OPTIONS', 'CONNECT']);

// Signatures are pushed at the same time and share blobs, such as the empty config: whether the second finds
// the blob of the first there or uploads it too is a matter of milliseconds. What each image holds is in the end state.
const isBlobUpload = (path: string): boolean => /\/blobs\/uploads?\//.test(path);

/** Numbers of runs and releases, and names that contain digests or are made up for one request. */
const blurPath = (path: string): string =>
  path
    .replace(/\?.*$/, '')
    .replace(/sha256:[0-9a-f]{64}/g, '<digest>')
    .replace(/\b[0-9a-f-]{16,}\b/g, '<id>')
    .replace(/\d{2,}/g, '<n>');

/** The file that signs an image or the passport, and the size of an sdist, which contains the workflow file, are different in each form. */
const blurForm = (text: string): string =>
  text
    .replace(/[\w-]+\/[\w-]+\/\.github\/workflows\/[\w.-]+@refs\/tags\/[\w.]+/g, '<workflow>')
    .replace(/(?<=--signer-workflow )[\w./-]+/g, '<workflow>')
    .replace(/\| \d+(?:\.\d+)? k?B \|/g, '| <size> |')
    .replace(/[0-9a-f]{40}(?=\t\.github\/workflows\/)/g, '<blob>');

/** Compares forms of one release: the runs differ in the names of their jobs. */
export function gatherEvidence(hosted: HostedProject, finished: readonly FinishedRun[]): ReleaseEvidence {
  const { runs: _runs, ...rest } = takeSnapshot(hosted, finished);
  const state = JSON.parse(JSON.stringify(rest), (_key, value: unknown) =>
    typeof value === 'string' ? blurForm(value) : value,
  ) as Record<string, unknown>;
  const writes = hosted.world.journal.entries
    .filter(({ method, path }) => !reading.has(method) && !isBlobUpload(path))
    .map(({ host, method, path, status }) => `${method} ${host}${blurPath(path)} ${status}`);
  return { writes: writes.sort(), state };
}
