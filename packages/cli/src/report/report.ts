import type { JobPermissions } from '@slipway/runner/platform';
import type { ExpectationRow } from '../expectations/describe-expectation.ts';
import type { Finding } from '../findings/finding.ts';
import type { SetupHelp } from '../settings/setup-help.ts';
import type { Check } from './check.ts';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface StepReport {
  readonly name: string;
  readonly result: string;
  /** Since the rehearsal began. */
  readonly startedSeconds: number;
  readonly seconds: number;
  /** A built-in function replaced a third-party action. */
  readonly standIn: boolean;
  /** Markdown of its job summary; empty when it wrote none. */
  readonly summary: string;
  /** By name, secrets masked, each cut at 16,384 characters. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Its log, secrets masked: the first 200 and the last 800 lines, and how many were left out between them. */
  readonly log: { readonly lines: readonly string[]; readonly dropped: number };
}

/** A request count of one host. */
export interface HostReport {
  readonly host: string;
  readonly requests: number;
}

export interface JobReport {
  readonly id: string;
  readonly name: string;
  readonly result: string;
  /** Since the rehearsal began. */
  readonly startedSeconds: number;
  /** Keys of the jobs that it waits for, as written. */
  readonly needs: readonly string[];
  readonly annotations: readonly {
    readonly level: 'error' | 'warning' | 'notice';
    readonly title: string;
    readonly message: string;
  }[];
  /** That the steps of the job sent requests to. */
  readonly hosts: readonly HostReport[];
  readonly runId: number;
  readonly seconds: number;
  readonly permissionsAsked: JobPermissions;
  readonly permissionsUsed: JobPermissions;
  /** `refs/heads/main`, `refs/tags/v1.2.0`. */
  readonly ref: string;
  readonly attempt: number;
  readonly steps: readonly StepReport[];
}

/** The reason of a job that reports a failure, in a run that had none. */
export const onlyAfterFailure = 'it runs only after a failure';

/** A job that no run started. */
export interface SkippedJobReport {
  readonly id: string;
  readonly name: string;
  readonly ref: string;
  readonly needs: readonly string[];
  readonly permissionsAsked: JobPermissions;
  /** Why, in words. */
  readonly reason: string;
}

export type ReportChannelName =
  | 'PyPI'
  | 'TestPyPI'
  | 'GitHub Packages'
  | 'Container image'
  | 'GitHub Release'
  | 'Tag and commit';

/** Where one channel stands, and what was proven about it. */
export interface ChannelReport {
  readonly channel: ReportChannelName;
  /** `landed`: what was expected is there, and every check of it passed. */
  readonly state: 'landed' | 'failed' | 'skipped' | 'not rehearsed';
  /** Where it is once a real release has run; empty when nothing is expected there. */
  readonly address: string;
  /** What is there, in words. */
  readonly detail: string;
  /** Files with the bytes of the build, of those there; null where files are not compared. */
  readonly files: { readonly equal: number; readonly total: number } | null;
  /** Null: nothing looked. */
  readonly signed: ProofReport | null;
  readonly installed: ProofReport | null;
  /** Why nothing is there, in words; empty when something is. */
  readonly reason: string;
}

/** What one check found. */
export interface ProofReport {
  readonly ok: boolean;
  readonly detail: string;
}

/** The channels after one attempt of the run at the tag. */
export interface AttemptReport {
  readonly runId: number;
  readonly attempt: number;
  readonly result: string;
  readonly channels: readonly {
    readonly channel: ReportChannelName;
    readonly state: 'none' | 'partial' | 'done';
    readonly detail: string;
  }[];
}

/** One changed file. */
export interface DiffReport {
  readonly path: string;
  /** Each begins with a blank, `+`, `-` or `@`. */
  readonly lines: readonly string[];
  /** Lines left out at the end. */
  readonly dropped: number;
}

export interface FileReport {
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** The sha256 seen in each place; null where the file was not published. */
  readonly channels: {
    readonly build: string;
    readonly release: string | null;
    readonly pypi: string | null;
    readonly ghcr: string | null;
  };
}

export interface ReleasePreview {
  readonly tag: string;
  readonly title: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** Markdown. */
  readonly notes: string;
  readonly assets: readonly string[];
}

/** What `rehearse --json` writes. Keys are never renamed or left out; more may come. */
export interface RehearsalReport {
  readonly ok: boolean;
  readonly project: {
    readonly name: string;
    readonly backend: string;
    readonly versionBefore: string;
    readonly versionAfter: string;
    readonly tag: string;
    readonly commit: string;
  };
  /** When the rehearsal began, in UTC (ISO 8601). */
  readonly startedAt: string;
  /** What it ran with. */
  readonly tools: {
    readonly slipway: string;
    readonly node: string;
    readonly python: string;
    readonly git: string;
    readonly system: string;
  };
  /** The options that it was started with. */
  readonly command: readonly string[];
  readonly repository: {
    readonly fullName: string;
    readonly branch: string;
    readonly workflow: string;
    readonly private: boolean;
  };
  /** What took time besides the jobs. */
  readonly phases: readonly {
    readonly name: string;
    readonly startedSeconds: number;
    readonly seconds: number;
  }[];
  /** `own` leaves out the time in which a connection to a package index was open. */
  readonly seconds: { readonly total: number; readonly own: number };
  /** What a maintainer sets up once on PyPI and GitHub; null when nothing ran. */
  readonly setup: SetupHelp | null;
  readonly jobs: readonly JobReport[];
  /** Keys of the jobs whose effect cannot be undone. */
  readonly irreversibleJobs: readonly string[];
  readonly skippedJobs: readonly SkippedJobReport[];
  readonly channels: readonly ChannelReport[];
  readonly attempts: readonly AttemptReport[];
  /** What the release commit changes. */
  readonly diff: readonly DiffReport[];
  readonly files: readonly FileReport[];
  readonly image: {
    readonly digest: string;
    readonly tags: readonly string[];
    /** `linux/amd64`, … */
    readonly platforms: readonly string[];
    readonly rehearsed: boolean;
    /** Why there is no image, in words; empty when it was rehearsed. */
    readonly reason: string;
  };
  /** What every channel must hold, and must not hold, for this release; each row is looked at by checks. */
  readonly expectations: readonly ExpectationRow[];
  readonly checks: readonly Check[];
  /** What makes the releases of the workflow less safe; those that fail are a check too. */
  readonly findings: readonly Finding[];
  readonly hosts: readonly HostReport[];
  readonly problems: readonly Problem[];
  /** Why nothing was released, and the way out; null when something was released, or was to be. */
  readonly nothingToRelease: string | null;
  readonly notes: readonly string[];
  readonly release: ReleasePreview | null;
  /** The fault that was asked for, and how often it struck. */
  readonly fault: { readonly name: string; readonly struck: number } | null;
}
