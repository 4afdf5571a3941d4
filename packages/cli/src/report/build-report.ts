import type { FileEntry } from '@slipway/core/files/file-list';
import type { Release } from '@slipway/emulated-github/model';
import type { IndexedFile } from '@slipway/emulated-pypi/pypi';
import { readFileName } from '@slipway/github/releases/asset-name';
import type { FinishedRun } from '../release/run-release.ts';
import type { JobReport, RehearsalReport } from './report.ts';

/** Every job that ran or failed, in the order of the runs; one that waited at another ref, or that a second attempt kept, is left out. */
export function reportJobs(finished: readonly FinishedRun[]): JobReport[] {
  const seen = new Set<unknown>();
  return finished.flatMap(({ run, attempt, result, permissionsUsed }) =>
    result.jobs
      .filter((job) => {
        const isNew = !seen.has(job);
        seen.add(job);
        return isNew && job.result !== 'skipped';
      })
      .map((job) => ({
        id: job.id,
        name: job.name,
        result: job.result,
        seconds: job.seconds,
        permissionsAsked: job.permissionsAsked,
        permissionsUsed: permissionsUsed.get(job.id) ?? {},
        ref: run.ref,
        attempt,
        steps: job.steps.map(({ name, result: outcome, seconds, standIn, captured }) => ({
          name,
          result: outcome,
          seconds,
          standIn,
          summary: captured.summary,
          outputs: captured.outputs,
          log: captured.log,
        })),
      })),
  );
}

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
    project: { name: '', backend: '', versionBefore: '', versionAfter: '', tag: '', commit: '' },
    seconds: { total: 0, own: 0 },
    setup: null,
    jobs: [],
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
