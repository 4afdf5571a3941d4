import { neutralizeLine } from '@slipway/core/neutralize';
import { isProjectName } from '../names.ts';
import { tryParseVersion } from '../version/parse-version.ts';
import { listClassifierProblems } from './classifiers.ts';
import { judgeContentType } from './content-type.ts';
import { listEmailProblems } from './email.ts';
import { findImportNameProblem } from './import-name.ts';
import { findLicenseExpressionProblem } from './license-expression.ts';
import { knownMetadataVersions, newestForPypi, versionOfField } from './metadata-fields.ts';
import { type CoreMetadata, readField, readFields } from './parse-core-metadata.ts';
import { judgeProjectUrls } from './project-urls.ts';
import { addressProblem, findRequirementProblem, findSpecifierProblem } from './requirement.ts';

/** Sentences about metadata: what a package index rejects, and what it accepts but somebody should check. */
export interface MetadataFindings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Sentences about the fields of metadata. */
export interface FieldFindings extends MetadataFindings {
  /** The problems that are rules of PyPI beyond the specification; a different index may have none of them. */
  readonly pypiProblems: readonly string[];
}

const maxSummary = 512;
// Where Python's `str.splitlines` splits lines.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const lineBreak = /[\n\r\v\f\x1C-\x1E\x85\u2028\u2029]/;

const shown = (text: string): string => `"${neutralizeLine(text, 120)}"`;

/**
 * Checks metadata against the core metadata specification and the additional rules of PyPI. A newer minor version is a
 * problem for PyPI only, because the specification lets readers continue; a different major version is one everywhere.
 */
export function listMetadataProblems(metadata: CoreMetadata): FieldFindings {
  const problems: string[] = [];
  const pypiProblems: string[] = [];
  const warnings: string[] = [];
  const version = readField(metadata, 'Metadata-Version');
  judgeMetadataVersion(version, problems, pypiProblems);
  judgeIdentity(metadata, problems);
  judgeSummary(metadata, problems, pypiProblems);
  judgeRequirements(metadata, problems, pypiProblems);
  judgeContentType(metadata, problems, warnings);
  judgeDynamic(metadata, problems);
  judgeImportNames(metadata, problems);
  judgeProjectUrls(metadata, problems, pypiProblems);
  judgeReplacements(metadata, pypiProblems);
  pypiProblems.push(...listClassifierProblems(metadata), ...listEmailProblems(metadata));
  judgeLicense(metadata, problems);
  if (version !== undefined) judgeFieldVersions(metadata, version, problems, warnings);
  return { problems: [...problems, ...pypiProblems], pypiProblems, warnings };
}

function judgeMetadataVersion(version: string | undefined, problems: string[], pypiProblems: string[]): void {
  const known: readonly string[] = knownMetadataVersions;
  if (version === undefined) problems.push('The field Metadata-Version is missing.');
  else if (/^2\.[1-9][0-9]?$/.test(version)) {
    if (isBefore(newestForPypi, version))
      pypiProblems.push(
        `PyPI does not accept Metadata-Version ${version}, only ${newestForPypi} and older. Pin the build backend to a release that writes such metadata.`,
      );
  } else if (!known.includes(version)) problems.push(`Metadata-Version ${shown(version)} is unknown.`);
}

function judgeIdentity(metadata: CoreMetadata, problems: string[]): void {
  const name = readField(metadata, 'Name');
  const version = readField(metadata, 'Version');
  if (name === undefined) problems.push('The field Name is missing.');
  else if (!isProjectName(name)) problems.push(`Name ${shown(name)} is not a project name.`);
  if (version === undefined) problems.push('The field Version is missing.');
  else if (tryParseVersion(version.trim()) === undefined)
    problems.push(`Version ${shown(version)} is not valid under PEP 440.`);
}

function judgeSummary(metadata: CoreMetadata, problems: string[], pypiProblems: string[]): void {
  const summary = readField(metadata, 'Summary') ?? '';
  if (lineBreak.test(summary)) problems.push('Summary has more than one line.');
  if ([...summary].length > maxSummary)
    pypiProblems.push(`Summary has ${[...summary].length} characters; at most ${maxSummary} are allowed.`);
}

