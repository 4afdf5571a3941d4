import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { parseManifest } from '@slipway/core/files/checksum-manifest';
import type { FileList } from '@slipway/core/files/file-list';
import { compareFileList, kindOfFile } from '@slipway/core/files/parse-file-list';
import { hashFiles } from '@slipway/core/hash';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { pythonErrors } from '../errors.ts';
import { normalizeName } from '../names.ts';
import type { CollectedDistributions } from './collect-distributions.ts';
import { comparePair } from './compare-pair.ts';
import { cutFindings } from './cut-findings.ts';
import { type DistributionFindings, joinFindings } from './distribution-findings.ts';
import { type Distribution, inspectDistribution } from './inspect-distribution.ts';

/** A distribution that passed every check that needs no index. */
export interface CheckedDistribution {
  readonly distribution: Distribution;
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface CheckOptions {
  readonly directory: string;
  readonly promised: FileList | undefined;
  /** The rules of the destination. @param size bytes */
  readonly judge?: (distribution: Distribution, size: number) => DistributionFindings;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Checks all files: digests first, then everything that an index would reject. One error contains every finding of every file,
 * so that a release is rejected as a whole.
 * @throws IntegrityError E_FILES_DIFFER; InputError E_DISTRIBUTION_INVALID, E_MANIFEST_INVALID
 */
export async function checkDistributions(
  collected: CollectedDistributions,
  options: CheckOptions,
): Promise<CheckedDistribution[]> {
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
  const files: CheckedDistribution[] = [];
  for (const { name, sha256, size } of list) {
    const path = join(directory, name);
    const distribution = await inspectDistribution(path);
    files.push({ distribution, path, name, sha256, size });
    const own = options.judge?.(distribution, size) ?? { problems: [], warnings: [] };
    const { problems, warnings } = joinFindings(distribution, own);
    for (const problem of problems) findings.push(`${name}: ${problem}`);
    for (const warning of cutFindings(warnings)) log.warning(`${name}: ${warning}`);
  }
  findings.push(...comparePairs(files));
  if (findings.length > 0) {
    throw new InputError(pythonErrors.E_DISTRIBUTION_INVALID, {
      message: `Nothing was published: ${cutFindings(findings)
        .map((text) => neutralizeLine(text, 400).replace(/\.$/, ''))
        .join('; ')}.`,
    });
  }
  return files;
}

async function verifyManifest(directory: string, files: FileList): Promise<void> {
  const listed = new Map<string, string>();
  const findings: string[] = [];
  // Written in the folder above, a manifest has "dist/" before its names, and with find(1) "./".
  for (const { name, digest } of parseManifest(await readFile(join(directory, 'SHA256SUMS'), 'utf8'))) {
    const fileName = name.split('/').at(-1) ?? name;
    const known = listed.get(fileName);
    if (known !== undefined && known !== digest) findings.push(`${fileName} is listed with two digests`);
    listed.set(fileName, digest);
  }
  findings.push(...listDifferences(listed, files));
  if (findings.length > 0) {
    throw new IntegrityError(coreErrors.E_FILES_DIFFER, {
      message: `The distributions do not match SHA256SUMS: ${findings.map((text) => neutralizeLine(text)).join('; ')}.`,
    });
  }
}

function listDifferences(listed: ReadonlyMap<string, string>, files: FileList): string[] {
  const findings = files.flatMap(({ name, sha256 }) => {
    const digest = listed.get(name);
    if (digest === sha256) return [];
    return [
      digest === undefined ? `${name} is not listed` : `${name} has ${sha256}, but ${digest} is listed`,
    ];
  });
  for (const name of listed.keys()) {
    if (kindOfFile(name) !== 'other' && !files.some((file) => file.name === name))
      findings.push(`${name} is missing`);
  }
  return findings;
}

/** Requires one release of each project, and the same metadata in all of its files. */
function comparePairs(files: readonly CheckedDistribution[]): string[] {
  const findings: string[] = [];
  const releases = new Map<string, CheckedDistribution[]>();
  for (const file of files) {
    const key = normalizeName(file.distribution.project);
    releases.set(key, [...(releases.get(key) ?? []), file]);
  }
  for (const [project, own] of releases) {
    const versions = [...new Set(own.map(({ distribution }) => distribution.version))];
    if (versions.length > 1) findings.push(`${project} has several versions (${versions.join(', ')})`);
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
