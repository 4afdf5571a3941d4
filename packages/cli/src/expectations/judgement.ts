import type { FileEntry } from '@slipway/core/files/file-list';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Check } from '../report/check.ts';
import type { ReleaseExpectation, ReleaseSubject } from './expect-release.ts';
import type { WorldState } from './observe-world.ts';

/** One run of a workflow as it was started. */
export interface StartedRun {
  readonly workflowPath: string;
  /** Full reference. */
  readonly ref: string;
  /** Commit. */
  readonly sha: string;
}

/** A release that stops at its draft. */
export interface Gate {
  /** What every channel had to hold until then. */
  readonly expected: ReleaseExpectation;
  /** The world just before the draft was published; undefined when no run left a draft. */
  readonly after: WorldState | undefined;
  /** The publication started a run. */
  readonly isHeard: boolean;
}

/** Everything that decides whether a release ended in the state it calls for. */
export interface Outcome {
  readonly subject: ReleaseSubject;
  readonly expected: ReleaseExpectation;
  readonly after: WorldState;
  /** As the job that built them said. */
  readonly files: readonly FileEntry[];
  /** Of the index, as the job that built it said; empty when none did. */
  readonly imageDigest: string;
  readonly runs: readonly StartedRun[];
  /** Hosts that the release contacted. */
  readonly hosts: readonly string[];
  /** Some step of the workflow uses an action of Slipway. */
  readonly usesSlipway: boolean;
  /** The workflow that is rehearsed. */
  readonly workflowPath: string;
  /** `owner/repo/.github/workflows/file@ref` of the job that signed the image; undefined when none did. */
  readonly signerRef?: string | undefined;
  /** The release waits for a person who publishes its draft; undefined when it does not. */
  readonly gate?: Gate | undefined;
  /** New commits of the default branch. */
  readonly newCommits: readonly string[];
}

/** `found` and `expected` as lists are the same, and how to say it. */
export function compareLists(name: string, found: readonly string[], expected: readonly string[]): Check {
  const missing = expected.filter((each) => !found.includes(each));
  const extra = found.filter((each) => !expected.includes(each));
  const parts = [
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`not expected: ${extra.join(', ')}`] : []),
  ];
  return parts.length === 0
    ? { name, ok: true, detail: found.join(', ') || 'nothing' }
    : { name, ok: false, detail: parts.join('; ') };
}

/** Nothing is there. */
export const expectNothing = (name: string, found: readonly string[], because = ''): Check => ({
  name,
  ok: found.length === 0,
  detail:
    found.length === 0 ? (because === '' ? 'nothing' : `nothing, because ${because}`) : found.join(', '),
});

/** A list for a sentence: `1, 1.2 and latest`. */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Name and start of the sha256 of a file. */
export const describeFile = (name: string, sha256: string | null | undefined): string =>
  `${name} ${(sha256 ?? 'without sha256').slice(0, 12)}`;

/** `demo 1.2.0`, or what is known of it. */
export function nameRelease({ name, version }: Pick<ReleaseSubject, 'name' | 'version'>): string {
  return `${name || 'the project'} ${version === undefined ? 'in its new version' : formatVersion(version)}`;
}
