import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { fetchEarlierArtifact } from '@slipway/github/artifacts/fetch-earlier-artifact';
import { githubErrors } from '@slipway/github/errors';
import type { Distribution } from '@slipway/python/distribution/inspect-distribution';
import { type BuiltDistribution, readDistributions } from '../build/build-into.ts';
import type { Context } from '../inputs.ts';
import { listDifferingMembers } from './judge-distributions.ts';

/**
 * What an earlier attempt of this run stored; undefined when there is nothing, and, with a warning, when it has expired. Its bytes
 * may be on PyPI already, and nobody vouches for them yet: any job of the run can replace an artifact.
 * @throws as fetchEarlierArtifact; InputError E_DISTRIBUTION_INVALID
 */
export async function fetchEarlierBuild(
  context: Context,
  name: string,
  directory: string,
): Promise<readonly BuiltDistribution[] | undefined> {
  await mkdir(directory, { recursive: true });
  const withoutIt = 'Comparing with the files on PyPI instead.';
  if (!(await fetchEarlierArtifact(context, { name, directory, withoutIt }))) return undefined;
  // Bills of materials are written again, from the distributions.
  const names = (await readdir(directory)).filter((file) => /\.whl$|\.tar\.gz$/.test(file)).sort();
  return readDistributions(
    names.map((file) => join(directory, file)),
    context.signal,
  );
}

/**
 * The files to output: those of the earlier attempt if this build has the same contents. Two builds of an archive may
 * differ in times and in the order of members, so every member is compared by name, size and SHA-256. A replaced
 * artifact is never used.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS when the contents differ; nothing is stored or replaced then
 */
export function chooseBuild(
  earlier: readonly BuiltDistribution[] | undefined,
  built: readonly BuiltDistribution[],
  artifact: string,
): readonly BuiltDistribution[] {
  if (earlier === undefined) return built;
  const findings = compareContents(earlier, built);
  if (findings.length === 0) return earlier;
  throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `An earlier attempt of this run stored the artifact ${neutralizeLine(artifact, 100)} with different contents: ${findings.join('; ')}. Nothing was stored or replaced.`,
    hint: 'Use "Re-run failed jobs" instead of "Re-run all jobs": it keeps the files of the earlier attempt. If no channel has those files yet and you want to release the new ones, delete the artifact on the run\'s page first.',
  });
}

/** What differs, a phrase for each file; empty when every member of every file is the same. */
export function compareContents(
  earlier: readonly Distribution[],
  built: readonly Distribution[],
): readonly string[] {
  const findings: string[] = [];
  const others = new Map(built.map((each) => [each.fileName, each]));
  for (const one of earlier) {
    const other = others.get(one.fileName);
    others.delete(one.fileName);
    const name = neutralizeLine(one.fileName, 200);
    if (other === undefined) {
      findings.push(`${name} is missing now`);
      continue;
    }
    const names = listDifferingMembers(one, other);
    if (names.length > 0) findings.push(`${name} (${neutralizeLine(names.slice(0, 10).join(', '), 600)})`);
  }
  findings.push(...[...others.keys()].map((name) => `${neutralizeLine(name, 200)} is new`));
  return findings;
}
