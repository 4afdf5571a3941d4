import { findBlock } from '@slipway/changelog/notes/draft-block';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Release } from '@slipway/github/releases';
import { nameAsset } from '@slipway/github/releases/asset-name';
import { releaseErrors } from './errors.ts';
import { isCompanion, isSignature } from './release-files.ts';
import type { ReleasePlan } from './release-plan.ts';

/** @throws IntegrityError E_RELEASE_ASSETS for a draft, E_RELEASE_PUBLISHED for a public release */
export function assertAssets(
  release: Release,
  {
    files,
    promised,
    promisedExtra = [],
    target,
  }: Pick<ReleasePlan, 'files' | 'promised' | 'target'> & Partial<Pick<ReleasePlan, 'promisedExtra'>>,
): void {
  // Without the files, those beside the build are the ones that the draft remembers.
  const remembered =
    promised === undefined
      ? []
      : [...promised, ...(findBlock(release.body, target.tag)?.extra ?? []), ...promisedExtra];
  const expected = new Map(
    files.length > 0
      ? files.map(({ name, sha256 }) => [name, sha256])
      : remembered.map(({ name, sha256 }) => [nameAsset(name), sha256]),
  );
  if (expected.size === 0) return;
  const findings: string[] = [];
  const present = new Map(release.assets.map((asset) => [asset.name, asset]));
  for (const [name, sha256] of expected) {
    const asset = present.get(name);
    if (asset === undefined) findings.push(`missing: ${name}`);
    else if (asset.state !== 'uploaded') findings.push(`not whole: ${name}`);
    // A later run signs anew. What was published keeps its signature, which holds for the same files.
    else if (asset.sha256 !== sha256 && (release.draft || !isSignature(name)))
      findings.push(`different: ${name} (here ${sha256}, there ${asset.sha256 ?? 'not told'})`);
  }
  for (const name of present.keys()) {
    const isAllowed = files.length === 0 && isCompanion(name);
    if (!expected.has(name) && !isAllowed) findings.push(`not of this release: ${neutralizeLine(name, 200)}`);
  }
  if (findings.length === 0) return;
  throw new IntegrityError(
    release.draft ? releaseErrors.E_RELEASE_ASSETS : releaseErrors.E_RELEASE_PUBLISHED,
    {
      message: `The ${release.draft ? 'draft' : 'published release'} ${neutralizeLine(release.tagName, 120)} has other assets: ${findings.join('; ')}.`,
    },
  );
}
