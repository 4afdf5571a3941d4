import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';

/** The contents of the distributions folder. */
export interface CollectedDistributions {
  /** Names of wheels and sdists, sorted. */
  readonly distributions: readonly string[];
  /** Whether there is a `SHA256SUMS`. */
  readonly hasManifest: boolean;
  /** Names of attestations of a distribution (`<distribution>.<kind>.attestation`). */
  readonly attestations: readonly string[];
}

// What other steps of a release put next to the distributions (SBOMs, provenance), and the `.gitignore` that uv leaves there.
const companion =
  /^(SHA256SUMS|SHA512SUMS|B2SUMS)(\.asc|\.sig|\.sigstore(\.json)?)?$|\.(asc|sig|sigstore|sigstore\.json|crt|pem|intoto\.jsonl|provenance|(?:cdx|spdx)\.(?:json|xml)|spdx|publish\.attestation|slsa\.attestation)$|^(?:publication|sbom(?:[._-]\w+)?)\.json$|^sbom\.(?:cdx|spdx)\.(?:json|xml)$|^\.gitignore$/;
const distribution = /\.whl$|\.tar\.gz$/;
const refusedArchives = /\.(zip|egg|tar\.bz2|tar\.xz|tar|tgz|exe|msi|rpm|deb)$/i;

/**
 * Sorts the files of a folder; nothing is skipped silently.
 * @throws InputError E_FILES_MISSING for no distribution, E_DISTRIBUTION_INVALID naming everything that does not belong there
 */
export async function collectDistributions(directory: string): Promise<CollectedDistributions> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new InputError(coreErrors.E_FILES_MISSING, {
      message: `The folder "${neutralizeLine(directory, 300)}" does not exist.`,
      cause,
    });
  });
  const findings: string[] = [];
  const distributions: string[] = [];
  const attestations: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const shown = neutralizeLine(name, 200);
    if (entry.isDirectory()) {
      findings.push(`"${shown}" is a folder; put the files of all jobs into one ("merge-multiple: true")`);
    } else if (!entry.isFile()) findings.push(`"${shown}" is a link or a device`);
    else if (companion.test(name)) {
      if (name.endsWith('.attestation')) attestations.push(name);
    } else if (distribution.test(name)) distributions.push(name);
    else if (refusedArchives.test(name)) findings.push(`"${shown}" has a format that PyPI no longer accepts`);
    else findings.push(`"${shown}" is neither a distribution nor an accompanying file`);
  }
  if (findings.length > 0) {
    throw new InputError(pythonErrors.E_DISTRIBUTION_INVALID, {
      message: `The folder "${neutralizeLine(directory, 300)}" contains files that cannot be published: ${findings.sort().join('; ')}.`,
      hint: 'Move them elsewhere, or set the folder to one that contains only the distributions.',
    });
  }
  if (distributions.length === 0) {
    throw new InputError(coreErrors.E_FILES_MISSING, {
      message: `"${neutralizeLine(directory, 300)}" contains no wheel and no sdist.`,
    });
  }
  const hasManifest = entries.some(({ name }) => name === 'SHA256SUMS');
  return {
    distributions: distributions.sort(),
    hasManifest,
    attestations: attestations.sort().map((name) => join(directory, name)),
  };
}
