import { basename } from 'node:path';
import type { RefProtection } from '@slipway/emulated-github/model';
import { type ActionsSettings, newRepositoryActions } from '@slipway/emulated-github/settings/actions-policy';
import type { EnvironmentOptions } from '@slipway/emulated-github/settings/environments';

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

/** The environment that the set-up help names: it belongs to the job that publishes to PyPI. */
const publishingEnvironment = 'pypi';

export interface DefaultSettingsRequest {
  /** `owner/name`. */
  readonly fullName: string;
  readonly workflowPath: string;
  /** Pattern of the tags of the project's releases. */
  readonly tagPattern: string;
}

/** What the set-up help tells a user to make: an environment for the tags of releases, and a publisher that asks for it. */
export function createDefaultSettings(request: DefaultSettingsRequest): WorldSettings {
  const [owner = '', repository = ''] = request.fullName.split('/');
  return {
    environments: [{ name: publishingEnvironment, policies: [{ name: request.tagPattern, type: 'tag' }] }],
    publishers: [
      { owner, repository, workflow: basename(request.workflowPath), environment: publishingEnvironment },
    ],
    actions: newRepositoryActions,
    protections: [],
    immutableReleases: false,
  };
}
