import type { BackendIds } from '../jobs/backend-ids.ts';

/** One artifact of a run. */
export interface Artifact {
  /** The number a user sees; unique in the world. */
  readonly databaseId: number;
  readonly repository: string;
  readonly runId: number;
  readonly runAttempt: number;
  readonly backendIds: BackendIds;
  readonly name: string;
  readonly mimeType: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly blobPath: string;
  /** Set once the upload was finalized; `digest` is `sha256:<hex>`. */
  readonly finalized: { readonly size: number; readonly digest: string } | undefined;
}

/** The artifacts of a world; only finalized ones that have not expired can be listed. */
export interface ArtifactRegister {
  add(artifact: Omit<Artifact, 'databaseId' | 'finalized'>): Artifact;
  finalize(
    databaseId: number,
    content: { readonly size: number; readonly digest: string },
  ): Artifact | undefined;
  remove(databaseId: number): void;
  /** Artifacts of all attempts of a run in the order they were made, whatever their state. */
  ofRun(repository: string, runId: number): readonly Artifact[];
  /** Artifacts of a repository that can be downloaded now, newest first. */
  ofRepository(repository: string): readonly Artifact[];
}

/** Opens an empty register. */
export function createArtifactRegister(now: () => number): ArtifactRegister {
  const artifacts = new Map<number, Artifact>();
  let lastId = 0;
  return {
    add(fields) {
      lastId += 1;
      const artifact = { ...fields, databaseId: lastId, finalized: undefined };
      artifacts.set(lastId, artifact);
      return artifact;
    },
    finalize(databaseId, content) {
      const artifact = artifacts.get(databaseId);
      if (artifact === undefined) return undefined;
      const finalized = { ...artifact, finalized: content };
      artifacts.set(databaseId, finalized);
      return finalized;
    },
    remove(databaseId) {
      artifacts.delete(databaseId);
    },
    ofRun: (repository, runId) =>
      [...artifacts.values()].filter(
        (artifact) => artifact.repository === repository && artifact.runId === runId,
      ),
    ofRepository: (repository) =>
      [...artifacts.values()]
        .filter((artifact) => artifact.repository === repository && isListed(artifact, now()))
        .reverse(),
  };
}

/** Whether an artifact can be listed and downloaded. */
export function isListed(artifact: Artifact, nowMs: number): boolean {
  return artifact.finalized !== undefined && artifact.expiresAtMs > nowMs;
}
