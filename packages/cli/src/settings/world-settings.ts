import { basename } from 'node:path';
import type { RefProtection } from '@slipway/emulated-github/model';
import { type ActionsSettings, newRepositoryActions } from '@slipway/emulated-github/settings/actions-policy';
import type { EnvironmentOptions } from '@slipway/emulated-github/settings/environments';

/** The package indexes that have trusted publishing, which are services of their own. */
export type PublicIndex = 'pypi' | 'testpypi';

/** What people call each of them. */
export const indexTitles: Readonly<Record<PublicIndex, string>> = { pypi: 'PyPI', testpypi: 'TestPyPI' };

/** A trusted publisher of PyPI, by the four values of its form. */
export interface TrustedPublisher {
  readonly owner: string;
  readonly repository: string;
  /** File name below `.github/workflows/`. */
  readonly workflow: string;
  /** Empty: any. */
  readonly environment: string;
}

/** What a maintainer has set up on GitHub and PyPI before a release. */
export interface WorldSettings {
  readonly environments: readonly EnvironmentOptions[];
  readonly publishers: readonly TrustedPublisher[];
  readonly actions: ActionsSettings;
  readonly protections: readonly RefProtection[];
  readonly immutableReleases: boolean;
}

export interface DefaultSettingsRequest {
  /** `owner/name`. */
  readonly fullName: string;
  readonly workflowPath: string;
  /** Pattern of the tags of the project's releases. */
  readonly tagPattern: string;
  /** Where the release goes; the environment of its job is called like it. */
  readonly index?: PublicIndex;
}

/** What the set-up help tells a user to make: an environment for the tags of releases, and a publisher that asks for it. */
export function createDefaultSettings(request: DefaultSettingsRequest): WorldSettings {
  const { index: environment = 'pypi' } = request;
  const [owner = '', repository = ''] = request.fullName.split('/');
  return {
    environments: [{ name: environment, policies: [{ name: request.tagPattern, type: 'tag' }] }],
    publishers: [{ owner, repository, workflow: basename(request.workflowPath), environment }],
    actions: newRepositoryActions,
    protections: [],
    immutableReleases: false,
  };
}