function judgeRequirements(metadata: CoreMetadata, problems: string[], pypiProblems: string[]): void {
  for (const requirement of readFields(metadata, 'Requires-Dist')) {
    const problem = findRequirementProblem(requirement);
    if (problem === undefined) continue;
    (problem === addressProblem ? pypiProblems : problems).push(
      `Requires-Dist ${shown(requirement)}: ${neutralizeLine(problem, 200)}.`,
    );
  }
  const python = readField(metadata, 'Requires-Python');
  const problem = python === undefined ? undefined : findSpecifierProblem(python);
  if (problem !== undefined)
    problems.push(`Requires-Python ${shown(python ?? '')}: ${neutralizeLine(problem, 200)}.`);
  for (const extra of readFields(metadata, 'Provides-Extra')) {
    if (!isProjectName(extra)) problems.push(`Provides-Extra ${shown(extra)} is not the name of an extra.`);
  }
}

/** Nothing reads these fields any more, but PyPI checks them (warehouse, `_validate_dist_req_list`). */
function judgeReplacements(metadata: CoreMetadata, pypiProblems: string[]): void {
  for (const field of ['Provides-Dist', 'Obsoletes-Dist'])
    for (const requirement of readFields(metadata, field)) {
      const problem = findRequirementProblem(requirement);
      if (problem !== undefined)
        pypiProblems.push(`${field} ${shown(requirement)}: ${neutralizeLine(problem, 200)}.`);
    }
}

function judgeDynamic(metadata: CoreMetadata, problems: string[]): void {
  for (const field of readFields(metadata, 'Dynamic')) {
    if (/^(name|version|metadata-version)$/i.test(field))
      problems.push(`Dynamic ${shown(field)}: this field is always static.`);
    else if (versionOfField(field) === undefined)
      problems.push(`Dynamic ${shown(field)} is not the name of a field.`);
  }
}

function judgeImportNames(metadata: CoreMetadata, problems: string[]): void {
  for (const field of ['Import-Name', 'Import-Namespace']) {
    const names = readFields(metadata, field);
    // A single empty Import-Name means that there is nothing to import.
    if (field === 'Import-Name' && names.length === 1 && names[0] === '') continue;
    for (const name of names) {
      const problem = findImportNameProblem(name);
      if (problem !== undefined) problems.push(`${field} ${shown(name)}: ${neutralizeLine(problem, 200)}.`);
    }
  }
}

function judgeLicense(metadata: CoreMetadata, problems: string[]): void {
  if (
    readField(metadata, 'License') !== undefined &&
    readField(metadata, 'License-Expression') !== undefined
  ) {
    problems.push('License and License-Expression cannot be combined (PEP 639).');
  }
  const expression = readField(metadata, 'License-Expression');
  const problem = expression === undefined ? undefined : findLicenseExpressionProblem(expression);
  if (problem !== undefined)
    problems.push(`License-Expression ${shown(expression ?? '')}: ${neutralizeLine(problem, 200)}.`);
  // Before 2.4, setuptools wrote arbitrary values into it; indexes and twine ignore it.
  const files = isBefore(readField(metadata, 'Metadata-Version') ?? '', '2.4')
    ? []
    : readFields(metadata, 'License-File');
  for (const path of files) {
    // PyPI rejects two consecutive dots anywhere.
    const isOdd = /[*\\]|^[a-z]:\//i.test(path) || path.includes('..');
    if (isOdd || path.split('/').some((part) => part === '' || part === '.'))
      problems.push(`License-File ${shown(path)} is not a path inside the project (PEP 639).`);
  }
}

function judgeFieldVersions(
  metadata: CoreMetadata,
  version: string,
  problems: string[],
  warnings: string[],
): void {
  const seen = new Set<string>();
  for (const [name] of metadata.fields) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    const since = versionOfField(name);
    if (since === undefined) warnings.push(`The field ${shown(name)} is unknown.`);
    else if (isBefore(version, since)) {
      const sentence = `The field ${name} requires metadata version ${since}, but the file has ${neutralizeLine(version, 20)}.`;
      if (key === 'license-file') warnings.push(sentence);
      else problems.push(sentence);
    }
  }
}

/** Whether a metadata version is lower than the other one. */
function isBefore(version: string, other: string): boolean {
  const order = (text: string): number => Number(text.split('.')[0]) * 100 + Number(text.split('.')[1]);
  return order(version) < order(other);
}
