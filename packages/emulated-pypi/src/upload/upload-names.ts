import { commonPath, type DistributionArchive } from '../archives/archive-check.ts';
import { isPlatformAccepted } from '../archives/platform-tags.ts';
import { checkRecord, hasValidEntryPoints } from '../archives/wheel-check.ts';
import type { ZipArchive } from '../archives/zip-reader.ts';
import { HttpFailure } from '../http-failure.ts';
import type { CoreMetadata } from '../metadata/metadata.ts';
import {
  canonicalName,
  InvalidFilename,
  parseSdistFilename,
  parseWheelFilename,
  type WheelName,
} from '../metadata/python-names.ts';
import { pythonRepr } from '../metadata/python-text.ts';
import { compareVersions, versionText } from '../metadata/python-version.ts';
import type { Project } from '../model.ts';

/** `_validate_filename` of warehouse/forklift/legacy.py. @throws HttpFailure */
export function checkFilename(filename: string, fileType: 'sdist' | 'bdist_wheel'): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(filename))
    throw new HttpFailure(
      400,
      'Cannot upload a file with non-printable characters (ordinals 0-31) or the DEL character (ordinal 127) in the name.',
    );
  if (/[/\\]/.test(filename))
    throw new HttpFailure(400, "Cannot upload a file with '/' or '\\' in the name.");
  const extension = /.(?<extension>\.(tar\.gz|zip|whl))$/i.exec(filename)?.groups?.['extension'];
  if (extension === undefined)
    throw new HttpFailure(
      400,
      'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 and https://peps.python.org/pep-0715/ for more information',
    );
  if (!(fileType === 'sdist' ? ['.zip', '.tar.gz'] : ['.whl']).includes(extension))
    throw new HttpFailure(
      400,
      `Invalid file extension: Extension ${extension} is invalid for filetype ${fileType}. See https://www.python.org/dev/peps/pep-0527 for more information.`,
    );
}

function refuse(message: string): never {
  throw new HttpFailure(400, message);
}

function startWith(project: Project, prefix: string): never {
  return refuse(`Start filename for ${pythonRepr(project.name)} with ${pythonRepr(prefix)}.`);
}

function nameOfSdist(filename: string, metadata: CoreMetadata): string {
  let name: string;
  try {
    name = parseSdistFilename(filename).name;
  } catch (error) {
    if (error instanceof InvalidFilename) refuse(`Invalid source distribution filename: ${filename}`);
    throw error;
  }
  // A post-release may have a hyphen in its version ("1.0-1"): then the name ends at the hyphen before the last.
  const dashes = filename.split('-');
  if (metadata.version.post !== undefined && name !== canonicalName(metadata.name) && dashes.length >= 3)
    return dashes.slice(0, -2).join('-');
  return name;
}

/** The checks of an sdist's name and license files (PEP 625, PEP 639), in the order of `file_upload`. @throws HttpFailure */
export function checkSdist(
  filename: string,
  project: Project,
  metadata: CoreMetadata,
  { tar }: DistributionArchive,
): void {
  const prefix = project.normalizedName.replaceAll('-', '_');
  if (canonicalName(nameOfSdist(filename, metadata)) !== project.normalizedName) startWith(project, prefix);
  const expected = `${prefix}-${versionText(metadata.version)}.tar.gz`;
  if (filename !== expected)
    refuse(`Filename ${pythonRepr(filename)} is invalid, should be ${pythonRepr(expected)}.`);
  const names = new Set(tar?.names);
  const top = commonPath([...names]);
  for (const file of metadata.values.get('license_file') ?? [])
    if (!names.has(`${top}/${file}`))
      refuse(`License-File ${file} does not exist in distribution file ${filename} at ${top}/${file}`);
}

function parseWheelName(filename: string): WheelName {
  try {
    return parseWheelFilename(filename);
  } catch (error) {
    if (error instanceof InvalidFilename) refuse(error.message);
    throw error;
  }
}

/**
 * The checks of a wheel's name, tags and contents (PEP 427, PEP 639), in the order of `file_upload`. Returns its
 * METADATA. @throws HttpFailure
 */
export function checkWheel(
  filename: string,
  project: Project,
  metadata: CoreMetadata,
  zip: ZipArchive,
): Buffer {
  const { name, version, platforms } = parseWheelName(filename);
  for (const platform of platforms)
    if (!isPlatformAccepted(platform))
      refuse(`Binary wheel '${filename}' has an unsupported platform tag '${platform}'.`);
  const canonical = canonicalName(metadata.name);
  if (canonical !== name) startWith(project, canonical.replaceAll('-', '_'));
  const [written = '', writtenVersion = ''] = filename.split('-');
  const normalized = project.normalizedName.replaceAll('-', '_');
  if (written !== normalized)
    refuse(
      `Filename ${pythonRepr(filename)} should contain the normalized project name ${pythonRepr(normalized)}, not ${pythonRepr(written)}.`,
    );
  if (compareVersions(metadata.version, version) !== 0)
    refuse(
      `Version in filename should be ${pythonRepr(versionText(metadata.version))} not ${pythonRepr(versionText(version))}.`,
    );
  const distInfo = `${written}-${writtenVersion}.dist-info`;
  for (const file of metadata.values.get('license_file') ?? [])
    if (zip.read(`${distInfo}/licenses/${file}`) === undefined)
      refuse(
        `License-File ${file} does not exist in distribution file ${filename} at ${distInfo}/licenses/${file}`,
      );
  if (checkRecord(zip, distInfo) === 'missing')
    refuse(`Wheel '${filename}' does not contain the required RECORD file: ${distInfo}/RECORD`);
  if (!hasValidEntryPoints(zip, distInfo))
    refuse(`Wheel '${filename}' has invalid entry points defined in the entry_points.txt file`);
  const contents = zip.read(`${distInfo}/METADATA`);
  if (contents === undefined)
    refuse(`Wheel '${filename}' does not contain the required METADATA file: ${distInfo}/METADATA`);
  return contents;
}
