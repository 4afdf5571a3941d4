import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { blake2b } from '@noble/hashes/blake2.js';
import { deriveNumericId } from '@slipway/emulated-github/jobs/repository-facts';
import type { Service } from '@slipway/gateway/service';
import type { JSONWebKeySet } from 'jose';
import { caveat, createToken } from './credentials/api-tokens.ts';
import { createIndexService } from './index-service.ts';
import { createIndexStore } from './index-store.ts';
import { parseFormMetadata } from './metadata/metadata.ts';
import { canonicalName } from './metadata/python-names.ts';
import { canonicalVersion, parseVersion } from './metadata/python-version.ts';
import type { AdminFlags, Project, Provenance, Publisher, Release } from './model.ts';
import { type IndexSite, indexSites } from './pages.ts';
import { newProject } from './project-creation.ts';
import type { IndexDelay } from './stale-views.ts';
import type { AttestationVerifier } from './upload/attestation-policy.ts';
import { addFile } from './upload/upload.ts';

export interface PypiOptions {
  readonly site: IndexSite['name'];
  /** The bytes of files are kept in `<directory>/<site>`. */
  readonly directory: string;
  /** The key set of the ID-token issuer: `readIssuerKeys` asks the emulated one. */
  readonly loadKeySet: () => Promise<JSONWebKeySet>;
  /** Milliseconds since the epoch; default the real clock. */
  readonly now?: () => number;
  /** Without one the signature of an attestation is not verified; its certificate and statement always are. */
  readonly attestationVerifier?: AttestationVerifier;
  /** Whether a description renders; without it every description does. */
  readonly canRender?: (text: string, contentType: string) => boolean;
}

/** A publisher as it is typed into the form of the index. */
export interface PublisherForm {
  /** `owner/name`. */
  readonly repository: string;
  /** File name below `.github/workflows/`. */
  readonly workflow: string;
  readonly environment?: string;
  /** Default: the number the emulated GitHub derives from the owner's name. */
  readonly ownerId?: number;
}

/** A file in the index, for a comparison with what was built. */
export interface IndexedFile {
  readonly project: string;
  readonly version: string;
  readonly filename: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly uploadedVia: string;
  readonly attestations: readonly unknown[];
}

/** One emulated index with the switches and the state that tests and a rehearsal need. */
export interface Pypi {
  readonly site: IndexSite;
  readonly service: Service;
  addUser(name: string, lacking?: { readonly verifiedEmail?: false; readonly twoFactor?: false }): void;
  addProject(
    name: string,
    owner: string,
    limits?: Partial<Pick<Project, 'uploadLimitBytes' | 'totalLimitBytes'>>,
  ): void;
  addPublisher(projects: readonly string[], form: PublisherForm): void;
  addPendingPublisher(project: string, addedBy: string, form: PublisherForm): void;
  /** A token of a user, for all their projects or for some; `expiresAtMs` as a holder may add it. */
  addToken(
    user: string,
    scope?: { readonly projects?: readonly string[]; readonly expiresAtMs?: number },
  ): string;
  /** A file that was there before, with metadata of nothing but name and version. */
  addExistingFile(project: string, version: string, filename: string, bytes: Uint8Array): Promise<void>;
  prohibitName(name: string): void;
  listFiles(): readonly IndexedFile[];
  listProjects(): readonly string[];
  readFile(filename: string): Promise<Uint8Array>;
  /** The storage serves other bytes for a file than were uploaded; the index tells the old digest. */
  replaceFile(filename: string, bytes: Uint8Array): Promise<void>;
  /** Moves the clock of the index forward; that of the issuer of ID tokens stays. */
  advance(milliseconds: number): void;
  yank(project: string, version: string, reason?: string): void;
  deleteFile(filename: string): void;
  setStatus(project: string, status: Project['status']): void;
  setFlags(flags: Partial<AdminFlags>): void;
  /** Lets the simple index and the JSON API lag behind changes from now on. */
  setIndexDelay(delay: IndexDelay | undefined): void;
}

function toPublisher(form: PublisherForm) {
  const [owner = '', repositoryName = ''] = form.repository.split('/');
  return {
    id: randomUUID(),
    owner,
    ownerId: String(form.ownerId ?? deriveNumericId('account', owner)),
    repositoryName,
    workflow: form.workflow,
    // Environment names are stored in lower case: warehouse/oidc/forms/github.py.
    environment: (form.environment ?? '').toLowerCase(),
  };
}

function attestationsOf(provenance: Provenance | undefined): readonly unknown[] {
  return provenance?.attestation_bundles.flatMap(({ attestations }) => attestations) ?? [];
}

