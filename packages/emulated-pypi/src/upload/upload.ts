import { createHash } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { InvalidDistribution, openDistribution } from '../archives/archive-check.ts';
import type { Identity } from '../credentials/api-tokens.ts';
import { HttpFailure } from '../http-failure.ts';
import type { IndexStore } from '../index-store.ts';
import type { CoreMetadata } from '../metadata/metadata.ts';
import { pythonRepr } from '../metadata/python-text.ts';
import { canonicalVersion, versionText } from '../metadata/python-version.ts';
import type { Project, Release, StoredFile } from '../model.ts';
import { docsUrl, helpUrl, type IndexSite } from '../pages.ts';
import { settleCreation } from '../project-creation.ts';
import type { AttestationVerifier } from './attestation-policy.ts';
import { acceptAttestations } from './attestations.ts';
import { type FormPart, MalformedForm, parseForm } from './multipart.ts';
import { sanitizeForm, type UploadForm, validateForm, validateMetadata } from './upload-form.ts';
import { checkFilename, checkSdist, checkWheel } from './upload-names.ts';
import { admitUpload, requireIdentity } from './upload-permission.ts';

/** What the upload API needs beyond the request. */
export interface UploadParts {
  readonly site: IndexSite;
  readonly store: IndexStore;
  readonly attestationVerifier: AttestationVerifier | undefined;
  /** `readme.render(…) is not None` for a content type; undefined: every description renders. */
  readonly canRender: ((text: string, contentType: string) => boolean) | undefined;
}

const mebibyte = 1024 * 1024;
/** `MAXIMUM_AGE_FOR_NEW_UPLOADS_DAYS` of warehouse/forklift/legacy.py. */
const maxReleaseAgeMs = 14 * 24 * 60 * 60 * 1000;

interface Digests {
  readonly md5: string;
  readonly sha256: string;
  readonly blake2b256: string;
}

function digest(bytes: Uint8Array): Digests {
  return {
    md5: createHash('md5').update(bytes).digest('hex'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    blake2b256: Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex'),
  };
}

function checkDescription({ site, canRender }: UploadParts, { values }: CoreMetadata): void {
  const description = values.get('description')?.[0];
  if (description === undefined || canRender === undefined) return;
  const given = values.get('description_content_type')?.[0];
  if (canRender(description, given ?? 'text/x-rst')) return;
  const message =
    given === undefined
      ? 'The description failed to render in the default format of reStructuredText.'
      : `The description failed to render for '${given}'.`;
  throw new HttpFailure(
    400,
    `${message} See ${helpUrl(site, 'description-content-type')} for more information.`,
  );
}

function checkSize(project: Project, sizeBytes: number): void {
  const shown = pythonRepr(project.name);
  const limits = `${docsUrl}/project-management/storage-limits`;
  if (sizeBytes > project.uploadLimitBytes)
    throw new HttpFailure(
      400,
      `File too large. Limit for project ${shown} is ${Math.floor(project.uploadLimitBytes / mebibyte)} MB. See ${limits}#requesting-a-file-size-limit-increase for more information.`,
    );
  const total = project.releases.flatMap(({ files }) => files).reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes + total > project.totalLimitBytes)
    throw new HttpFailure(
      400,
      `Project size too large. Limit for project ${shown} total size is ${Math.floor(project.totalLimitBytes / (1024 * mebibyte))} GB. See ${limits}#requesting-a-project-size-limit-increase`,
    );
}

function checkDigests(given: Digests, computed: Digests): void {
  for (const name of ['md5', 'sha256', 'blake2b256'] as const)
    if (given[name] !== '' && given[name] !== computed[name])
      throw new HttpFailure(
        400,
        'The digest supplied does not match a digest calculated from the uploaded file.',
      );
}

/** `_is_duplicate_file`: true for the very file, an error for its name or its bytes alone. @throws HttpFailure */
function isDuplicate({ site, store }: UploadParts, filename: string, digests: Digests): boolean {
  const files = [...store.projects.values()].flatMap(({ releases }) =>
    releases.flatMap((release) => release.files),
  );
  const found = files.find((file) => file.filename === filename || file.blake2b256 === digests.blake2b256);
  if (found === undefined) return false;
  if (found.filename === filename && found.sha256 === digests.sha256) return true;
  throw new HttpFailure(
    400,
    `File already exists (${pythonRepr(filename)}, with blake2_256 hash ${pythonRepr(digests.blake2b256)}). See ${helpUrl(site, 'file-name-reuse')} for more information.`,
  );
}

function checkRelease(
  { site, store }: UploadParts,
  release: Release | undefined,
  filename: string,
  form: UploadForm,
): void {
  if (store.usedFilenames.has(filename))
    throw new HttpFailure(
      400,
      `This filename was previously used by a file that has since been deleted. Use a different version. See ${helpUrl(site, 'file-name-reuse')} for more information.`,
    );
  if (release !== undefined && release.createdAtMs < store.now() - maxReleaseAgeMs)
    throw new HttpFailure(400, 'Uploading new files to releases older than 14 days is not allowed.');
  if (form.fileType === 'sdist' && release?.files.some(({ packageType }) => packageType === 'sdist') === true)
    throw new HttpFailure(400, 'Only one sdist may be uploaded per release.');
}

function checkArchive(
  filename: string,
  bytes: Buffer,
  project: Project,
  metadata: CoreMetadata,
): Buffer | undefined {
  try {
    const archive = openDistribution(filename, bytes);
    if (!filename.endsWith('.whl')) checkSdist(filename, project, metadata, archive);
    return archive.zip !== undefined && filename.endsWith('.whl')
      ? checkWheel(filename, project, metadata, archive.zip)
      : undefined;
  } catch (error) {
    if (error instanceof InvalidDistribution)
      throw new HttpFailure(400, `Invalid distribution file. ${error.message}`);
    throw error;
  }
}

