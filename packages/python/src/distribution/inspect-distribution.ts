import { basename } from 'node:path';
import { type Archive, type ArchiveMember, quoteName, refuseArchive } from '../archive/archive.ts';
import { readSdist } from '../archive/read-sdist.ts';
import { readWheel } from '../archive/read-wheel.ts';
import { listMetadataProblems } from '../metadata/list-metadata-problems.ts';
import {
  type CoreMetadata,
  parseCoreMetadata,
  readField,
  readFields,
} from '../metadata/parse-core-metadata.ts';
import { fileNameOf } from '../names.ts';
import { formatVersion } from '../version/format-version.ts';
import { tryParseVersion } from '../version/parse-version.ts';
import { listEntryPointProblems } from './entry-points.ts';
import { parseOldWheelFileName, parseSdistFileName, parseWheelFileName } from './file-names.ts';
import { listPlatformProblems } from './platform-tags.ts';
import { judgeRecord, type RecordFindings } from './wheel-record.ts';

/** A fully inspected wheel or sdist. */
export interface Distribution {
  readonly path: string;
  readonly fileName: string;
  readonly kind: 'wheel' | 'sdist';
  /** As spelled in the metadata; empty if it has none. */
  readonly project: string;
  /** Canonical; empty if the metadata has none. */
  readonly version: string;
  /** From the file name; `source` for an sdist. */
  readonly pythonTag: string;
  /** Whether it runs on every platform. */
  readonly isPure: boolean;
  readonly metadata: CoreMetadata;
  readonly members: readonly ArchiveMember[];
  /** Sentences: why a package index or an installer would reject it. */
  readonly problems: readonly string[];
  /** The problems that are rules of PyPI beyond the specification; a different index may have none of them. */
  readonly pypiProblems: readonly string[];
  /** Sentences: valid, but worth a look. */
  readonly warnings: readonly string[];
}

type Kind = Distribution['kind'];

/**
 * Reads a distribution to its last byte and checks its name, its archive and its metadata.
 * @throws InputError E_DISTRIBUTION_INVALID for an archive that cannot be read, is unsafe to read, or contains no readable
 * metadata
 */
export async function inspectDistribution(path: string): Promise<Distribution> {
  const fileName = basename(path);
  if (fileName.endsWith('.whl')) {
    const archive = await readWheel(path, (name) =>
      /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD|entry_points\.txt)$/.test(name),
    );
    const folders = listTopFolders(archive).filter((name) => name.endsWith('.dist-info'));
    const [folder = ''] = folders;
    if (folders.length !== 1) {
      throw refuseArchive(fileName, `the wheel has ${folders.length} *.dist-info folders instead of one`);
    }
    const normalized = parseWheelFileName(fileName);
    const parsed = normalized ?? parseOldWheelFileName(fileName);
    return judge(path, 'wheel', archive, `${folder}/METADATA`, {
      named: parsed,
      isNormalized: normalized !== undefined,
      pythonTag: parsed?.pythonTag ?? '',
      isPure: parsed?.platformTag === 'any',
      ...judgeWheel(archive, folder, parsed),
      pypiProblems: [
        ...listPlatformProblems(fileName),
        ...listFolderProblems(fileName, folder),
        ...listEntryPointProblems(archive.contents.get(`${folder}/entry_points.txt`) ?? Buffer.alloc(0)),
      ],
    });
  }
  if (fileName.endsWith('.tar.gz')) {
    const archive = await readSdist(path, (name) => /^[^/]+\/PKG-INFO$/.test(name));
    const folders = listTopFolders(archive);
    const [folder = ''] = folders;
    if (folders.length !== 1 || archive.members.some(({ name }) => !name.includes('/'))) {
      throw refuseArchive(fileName, 'the archive contains files outside its top folder');
    }
    const expected = fileName.slice(0, -'.tar.gz'.length);
    const named = parseSdistFileName(fileName);
    return judge(path, 'sdist', archive, `${folder}/PKG-INFO`, {
      named,
      isNormalized: named !== undefined,
      pythonTag: 'source',
      isPure: true,
      problems: [],
      // The specification asks for the name of the file; installers and PyPI take any single folder.
      warnings: folder === expected ? [] : [`Its top folder is ${quoteName(folder)}, not "${expected}".`],
    });
  }
  throw refuseArchive(fileName, 'the file is neither a wheel (.whl) nor a source distribution (.tar.gz)');
}

function listTopFolders({ members }: Archive): string[] {
  const folders = new Set<string>();
  for (const { name } of members) {
    const slash = name.indexOf('/');
    if (slash >= 0) folders.add(name.slice(0, slash));
  }
  return [...folders];
}

interface Named {
  readonly named: { readonly project: string; readonly version: string } | undefined;
  /** Whether the file has its only valid name. */
  readonly isNormalized: boolean;
  readonly pythonTag: string;
  readonly isPure: boolean;
  readonly problems: readonly string[];
  readonly pypiProblems?: readonly string[];
  readonly warnings?: readonly string[];
}

