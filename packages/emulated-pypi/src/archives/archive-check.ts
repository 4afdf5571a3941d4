import { docsUrl } from '../pages.ts';
import { BadTarFile, isTarFile, listTar, type TarListing } from './tar-reader.ts';
import { objectToZipFraming } from './zip-framing.ts';
import { BadZipFile, isZipFile, openZip, type ZipArchive } from './zip-reader.ts';

/** A distribution that passed `_is_valid_dist_file`; one of the two is there. */
export interface DistributionArchive {
  readonly zip: ZipArchive | undefined;
  readonly tar: TarListing | undefined;
}

/** `_msg` of `_is_valid_dist_file`; "None" when the archive cannot be opened. */
export class InvalidDistribution extends Error {}

const compressionRatioMinBytes = 64 * 1024 * 1024;
const compressionRatioThreshold = 50;

/** `os.path.commonpath` of POSIX paths; "" for none. */
export function commonPath(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) =>
    path.split('/').filter((part) => part !== '' && part !== '.'),
  );
  let length = first.length;
  for (const parts of others)
    while (first.slice(0, length).join('/') !== parts.slice(0, length).join('/')) length -= 1;
  return `${paths.length > 0 && paths.every((path) => path.startsWith('/')) ? '/' : ''}${first.slice(0, length).join('/')}`;
}

function refuse(message: string): never {
  throw new InvalidDistribution(message);
}

function checkZip(filename: string, bytes: Buffer): ZipArchive {
  const zip = openZip(bytes);
  const unpacked = zip.entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > compressionRatioMinBytes && unpacked / bytes.byteLength > compressionRatioThreshold)
    refuse(`File exceeds compression ratio of ${compressionRatioThreshold}`);
  if (zip.entries.some(({ method }) => method !== 0 && method !== 8))
    refuse('File does not use a supported compression type');
  if (filename.endsWith('.zip')) {
    const top = commonPath(zip.entries.map(({ name }) => name));
    if (top === '' || top === '.' || top === '/')
      refuse('Incorrect number of top-level directories in sdist');
    if (zip.read(`${top}/PKG-INFO`) === undefined) refuse(`PKG-INFO not found at ${top}/PKG-INFO`);
  } else {
    const [name, version, rest] = filename.split('-', 3);
    if (rest === undefined) refuse('Unable to parse name and version from wheel filename');
    const target = `${name}-${version}.dist-info/WHEEL`;
    if (zip.read(target) === undefined) refuse(`WHEEL not found at ${target}`);
  }
  const objection = objectToZipFraming(zip);
  if (objection !== undefined)
    refuse(`ZIP archive not accepted: ${objection}. See ${docsUrl}/archives for more information`);
  return zip;
}

function checkTar(bytes: Buffer): TarListing {
  const tar = listTar(bytes);
  const top = commonPath(tar.names);
  if (tar.hasSparseMember)
    refuse(
      `tar archive not accepted: Sparse members are not allowed. See ${docsUrl}/archives for more information`,
    );
  if (top === '' || top === '.' || top === '/') refuse('Incorrect number of top-level directories in sdist');
  if (!tar.names.includes(`${top}/PKG-INFO`)) refuse(`PKG-INFO not found at ${top}/PKG-INFO`);
  return tar;
}

/**
 * `_is_valid_dist_file` of warehouse/forklift/legacy.py without the malware scan.
 * @throws InvalidDistribution with the words behind "Invalid distribution file."
 */
export function openDistribution(filename: string, bytes: Buffer): DistributionArchive {
  const zipped = isZipFile(bytes);
  const tarred = isTarFile(bytes);
  if (zipped && tarred) refuse('File is both a zip and a tar file');
  try {
    if (filename.endsWith('.tar.gz')) {
      if (!tarred) refuse('File is not a tarfile');
      return { zip: undefined, tar: checkTar(bytes) };
    }
    if (!zipped) refuse('File is not a zipfile');
    return { zip: checkZip(filename, bytes), tar: undefined };
  } catch (error) {
    if (error instanceof BadZipFile || error instanceof BadTarFile) refuse('None');
    throw error;
  }
}
