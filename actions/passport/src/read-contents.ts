import { createHash } from 'node:crypto';
import { InputError } from '@slipway/core/errors/action-error';
import { renderManifest } from '@slipway/core/files/checksum-manifest';
import type { FileList } from '@slipway/core/files/file-list';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import type {
  PassportFile,
  PassportImage,
  PassportPlatform,
  ReleasePassport,
} from '@slipway/sigstore/passport/passport';
import { passportErrors } from './errors.ts';
import type { Inputs } from './inputs.ts';

/** What a passport is about. */
export type PassportContents = Pick<ReleasePassport, 'files' | 'image'>;

/** The manifest of checksums as `checksums` writes it for the same files. */
const manifestName = 'SHA256SUMS';

/**
 * Subjects of one statement that every verifier reads, and that GitHub stores: https://github.com/actions/attest, "maximum of
 * 1024 subjects".
 */
const maxSubjects = 1024;

/**
 * The contents of a passport, by digests alone: no byte of the release is needed. `SHA256SUMS` lists the files of the build, so
 * its digest is computed from theirs.
 * @throws InputError E_PASSPORT_CONTENTS, E_INPUT_INVALID
 */
export function readContents(
  inputs: Pick<Inputs, 'digests' | 'extra-digests' | 'image' | 'platforms'>,
): PassportContents {
  const built = inputs.digests ?? [];
  const extra = inputs['extra-digests'] ?? [];
  if (built.length === 0)
    throw unusable('Input "digests" is empty, so there are no files for a passport to cover.');
  const files: PassportFile[] = [
    ...built.map(({ name, sha256, kind }) => ({ name, sha256, kind })),
    { name: manifestName, sha256: digestManifest(built), kind: 'manifest' },
    // Whatever its name says, what the build did not make is no distribution.
    ...extra.map(({ name, sha256 }) => ({ name, sha256, kind: 'other' as const })),
  ];
  const image = readImage(inputs);
  const names = [...files.map(({ name }) => name), ...(image === undefined ? [] : [image.name])];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw unusable(`Two things of this release are named "${neutralizeLine(twice, 200)}".`);
  const subjects = files.length + (image === undefined ? 0 : 1 + image.platforms.length);
  if (subjects > maxSubjects)
    throw unusable(
      `The release consists of ${subjects} files and images; a passport covers at most ${maxSubjects}.`,
    );
  return { files: files.sort((left, right) => (left.name < right.name ? -1 : 1)), image };
}

function digestManifest(files: FileList): string {
  const text = renderManifest(files.map(({ name, sha256 }) => ({ name, digest: sha256 })));
  return createHash('sha256').update(text).digest('hex');
}

const reference = /^([a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+)@(sha256:[0-9a-f]{64})$/;

/** Of the references of an image, tags among them, the one by digest. */
function readImage({
  image: references,
  platforms,
}: Pick<Inputs, 'image' | 'platforms'>): PassportImage | undefined {
  if (references.length === 0) {
    if (platforms !== '') throw unusable('Input "platforms" is set, and "image" is empty.');
    return undefined;
  }
  const found = new Map(references.flatMap((each) => [reference.exec(each)?.slice(1) ?? []]).filter(isPair));
  const [[name, digest] = []] = found;
  if (name === undefined || digest === undefined || found.size > 1) {
    throw unusable(
      `Input "image" names ${found.size} images by digest instead of one: "${neutralizeLine(references.join(' '), 200)}".`,
    );
  }
  return { name, digest, platforms: readPlatforms(platforms, digest) };
}

const isPair = (parts: readonly string[]): parts is [string, string] => parts.length === 2;

/** An image for one platform is its own platform. */
function readPlatforms(json: string, digest: string): PassportPlatform[] {
  if (json === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  const entries = Array.isArray(value) ? (value as unknown[]).map(readPlatform) : [undefined];
  const platforms = entries.filter((entry) => entry !== undefined);
  const names = new Set(platforms.map(({ platform }) => platform));
  if (platforms.length !== entries.length || names.size !== entries.length)
    throw unusable(
      `Input "platforms" is not a list of platforms with their digests: "${neutralizeLine(json, 200)}".`,
    );
  return platforms.filter((each) => each.digest !== digest);
}

function readPlatform(value: unknown): PassportPlatform | undefined {
  const { platform, digest } = isRecord(value) ? value : {};
  if (typeof platform !== 'string' || !/^[\w.()-]+(?:\/[\w.-]+){1,2}$/.test(platform)) return undefined;
  if (typeof digest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  return { platform, digest };
}

function unusable(message: string): InputError {
  return new InputError(passportErrors.E_PASSPORT_CONTENTS, { message });
}

/**
 * The name of the file of a passport: `demo-1.2.0.intoto.jsonl`. The name of an sdist, and the beginning of that of a wheel, are
 * project and version.
 */
export function namePassport(files: FileList, tag: string): string {
  const sdist = files.find(({ kind }) => kind === 'sdist')?.name.replace(/\.tar\.gz$/, '');
  const wheel = files
    .find(({ kind }) => kind === 'wheel')
    ?.name.split('-')
    .slice(0, 2)
    .join('-');
  const stem = sdist ?? wheel ?? (tag.replace(/[^\w.+-]+/g, '-').replace(/^[.-]+/, '') || 'release');
  return `${stem}.intoto.jsonl`;
}
