import {
  readBoolean,
  readCount,
  readList,
  readObject,
  readOptional,
  readString,
  readWord,
  type Value,
} from './value-reader.ts';

/** What counts of the schema `full-repository`. */
export interface RepositoryAnswer {
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  readonly ownerType: 'User' | 'Organization';
  readonly isArchived: boolean;
  readonly isDisabled: boolean;
  /** Whether the caller administers the repository; undefined where the answer does not tell. */
  readonly isAdmin: boolean | undefined;
  /** Whether the caller can push, and so sees drafts. */
  readonly canPush: boolean | undefined;
  /** `owner/name` as GitHub spells it. */
  readonly fullName: string | undefined;
  readonly id: number | undefined;
  readonly ownerId: number | undefined;
}

/** `GET /repos/{owner}/{repo}`. @throws InputError E_SETTINGS_INVALID */
export function readRepository(at: Value): RepositoryAnswer {
  const field = readObject(at);
  return {
    isPrivate: readBoolean(field('private')),
    defaultBranch: readString(field('default_branch')),
    ownerType: readWord(readObject(field('owner'))('type'), ['User', 'Organization']),
    isArchived: readOptional(field('archived'), readBoolean) ?? false,
    isDisabled: readOptional(field('disabled'), readBoolean) ?? false,
    isAdmin: readOptional(field('permissions'), (at) => readBoolean(readObject(at)('admin'))),
    canPush: readOptional(field('permissions'), (at) => readOptional(readObject(at)('push'), readBoolean)),
    fullName: readOptional(field('full_name'), readString),
    id: readOptional(field('id'), readCount),
    ownerId: readOptional(readObject(field('owner'))('id'), readCount),
  };
}

/** `GET …/immutable-releases`. @throws InputError E_SETTINGS_INVALID */
export const readImmutableReleases = (at: Value): boolean => readBoolean(readObject(at)('enabled'));

/** What counts of the schema `branch-protection`. */
export interface BranchProtectionAnswer {
  readonly requiresPullRequest: boolean;
  readonly statusChecks: readonly string[];
  readonly requiresSignatures: boolean;
  readonly isLocked: boolean;
  readonly allowsForcePushes: boolean;
  readonly allowsDeletions: boolean;
  /** Slugs of the apps that may push; undefined when who may push is not restricted. */
  readonly pushingApps: readonly string[] | undefined;
}

/** `GET …/branches/{branch}/protection`. @throws InputError E_SETTINGS_INVALID */
export function readBranchProtection(at: Value): BranchProtectionAnswer {
  const field = readObject(at);
  const isEnabled = (key: string): boolean =>
    readOptional(field(key), (switchAt) => readBoolean(readObject(switchAt)('enabled'))) ?? false;
  const contexts = readOptional(field('required_status_checks'), (checksAt) =>
    (readOptional(readObject(checksAt)('contexts'), readList) ?? []).map(readString),
  );
  return {
    requiresPullRequest: readOptional(field('required_pull_request_reviews'), readObject) !== undefined,
    statusChecks: contexts ?? [],
    requiresSignatures: isEnabled('required_signatures'),
    isLocked: isEnabled('lock_branch'),
    allowsForcePushes: isEnabled('allow_force_pushes'),
    allowsDeletions: isEnabled('allow_deletions'),
    pushingApps: readOptional(field('restrictions'), (restrictionsAt) =>
      (readOptional(readObject(restrictionsAt)('apps'), readList) ?? []).map((appAt) =>
        readString(readObject(appAt)('slug')),
      ),
    ),
  };
}

/** A trusted publisher of PyPI, by the four values of its form. */
export interface PublisherAnswer {
  readonly owner: string;
  readonly repository: string;
  /** File name below `.github/workflows/`. */
  readonly workflow: string;
  /** Empty: any. */
  readonly environment: string;
}

/** `pypi.publishers`. @throws InputError E_SETTINGS_INVALID */
export function readPublishers(at: Value): readonly PublisherAnswer[] {
  return readList(at).map((publisherAt) => {
    const field = readObject(publisherAt);
    return {
      owner: readString(field('owner')),
      repository: readString(field('repository')),
      workflow: readString(field('workflow')),
      environment: readOptional(field('environment'), readString) ?? '',
    };
  });
}
