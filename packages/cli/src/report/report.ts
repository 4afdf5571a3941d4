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

export interface JobReport {
  readonly id: string;
  readonly name: string;
  readonly result: string;
  readonly seconds: number;
  readonly permissionsAsked: JobPermissions;
  readonly permissionsUsed: JobPermissions;
  /** `refs/heads/main`, `refs/tags/v1.2.0`. */
  readonly ref: string;
  readonly attempt: number;
  readonly steps: readonly StepReport[];
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
  /** `own` leaves out the time in which a connection to a package index was open. */
  readonly seconds: { readonly total: number; readonly own: number };
  /** What a maintainer sets up once on PyPI and GitHub; null when nothing ran. */
  readonly setup: SetupHelp | null;
  readonly jobs: readonly JobReport[];
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
  readonly hosts: readonly { readonly host: string; readonly requests: number }[];
  readonly problems: readonly Problem[];
  /** Why nothing was released, and the way out; null when something was released, or was to be. */
  readonly nothingToRelease: string | null;
  readonly notes: readonly string[];
  readonly release: ReleasePreview | null;
  /** The fault that was asked for, and how often it struck. */
  readonly fault: { readonly name: string; readonly struck: number } | null;
}
