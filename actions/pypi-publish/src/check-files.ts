import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '@slipway/core/checksum-manifest';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/file-list';
import { hashFiles } from '@slipway/core/hash';
import { neutraliseLine } from '@slipway/core/neutralise';
import { compareFileList, kindOfFile } from '@slipway/core/parse-file-list';
import type { Log } from '@slipway/core/ports';
import { listRefusedPlatformTags } from '@slipway/pypi/platform-tag';
import { comparePair } from '@slipway/python/distribution/compare-pair';
import { type Distribution, inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { normalizeName } from '@slipway/python/names';
import { checkReadme } from './check-readme.ts';
import type { CollectedFiles } from './collect-files.ts';

/** A distribution that passed every check that can be made without the index. */
export interface CheckedFile {
  readonly distribution: Distribution;
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const largestFileBytes = 100 * 1024 * 1024;

export interface CheckOptions {
  readonly directory: string;
  readonly promised: FileList | undefined;
  /** Whether the rules are those of PyPI, or an index's of its own. */
  readonly isPypi: boolean;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Checks all files: digests first, then what an index would refuse. Every finding of every file is in one error, so that a
 * release is refused as a whole.
 * @throws IntegrityError E_FILES_DIFFER; InputError E_DISTRIBUTION_INVALID, E_MANIFEST_INVALID
 */
export async function checkFiles(collected: CollectedFiles, options: CheckOptions): Promise<CheckedFile[]> {
  const { directory, promised, log } = options;
  const hashed = await hashFiles(
    collected.distributions.map((name) => join(directory, name)),
    { signal: options.signal },
  );
  const list: FileList = hashed.map(({ sha256, size }, index) => {
    const name = collected.distributions[index] ?? '';
    return { name, sha256, size, kind: kindOfFile(name) };
  });
  if (promised !== undefined)
    compareFileList(
      promised.filter(({ kind }) => kind !== 'other'),
      list,
    );
  if (collected.hasManifest) await verifyManifest(directory, list);

  const findings: string[] = [];
  const files: CheckedFile[] = [];
  for (const { name, sha256, size } of list) {
    const path = join(directory, name);
    const distribution = await inspectDistribution(path);
    files.push({ distribution, path, name, sha256, size });
    const { problems, warnings } = listProblems(distribution, size, options.isPypi);
    for (const problem of problems) findings.push(`${name}: ${problem}`);
    for (const warning of warnings) log.warning(`${name}: ${warning}`);
  }
  findings.push(...comparePairs(files));
  if (findings.length > 0) {
    throw new InputError('E_DISTRIBUTION_INVALID', {
      message: `Nothing is published: ${findings.map((text) => neutraliseLine(text, 400)).join('; ')}.`,
    });
  }
  return files;
}

async function verifyManifest(directory: string, files: FileList): Promise<void> {
  const listed = new Map(
    parseManifest(await readFile(join(directory, 'SHA256SUMS'), 'utf8')).map(({ name, digest }) => [
      name,
      digest,
    ]),
  );
  const findings = files.flatMap(({ name, sha256 }) => {
    const digest = listed.get(name);
    if (digest === sha256) return [];
    return [digest === undefined ? `${name} is not listed` : `${name} has ${sha256}, listed is ${digest}`];
  });
  for (const name of listed.keys()) {
    if (kindOfFile(name) !== 'other' && !files.some((file) => file.name === name))
      findings.push(`${name} is missing`);
  }
  if (findings.length > 0) {
    throw new IntegrityError('E_FILES_DIFFER', {
      message: `The distributions are not those of SHA256SUMS: ${findings.map((text) => neutraliseLine(text)).join('; ')}.`,
    });
  }
}

function listProblems(
  distribution: Distribution,
  size: number,
  isPypi: boolean,
): { readonly problems: readonly string[]; readonly warnings: readonly string[] } {
  const readme = checkReadme(distribution.metadata);
  const problems = [...distribution.problems, ...readme.problems];
  const warnings = [...distribution.warnings, ...readme.warnings];
  if (isPypi && distribution.version.includes('+')) {
    problems.push(`has the local version ${distribution.version}, which PyPI does not take`);
  }
  const refusedTags =
    isPypi && distribution.kind === 'wheel' ? listRefusedPlatformTags(distribution.fileName) : [];
  if (refusedTags.length > 0) {
    problems.push(
      `is for ${refusedTags.join(', ')}, which PyPI does not take; build it with cibuildwheel or auditwheel`,
    );
  }
  if (isPypi && size > largestFileBytes) {
    warnings.push(
      `has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`,
    );
  }
  return { problems, warnings };
}

/** One release of each project, and the same metadata in all of its files. */
function comparePairs(files: readonly CheckedFile[]): string[] {
  const findings: string[] = [];
  const releases = new Map<string, CheckedFile[]>();
  for (const file of files) {
    const key = normalizeName(file.distribution.project);
    releases.set(key, [...(releases.get(key) ?? []), file]);
  }
  for (const [project, own] of releases) {
    const versions = [...new Set(own.map(({ distribution }) => distribution.version))];
    if (versions.length > 1)
      findings.push(`${project} is there in several versions (${versions.join(', ')})`);
    const sdists = own.filter(({ distribution }) => distribution.kind === 'sdist');
    if (sdists.length > 1) findings.push(`${project} has ${sdists.length} sdists`);
    const [sdist] = sdists;
    if (sdist === undefined || versions.length > 1) continue;
    for (const { distribution, name } of own.filter((file) => file !== sdist)) {
      for (const difference of comparePair(distribution, sdist.distribution))
        findings.push(`${name}: ${difference}`);
    }
  }
  return findings;
}
