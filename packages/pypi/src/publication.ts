import type { IndexFile } from './index/index-file.ts';
import { type PackageRepository, projectPageUrl } from './package-repository.ts';
import type { FileState } from './publish.ts';
import { provenanceUrl } from './trusted-publishing/provenance.ts';
import { normalizeProjectName, type UploadFile } from './upload-file.ts';

/** What is proven of one file. */
export interface PublishedFile {
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: 'wheel' | 'sdist';
  readonly project: string;
  readonly version: string;
  readonly state: FileState;
  /** Where the index serves the bytes; null until it was seen there. */
  readonly url: string | null;
  /** ISO 8601. */
  readonly uploadTime: string | null;
  /** Address of the provenance object, when the index serves one. */
  readonly provenance: string | null;
}

/** The proof of a publication: `publication.json`. */
export interface Publication {
  readonly version: 1;
  readonly repository: string;
  /** `pypi`, `testpypi` or `other`. */
  readonly kind: PackageRepository['kind'];
  /** Whether the index was seen to serve every file. */
  readonly verified: boolean;
  readonly projects: readonly {
    readonly name: string;
    readonly version: string;
    readonly url: string | null;
  }[];
  readonly files: readonly PublishedFile[];
}

export interface PublicationParts {
  readonly repository: PackageRepository;
  readonly files: readonly UploadFile[];
  readonly states: ReadonlyMap<string, FileState>;
  /** As read back; empty when nothing was. */
  readonly served: ReadonlyMap<string, IndexFile>;
  /** Names of files whose provenance was read back. */
  readonly attested: ReadonlySet<string>;
  readonly verified: boolean;
}

/** Puts the proof together; files without a state (never reached) are not in it. */
export function createPublication(parts: PublicationParts): Publication {
  const { repository, states, served, attested } = parts;
  const files = parts.files.flatMap((file): PublishedFile[] => {
    const state = states.get(file.name);
    if (state === undefined) return [];
    const { name, sha256, size, kind, project, version } = file;
    const found = served.get(name);
    return [
      {
        name,
        sha256,
        size,
        kind,
        project,
        version,
        state,
        url: found?.url ?? null,
        uploadTime: found?.uploadedAtMs === undefined ? null : new Date(found.uploadedAtMs).toISOString(),
        provenance: attested.has(name) ? (provenanceUrl(repository, file) ?? null) : null,
      },
    ];
  });
  const releases = new Map(
    files.map(({ project, version }) => [
      `${normalizeProjectName(project)} ${version}`,
      { project, version },
    ]),
  );
  return {
    version: 1,
    repository: repository.title,
    kind: repository.kind,
    verified: parts.verified,
    projects: [...releases.values()].map(({ project, version }) => ({
      name: project,
      version,
      url: projectPageUrl(repository, normalizeProjectName(project), version) ?? null,
    })),
    files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
