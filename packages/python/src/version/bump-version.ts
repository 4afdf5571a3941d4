import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../errors.ts';
import { compareVersions } from './compare-versions.ts';
import { formatVersion } from './format-version.ts';
import type { PrePhase, Version } from './parse-version.ts';

const parts = ['major', 'minor', 'patch'] as const;
const stages = ['a', 'b', 'rc', 'dev'] as const;

type Part = (typeof parts)[number];
type Stage = (typeof stages)[number];
type SimpleKind = Part | Stage | 'pre' | 'post' | 'release';

/** One step, or `part+stage`: the first pre-release (or development version) of the next major, minor or patch release. */
export type BumpKind = SimpleKind | `${Part}+${Stage}`;

/** Every kind of bump, in the order in which they are documented. */
export const bumpKinds: readonly BumpKind[] = [
  ...parts,
  ...(['pre', 'a', 'b', 'rc', 'post', 'dev', 'release'] as const),
  ...parts.flatMap((part) => stages.map((stage) => `${part}+${stage}` as const)),
];

const partOf = { major: 0, minor: 1, patch: 2 } as const;
const phaseOrder: readonly PrePhase[] = ['a', 'b', 'rc'];

const plain = (version: Version, release: readonly bigint[]): Version => ({
  epoch: version.epoch,
  release,
  pre: undefined,
  post: undefined,
  dev: undefined,
  local: [],
});

/**
 * The next version. An epoch stays, a local part goes, and a release keeps its number of parts unless the kind needs more.
 *
 * | from | kind | to |
 * |---|---|---|
 * | 1.2.3 | major, minor, patch | 2.0.0, 1.3.0, 1.2.4 |
 * | 2.0.0rc1 | major | 2.0.0: it is on its way there |
 * | 1.2.3 | a, b, rc; pre | 1.2.4a1, 1.2.4b1, 1.2.4rc1; 1.2.4rc1 |
 * | 1.2.4a1 | a, b, rc; pre | 1.2.4a2, 1.2.4b1, 1.2.4rc1; 1.2.4a2 |
 * | 1.2.4rc1 | release | 1.2.4 |
 * | 1.2.3 | post, dev | 1.2.3.post1, 1.2.4.dev1 |
 * | 1.2.4.dev1, 1.2.4rc1, 1.2.3.post1 | dev | 1.2.4.dev2, 1.2.4rc2.dev1, 1.2.3.post2.dev1 |
 * | 1.2.3 | minor+b, major+dev | 1.3.0b1, 2.0.0.dev1 |
 * | 1.3.0a2, 1.3.0b1 | minor+b | 1.3.0b1, 1.3.0b2: it is on its way there |
 *
 * @throws InputError E_VERSION_BUMP when the kind leads to no higher version
 */
export function bumpVersion(version: Version, kind: BumpKind): Version {
  const next = computeNext(version, kind);
  if (next === undefined || compareVersions(next, version) <= 0) {
    throw new InputError(pythonErrors.E_VERSION_BUMP, {
      message: `"${kind}" leads from ${formatVersion(version)} to no higher version.`,
    });
  }
  return next;
}

function computeNext(version: Version, kind: BumpKind): Version | undefined {
  const [step, stage] = kind.split('+') as [SimpleKind, Stage | undefined];
  return stage === undefined ? takeStep(version, step) : startStage(version, partOf[step as Part], stage);
}

function takeStep(version: Version, kind: SimpleKind): Version | undefined {
  switch (kind) {
    case 'major':
    case 'minor':
    case 'patch':
      return raisePart(version, partOf[kind]);
    case 'pre':
      return raisePhase(version, version.pre?.phase ?? 'rc');
    case 'a':
    case 'b':
    case 'rc':
      return raisePhase(version, kind);
    case 'post':
      return { ...version, post: (version.post ?? 0n) + 1n, dev: undefined, local: [] };
    case 'dev':
      return raiseDev(version);
    case 'release':
      return finish(version);
  }
}

function startStage(version: Version, part: number, stage: Stage): Version | undefined {
  const raised = raisePart(version, part);
  // A pre-release of exactly that release goes on with its next stage instead of skipping the release.
  if (isBefore(version) && compareVersions(raised, plain(version, version.release)) === 0)
    return takeStep(version, stage);
  return stage === 'dev' ? { ...raised, dev: 1n } : { ...raised, pre: { phase: stage, number: 1n } };
}

const isBefore = ({ pre, dev, post }: Version): boolean =>
  pre !== undefined || (dev !== undefined && post === undefined);

function raisePart(version: Version, part: number): Version {
  const release = [...version.release];
  while (release.length <= part) release.push(0n);
  const restIsZero = release.slice(part + 1).every((number) => number === 0n);
  // A pre-release of exactly this release is finalized, not skipped.
  if (isBefore(version) && restIsZero) return plain(version, version.release);
  return plain(
    version,
    release.map((number, index) => (index < part ? number : index === part ? number + 1n : 0n)),
  );
}

function raisePhase(version: Version, phase: PrePhase): Version | undefined {
  const { pre, dev, post } = version;
  const base = isBefore(version) ? plain(version, version.release) : raisePart(version, partOf.patch);
  if (pre === undefined) return { ...base, pre: { phase, number: 1n } };
  if (phaseOrder.indexOf(phase) < phaseOrder.indexOf(pre.phase)) return undefined;
  if (phase !== pre.phase) return { ...base, pre: { phase, number: 1n } };
  // A development version of a pre-release becomes that pre-release.
  const number = dev !== undefined && post === undefined ? pre.number : pre.number + 1n;
  return { ...base, pre: { phase, number } };
}

function raiseDev(version: Version): Version {
  const { pre, post, dev } = version;
  if (dev !== undefined) return { ...version, dev: dev + 1n, local: [] };
  if (post !== undefined) return { ...version, post: post + 1n, dev: 1n, local: [] };
  if (pre !== undefined) return { ...version, pre: { ...pre, number: pre.number + 1n }, dev: 1n, local: [] };
  return { ...raisePart(version, partOf.patch), dev: 1n };
}

function finish(version: Version): Version | undefined {
  if (!isBefore(version))
    return version.dev === undefined ? undefined : { ...version, dev: undefined, local: [] };
  return plain(version, version.release);
}
