import type { FileEntry } from '@slipway/core/files/file-list';
import { kindOfFile, parseFileList } from '@slipway/core/files/parse-file-list';
import type { Release } from '@slipway/emulated-github/model';
import type { Repository } from '@slipway/emulated-github/repository';
import type { JobResult } from '@slipway/runner/result';
import type { FinishedRun } from './run-release.ts';
import { collectOutputs } from './run-release.ts';

/** What the runs said and left behind about the release they made. */
export interface ReleaseFacts {
  /** Empty when no run was at a tag. */
  readonly tag: string;
  readonly version: string;
  readonly previousVersion: string;
  /** As the job that bumped reported it; empty when none did. */
  readonly commit: string;
  /** The commit that the run at the tag ran for; empty without one. */
  readonly releasedCommit: string;
  readonly name: string;
  readonly files: readonly FileEntry[];
  readonly release: Release | undefined;
  /** Of the image that was built, as the job said; empty when none was. */
  readonly imageDigest: string;
  /** The last attempt of every run succeeded. */
  readonly succeeded: boolean;
}

function readFiles(lists: readonly string[], release: Release | undefined): readonly FileEntry[] {
  if (lists.length > 0) return uniteLists(lists.map((json) => parseFileList(json, 'The output "files"')));
  // A workflow of the user's own need not say what it built: then the release is all there is.
  return (release?.assets ?? [])
    .filter(({ name }) => kindOfFile(name) !== 'other')
    .map(({ name, sha256, size }) => ({ name, sha256: sha256 ?? '', size, kind: kindOfFile(name) }));
}

const isDistribution = ({ kind }: FileEntry): boolean => kind !== 'other';

/**
 * The distributions of all lists: each job that builds for a platform lists its own, and a job that publishes lists them again. Of a name
 * that is listed twice, the first counts, which is that of the build. Other files are those of the last list with a distribution.
 */
function uniteLists(lists: readonly (readonly FileEntry[])[]): readonly FileEntry[] {
  const last = lists.findLast((files) => files.some(isDistribution)) ?? lists.at(-1) ?? [];
  const all = [...lists.flatMap((files) => files.filter(isDistribution)), ...last];
  const byName = new Map(all.toReversed().map((file) => [file.name, file]));
  return [...byName.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The outputs `files` of all jobs, in the order in which they ended. */
const listFileOutputs = (jobs: readonly JobResult[]): readonly string[] =>
  jobs.flatMap(({ outputs }) => outputs['files'] ?? []).filter((json) => json !== '');

/** Puts together what is known of the release. @throws InputError of `parseFileList` */
export function gatherFacts(finished: readonly FinishedRun[], repository: Repository): ReleaseFacts {
  const tagRuns = finished.filter(({ run }) => run.ref.startsWith('refs/tags/'));
  const tag = tagRuns.at(-1)?.run.ref.slice('refs/tags/'.length) ?? '';
  const outputs = collectOutputs(finished.flatMap(({ result }) => result.jobs));
  const ofTag = collectOutputs(tagRuns.flatMap(({ result }) => result.jobs));
  const releases = repository.releases.filter((release) => release.tagName === tag && tag !== '');
  const release = releases.find(({ draft }) => !draft) ?? releases.at(0);
  const last = new Map(finished.map((run) => [run.run.runId, run]));
  // Of a job that ran again, what it built last.
  const lists = listFileOutputs(
    [...last.values()].filter((run) => tagRuns.includes(run)).flatMap(({ result }) => result.jobs),
  );
  const files = readFiles(lists, release);
  const wheel = files.find(({ kind }) => kind === 'wheel')?.name.split('-') ?? [];
  return {
    tag,
    version: outputs['version'] ?? wheel[1] ?? '',
    previousVersion: outputs['previous-version'] ?? '',
    commit: outputs['commit'] ?? '',
    releasedCommit: tagRuns.at(-1)?.run.sha ?? '',
    name: ofTag['name'] ?? wheel[0] ?? '',
    files,
    release,
    imageDigest: ofTag['digest'] ?? '',
    succeeded: [...last.values()].every(({ result }) => result.conclusion === 'success'),
  };
}