/** Opens PyPI or TestPyPI, empty. */
export function createPypi(options: PypiOptions): Pypi {
  const site = indexSites[options.site];
  const clock = options.now ?? Date.now;
  let aheadMs = 0;
  const store = createIndexStore(join(options.directory, site.name), () => clock() + aheadMs);
  const { attestationVerifier, canRender, loadKeySet } = options;
  const service = createIndexService({ site, store, loadKeySet, attestationVerifier, canRender });

  const findProject = (name: string): Project => {
    const project = store.projects.get(canonicalName(name));
    if (project === undefined) throw new Error(`there is no project "${name}"`);
    return project;
  };
  const changeReleases = (project: Project, change: (release: Release) => Release): void => {
    store.commit({ ...project, releases: project.releases.map(change) });
  };
  const allFiles = () =>
    [...store.projects.values()].flatMap((project) =>
      project.releases.flatMap((release) => release.files.map((file) => ({ project, release, file }))),
    );

  return {
    site,
    service,
    addUser(name, lacking = {}) {
      store.users.set(name, {
        id: randomUUID(),
        name,
        hasVerifiedEmail: lacking.verifiedEmail ?? true,
        hasTwoFactor: lacking.twoFactor ?? true,
      });
    },
    addProject: (name, owner, limits) => void store.commit({ ...newProject(name, [owner]), ...limits }),
    addPublisher(projects, form) {
      const publisher: Publisher = { ...toPublisher(form), projects: projects.map(canonicalName) };
      store.publishers = [...store.publishers, publisher];
    },
    addPendingPublisher(projectName, addedBy, form) {
      store.pendingPublishers = [...store.pendingPublishers, { ...toPublisher(form), projectName, addedBy }];
    },
    addToken(name, { projects, expiresAtMs } = {}) {
      const user = store.users.get(name);
      if (user === undefined) throw new Error(`there is no user "${name}"`);
      const scope =
        projects === undefined
          ? caveat.requestUser(user.id)
          : caveat.projectNames(projects.map(canonicalName));
      const expiry = expiresAtMs === undefined ? [] : [caveat.expiration(Math.floor(expiresAtMs / 1000), 0)];
      return createToken(store, site.indexHost, [scope, ...expiry], { kind: 'user', user: name });
    },
    async addExistingFile(name, version, filename, bytes) {
      const blake2b256 = Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex');
      const path = `${blake2b256.slice(0, 2)}/${blake2b256.slice(2, 4)}/${blake2b256.slice(4)}/${filename}`;
      await store.writeBytes(path, bytes);
      const metadata = parseFormMetadata(
        new Map([
          ['metadata_version', ['2.1']],
          ['name', [name]],
          ['version', [version]],
        ]),
      );
      addFile(store, findProject(name), metadata, {
        filename,
        sizeBytes: bytes.byteLength,
        md5: createHash('md5').update(bytes).digest('hex'),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        blake2b256,
        path,
        packageType: filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist',
        pythonVersion: filename.endsWith('.whl') ? 'py3' : 'source',
        comment: '',
        uploadedVia: '',
        uploadedAtMs: store.now(),
        metadataSha256: undefined,
        provenance: undefined,
      });
    },
    prohibitName: (name) => void store.prohibitedNames.add(canonicalName(name)),
    listFiles: () =>
      allFiles().map(({ project, release, file }) => ({
        project: project.normalizedName,
        version: release.version,
        filename: file.filename,
        sizeBytes: file.sizeBytes,
        sha256: file.sha256,
        uploadedVia: file.uploadedVia,
        attestations: attestationsOf(file.provenance),
      })),
    listProjects: () => [...store.projects.keys()].sort(),
    async readFile(filename) {
      const found = allFiles().find(({ file }) => file.filename === filename);
      if (found === undefined) throw new Error(`there is no file "${filename}"`);
      if (found.file.sizeBytes === 0) return new Uint8Array();
      const chunks: Uint8Array[] = [];
      for await (const chunk of store.readBytes(found.file.path, 0, found.file.sizeBytes - 1))
        chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    async replaceFile(filename, bytes) {
      const found = allFiles().find(({ file }) => file.filename === filename);
      if (found === undefined) throw new Error(`there is no file "${filename}"`);
      await store.writeBytes(found.file.path, bytes);
    },
    advance(milliseconds) {
      aheadMs += milliseconds;
    },
    yank(name, version, reason = '') {
      const parsed = parseVersion(version);
      const canonical = parsed === undefined ? version : canonicalVersion(parsed);
      changeReleases(findProject(name), (release) =>
        release.canonicalVersion === canonical ? { ...release, yankedReason: reason } : release,
      );
    },
    deleteFile(filename) {
      const found = allFiles().find(({ file }) => file.filename === filename);
      if (found === undefined) throw new Error(`there is no file "${filename}"`);
      changeReleases(found.project, (release) => ({
        ...release,
        files: release.files.filter((file) => file !== found.file),
      }));
    },
    setStatus: (name, status) => void store.commit({ ...findProject(name), status }),
    setFlags(flags) {
      store.flags = { ...store.flags, ...flags };
    },
    setIndexDelay: (delay) => store.views.setDelay(delay),
  };
}
