import { quoteWord } from '@slipway/core/quote-word';
import type { Recorded, RecordedSettings } from '@slipway/github/settings/recorded-settings';
import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { CalledFile } from '../called-files.ts';
import type { PublishingJob } from '../publishing-job.ts';

/** The release that the settings are judged for. */
export interface ReleaseSubject {
  /** `owner/name`. */
  readonly fullName: string;
  readonly workflow: WorkflowText;
  /** The workflows that the file calls. */
  readonly called: readonly CalledFile[];
  /** A tag in the style of the project. */
  readonly tag: string;
  /** The pattern that matches such tags: `v*`. */
  readonly tagPattern: string;
  /** Name of the project; empty when it has none. */
  readonly project: string;
  /** The next version, when it is known. */
  readonly version?: string | undefined;
  /** Git's ids of `.github/workflows` in the commit that is checked out, and in the default branch. */
  readonly workflowTrees?:
    | { readonly here: string | undefined; readonly fromDefault: string | undefined }
    | undefined;
}

/** Settings as they were recorded, with what the release needs of them. */
export interface SettingsView {
  readonly recorded: RecordedSettings;
  readonly subject: ReleaseSubject;
  readonly jobs: readonly PublishingJob[];
  /** Full ref that the publishing job runs at. */
  readonly ref: string;
}

/** A setting as the caller sees it. `absent`: GitHub answered 404, and the caller may see it. */
export type Seen<Answer> =
  | { readonly kind: 'value'; readonly value: Answer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unseen'; readonly why: string };

/**
 * Reads a recorded answer. GitHub answers 404 for what does not exist and for what the caller may not see; only who is known to
 * administer the repository may see everything.
 * @param right permission that reading takes; undefined for what everybody may read
 */
export function look<Answer>(
  { recorded }: SettingsView,
  answer: Recorded<Answer> | undefined,
  right?: string,
): Seen<Answer> {
  if (answer === undefined) return { kind: 'unseen', why: 'It was not recorded.' };
  if (answer.value !== undefined) return { kind: 'value', value: answer.value };
  const isHidden = right !== undefined && recorded.repository?.value?.isAdmin !== true;
  if (answer.status === 404 && !isHidden) return { kind: 'absent' };
  const takes =
    right === undefined
      ? ''
      : ` Reading it takes "${right}: read"; sign in as an administrator of the repository.`;
  return { kind: 'unseen', why: `GitHub answered ${answer.status}.${takes}` };
}

/** A page of the repository's settings. */
export const settingsPage = ({ subject }: SettingsView, path: string): string =>
  `https://github.com/${subject.fullName}/settings${path}`;

/** The path of an endpoint of the repository, for `gh api`. */
export const apiPath = ({ subject }: SettingsView, path: string): string =>
  `repos/${subject.fullName}${path}`;

/** A command line of `gh`. */
export const ghCommand = (...words: readonly string[]): string => ['gh', ...words].map(quoteWord).join(' ');