/** The file as `file_upload` reads it from the form; a plain field named "content" makes the real view fail. */
interface Content {
  readonly part: FormPart;
  readonly filename: string;
}

async function storeFile(
  parts: UploadParts,
  request: EmulatorRequest,
  identity: Identity,
  form: UploadForm,
  metadata: CoreMetadata,
  { part, filename }: Content,
): Promise<void> {
  const { site, store, attestationVerifier } = parts;
  const { project, isNew } = admitUpload(store, site, identity, form.name);
  checkDescription(parts, metadata);
  const canonical = canonicalVersion(metadata.version);
  const release = project.releases.find(({ canonicalVersion: version }) => version === canonical);
  checkFilename(filename, form.fileType);
  // `cgi.FieldStorage` takes a part without a type for text/plain (uv sends none); only an empty one is refused.
  if (part.contentType === '' || part.contentType?.startsWith('image/') === true)
    throw new HttpFailure(400, 'Invalid distribution file.');
  const bytes = Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength);
  checkSize(project, bytes.byteLength);
  const digests = digest(bytes);
  checkDigests(form.digests, digests);
  // The same file again changes nothing, not even its attestations: the transaction is dropped.
  if (isDuplicate(parts, filename, digests)) return;
  checkRelease(parts, release, filename, form);
  const contents = checkArchive(filename, bytes, project, metadata);
  const attestations = form.values.get('attestations')?.at(-1);
  const provenance =
    attestations === undefined || store.flags.disablePep740
      ? undefined
      : await acceptAttestations(
          identity,
          attestations,
          { filename, sha256: digests.sha256 },
          attestationVerifier,
        );
  const path = `${digests.blake2b256.slice(0, 2)}/${digests.blake2b256.slice(2, 4)}/${digests.blake2b256.slice(4)}/${filename}`;
  await store.writeBytes(path, bytes);
  if (contents !== undefined) await store.writeBytes(`${path}.metadata`, contents);
  const file: StoredFile = {
    filename,
    sizeBytes: bytes.byteLength,
    ...digests,
    path,
    packageType: form.fileType,
    pythonVersion: form.pythonVersion,
    comment: form.comment,
    uploadedVia: request.headers['user-agent'] ?? '',
    uploadedAtMs: store.now(),
    metadataSha256: contents === undefined ? undefined : createHash('sha256').update(contents).digest('hex'),
    provenance,
  };
  // Other uploads may have been stored meanwhile: the file goes into the project as it is now.
  const current = store.projects.get(project.normalizedName) ?? project;
  if (isDuplicate(parts, filename, digests)) return;
  addFile(store, { ...current, name: metadata.name }, metadata, file);
  if (isNew && identity.kind === 'user') settleCreation(store, project, identity.user.name, true);
}

/** Puts a file into its release, which is made when it is the first. */
export function addFile(
  store: IndexStore,
  project: Project,
  metadata: CoreMetadata,
  file: StoredFile,
): Project {
  const canonical = canonicalVersion(metadata.version);
  const fresh: Release = {
    version: versionText(metadata.version),
    canonicalVersion: canonical,
    createdAtMs: store.now(),
    metadata,
    files: [],
    yankedReason: undefined,
  };
  const release = project.releases.find((other) => other.canonicalVersion === canonical) ?? fresh;
  const releases = [
    ...project.releases.filter((other) => other !== release),
    { ...release, files: [...release.files, file] },
  ];
  store.usedFilenames.add(file.filename);
  return store.commit({ ...project, releases });
}

function parseParts(request: EmulatorRequest, body: Uint8Array): readonly FormPart[] {
  try {
    return parseForm(request.headers['content-type'] ?? '', body);
  } catch (error) {
    if (error instanceof MalformedForm) return [];
    throw error;
  }
}

/**
 * `POST /legacy/`: `file_upload` of warehouse/forklift/legacy.py, its checks in their order.
 * @throws HttpFailure
 */
export async function uploadFile(
  parts: UploadParts,
  request: EmulatorRequest,
  body: Uint8Array,
): Promise<EmulatorResponse> {
  const form = parseParts(request, body);
  const action =
    request.url.searchParams.get(':action') ??
    Buffer.from(form.find(({ name }) => name === ':action')?.bytes ?? []).toString('utf8');
  if (action === 'submit' || action === 'submit_pkg_info')
    throw new HttpFailure(
      410,
      'Project pre-registration is no longer required or supported, upload your files instead.',
    );
  if (action === 'doc_upload')
    throw new HttpFailure(
      410,
      'Uploading documentation is no longer supported, we recommend using https://readthedocs.org/.',
    );
  // Without an action the route is that of a page, which is not made for POST.
  if (action !== 'file_upload')
    throw new HttpFailure(405, 'The method POST is not allowed for this resource.');
  const values = sanitizeForm(form);
  const identity = requireIdentity(parts.store, parts.site, request.headers['authorization']);
  if ((values.get('protocol_version')?.at(-1) ?? '1') !== '1')
    throw new HttpFailure(400, 'Unknown protocol version.');
  const upload = validateForm(values);
  const metadata = validateMetadata(values);
  const part = form.findLast(({ name }) => name === 'content');
  if (part === undefined) throw new HttpFailure(400, 'Upload payload does not have a file.');
  if (part.filename === undefined)
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };
  await storeFile(parts, request, identity, upload, metadata, { part, filename: part.filename });
  return { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: '' };
}
