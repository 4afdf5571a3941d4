import { createHash } from 'node:crypto';

/** What GitHub knows of a repository beyond its name; ID tokens carry it. */
export interface RepositoryFacts {
  readonly repositoryId: number;
  readonly ownerId: number;
  readonly visibility: 'public' | 'private' | 'internal';
}

/** A stable number for an account or a repository: the one the emulated GitHub gives it too. */
export function deriveNumericId(kind: 'account' | 'repository', name: string): number {
  const text = (kind === 'account' ? name : `repository:${name}`).toLowerCase();
  // The number of the Actions bot is a public fact that commits and checks refer to.
  if (text === 'github-actions[bot]') return 41_898_282;
  return createHash('sha256').update(text).digest().readUInt32BE(0) % 100_000_000;
}

/** The facts of a public repository that nothing else is known of. */
export function describeRepositoryByName(repository: string): RepositoryFacts {
  const owner = repository.split('/', 1)[0] ?? '';
  return {
    repositoryId: deriveNumericId('repository', repository),
    ownerId: deriveNumericId('account', owner),
    visibility: 'public',
  };
}
