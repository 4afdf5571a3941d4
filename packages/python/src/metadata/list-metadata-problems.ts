import { neutraliseLine } from '@slipway/core/neutralise';
import { isProjectName } from '../names.ts';
import { tryParseVersion } from '../version/parse-version.ts';
import { knownMetadataVersions, versionOfField } from './metadata-fields.ts';
import { type CoreMetadata, readField, readFields } from './parse-core-metadata.ts';
import { findRequirementProblem, findSpecifierProblem } from './requirement.ts';

/** Sentences about metadata: what a package index refuses, and what it takes but somebody should look at. */
export interface MetadataFindings {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const mostSummary = 512;
const contentTypes = new Set(['text/plain', 'text/x-rst', 'text/markdown']);

const shown = (text: string): string => `"${neutraliseLine(text, 120)}"`;

/**
 * Judges metadata by the core metadata specification and the further rules of PyPI. A newer minor version than the known ones
 * is a warning, since the specification lets readers go on; another major version is a problem.
 */
export function listMetadataProblems(metadata: CoreMetadata): MetadataFindings {
  const problems: string[] = [];
  const warnings: string[] = [];
  const version = readField(metadata, 'Metadata-Version');
  judgeMetadataVersion(version, problems, warnings);
  judgeIdentity(metadata, problems);
  judgeSummary(metadata, problems);
  judgeRequirements(metadata, problems);
  judgeContentType(metadata, problems, warnings);
  judgeLicence(metadata, problems);
  if (version !== undefined) judgeFieldVersions(metadata, version, problems, warnings);
  return { problems, warnings };
}

function judgeMetadataVersion(version: string | undefined, problems: string[], warnings: string[]): void {
  const known: readonly string[] = knownMetadataVersions;
  if (version === undefined) problems.push('The field Metadata-Version is missing.');
  else if (/^2\.[1-9][0-9]?$/.test(version)) {
    if (!known.includes(version))
      warnings.push(`Metadata-Version ${version} is newer than those known here; PyPI may refuse it.`);
  } else if (!known.includes(version))
    problems.push(`Metadata-Version ${shown(version)} is not one that is known.`);
}

function judgeIdentity(metadata: CoreMetadata, problems: string[]): void {
  const name = readField(metadata, 'Name');
  const version = readField(metadata, 'Version');
  if (name === undefined) problems.push('The field Name is missing.');
  else if (!isProjectName(name)) problems.push(`Name ${shown(name)} is not a project name.`);
  if (version === undefined) problems.push('The field Version is missing.');
  else if (tryParseVersion(version) === undefined)
    problems.push(`Version ${shown(version)} is not a version of PEP 440.`);
}

function judgeSummary(metadata: CoreMetadata, problems: string[]): void {
  const summary = readField(metadata, 'Summary') ?? '';
  if (/[\r\n]/.test(summary)) problems.push('Summary has more than one line.');
  if ([...summary].length > mostSummary)
    problems.push(`Summary has ${[...summary].length} characters; at most ${mostSummary} are taken.`);
}

function judgeRequirements(metadata: CoreMetadata, problems: string[]): void {
  for (const requirement of readFields(metadata, 'Requires-Dist')) {
    const problem = findRequirementProblem(requirement);
    if (problem !== undefined)
      problems.push(`Requires-Dist ${shown(requirement)}: ${neutraliseLine(problem, 200)}.`);
  }
  const python = readField(metadata, 'Requires-Python');
  const problem = python === undefined ? undefined : findSpecifierProblem(python);
  if (problem !== undefined)
    problems.push(`Requires-Python ${shown(python ?? '')}: ${neutraliseLine(problem, 200)}.`);
  for (const extra of readFields(metadata, 'Provides-Extra')) {
    if (!isProjectName(extra)) problems.push(`Provides-Extra ${shown(extra)} is not the name of an extra.`);
  }
}

function judgeContentType(metadata: CoreMetadata, problems: string[], warnings: string[]): void {
  const type = readField(metadata, 'Description-Content-Type');
  if (type === undefined) {
    if (metadata.description !== undefined)
      warnings.push('Description-Content-Type is missing: the description is taken for reStructuredText.');
    return;
  }
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (!contentTypes.has(media.toLowerCase())) {
    problems.push(`Description-Content-Type ${shown(type)} is none of ${[...contentTypes].join(', ')}.`);
  }
  for (const parameter of parameters) {
    const [key = '', value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (key.toLowerCase() === 'charset' && value.toUpperCase() !== 'UTF-8')
      problems.push(`Description-Content-Type names the charset ${shown(value)}; it must be UTF-8.`);
    if (
      key.toLowerCase() === 'variant' &&
      media.toLowerCase() === 'text/markdown' &&
      !/^(GFM|CommonMark)$/.test(value)
    ) {
      problems.push(
        `Description-Content-Type names the variant ${shown(value)}; it must be GFM or CommonMark.`,
      );
    }
  }
}

function judgeLicence(metadata: CoreMetadata, problems: string[]): void {
  if (
    readField(metadata, 'License') !== undefined &&
    readField(metadata, 'License-Expression') !== undefined
  ) {
    problems.push('License and License-Expression exclude each other (PEP 639).');
  }
  for (const path of readFields(metadata, 'License-File')) {
    if (path.startsWith('/') || path.includes('\\') || path.includes('*') || path.split('/').includes('..'))
      problems.push(`License-File ${shown(path)} is not a path inside the project (PEP 639).`);
  }
}

function judgeFieldVersions(
  metadata: CoreMetadata,
  version: string,
  problems: string[],
  warnings: string[],
): void {
  const minor = (text: string): number => Number(text.split('.')[0]) * 100 + Number(text.split('.')[1]);
  const seen = new Set<string>();
  for (const [name] of metadata.fields) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    const since = versionOfField(name);
    if (since === undefined) warnings.push(`The field ${shown(name)} is not known.`);
    else if (minor(since) > minor(version)) {
      const sentence = `The field ${name} came with metadata version ${since}, and this is ${neutraliseLine(version, 20)}.`;
      // setuptools wrote this one before it was standardised; indexes and twine pass over it.
      if (key === 'license-file') warnings.push(sentence);
      else problems.push(sentence);
    }
  }
}