function judge(
  path: string,
  kind: Kind,
  archive: Archive,
  metadataName: string,
  { named, isNormalized, pythonTag, isPure, problems, pypiProblems = [], warnings = [] }: Named,
): Distribution {
  const fileName = basename(path);
  const bytes = archive.contents.get(metadataName);
  if (bytes === undefined) throw refuseArchive(fileName, `${quoteName(metadataName)} is missing`);
  const metadata = parseCoreMetadata(bytes, fileName);
  const findings = listMetadataProblems(metadata);
  const project = readField(metadata, 'Name') ?? '';
  const parsed = tryParseVersion(readField(metadata, 'Version') ?? '');
  const version = parsed === undefined ? '' : formatVersion(parsed);
  const rule = kind === 'wheel' ? 'PEP 427' : `PEP 625; expected "${fileNameOf(project)}-${version}.tar.gz"`;
  const spelling = isNormalized
    ? []
    : [`The file name ${quoteName(fileName)} is not normalized as in ${rule}.`];
  return {
    path,
    fileName,
    kind,
    project,
    version,
    pythonTag,
    isPure,
    metadata,
    members: archive.members,
    problems: [
      ...spelling,
      ...(named === undefined ? [] : listNameProblems(named, project, version)),
      ...problems,
      ...pypiProblems,
      ...findings.problems,
      ...listLicenseProblems(metadata, metadataName, kind, archive),
    ],
    // Readers of wheels must accept the spellings that used to be allowed.
    pypiProblems: [...(named === undefined ? [] : spelling), ...pypiProblems, ...findings.pypiProblems],
    warnings: [...archive.warnings, ...warnings, ...findings.warnings],
  };
}

function listNameProblems(
  named: { readonly project: string; readonly version: string },
  project: string,
  version: string,
): string[] {
  const problems: string[] = [];
  if (named.project !== fileNameOf(project))
    problems.push(
      `The file name contains the project "${named.project}", but its metadata contains ${quoteName(project)}.`,
    );
  if (named.version !== version)
    problems.push(
      `The file name contains version ${named.version}, but its metadata contains ${version || 'none'}.`,
    );
  return problems;
}

/** Older backends keep the case and dots of the name in the folder of the metadata, which installers allow. */
function normalizeFolder(folder: string): string {
  const [, name = '', version = ''] = /^(.*)-([^-]*)\.dist-info$/.exec(folder) ?? [];
  return `${fileNameOf(name)}-${version}.dist-info`;
}

function judgeWheel(
  { members, contents }: Archive,
  folder: string,
  parsed: { readonly project: string; readonly version: string } | undefined,
): RecordFindings {
  const problems: string[] = [];
  const expected = parsed === undefined ? undefined : `${parsed.project}-${parsed.version}.dist-info`;
  if (expected !== undefined && normalizeFolder(folder) !== expected)
    problems.push(`Its folder is ${quoteName(folder)}, not "${expected}".`);
  const wheel = contents.get(`${folder}/WHEEL`);
  if (wheel === undefined) problems.push(`"${folder}/WHEEL" is missing.`);
  else if (!/^Wheel-Version:[ \t]*1\.[0-9]+\s*$/im.test(wheel.toString('utf8')))
    problems.push('WHEEL has no Wheel-Version 1.x.');
  const record = contents.get(`${folder}/RECORD`);
  if (record === undefined)
    return { problems: [...problems, `"${folder}/RECORD" is missing.`], warnings: [] };
  const found = judgeRecord(record, folder, members);
  return { problems: [...problems, ...found.problems], warnings: found.warnings };
}

// warehouse, `_is_valid_dist_file`: the folder has the very spelling of the file name, which installers do not ask for.
function listFolderProblems(fileName: string, folder: string): string[] {
  const [name = '', version = ''] = fileName.split('-', 2);
  const expected = `${name}-${version}.dist-info`;
  const isOther = folder !== expected && normalizeFolder(folder) === normalizeFolder(expected);
  return isOther ? [`PyPI looks for the folder "${expected}", but it is spelled ${quoteName(folder)}.`] : [];
}

// PEP 639: each named file exists, in `licenses/` of a wheel and in the top folder of an sdist.
function listLicenseProblems(
  metadata: CoreMetadata,
  metadataName: string,
  kind: Kind,
  { members }: Archive,
): string[] {
  const [, minor = '0'] = (readField(metadata, 'Metadata-Version') ?? '').split('.');
  if (Number(minor) < 4) return [];
  const folder = metadataName.split('/')[0] ?? '';
  const paths = readFields(metadata, 'License-File');
  if (paths.length === 0) return [];
  const names = new Set(members.map(({ name }) => name));
  return paths
    .map((path) => (kind === 'wheel' ? `${folder}/licenses/${path}` : `${folder}/${path}`))
    .filter((name) => !names.has(name))
    .map((name) => `The license file ${quoteName(name)} is listed in the metadata but missing.`);
}
