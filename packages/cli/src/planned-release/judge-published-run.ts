import { judgeTagRun, type KnownActions } from './judge-tag-run.ts';
import { type PlannedRun, type PlannedUse, releasedImage } from './plan-run.ts';
import { checkCount, isDry, isVerification, modeOf } from './planned-uses.ts';
import type { ReleaseCase } from './release-case.ts';

const isAdoption = (use: PlannedUse): boolean => use.action === 'passport' && modeOf(use) === 'adopt';

/** What takes the files of the release, as if it had built them: later jobs owe it the same. */
function asBuild(use: PlannedUse): PlannedUse {
  const { distributions = '', ...outputs } = use.outputs;
  const artifact = use.inputs.get('dist-artifact') ?? 'python-dist';
  return {
    ...{ ...use, action: 'python-build', outputs: { ...outputs, files: distributions } },
    inputs: new Map([['artifact-name', artifact]]),
  };
}

/** Whether it is a pre-release, the published release says itself. */
function asTold(use: PlannedUse, { marked }: ReleaseCase): PlannedUse {
  const isOpen = use.action === 'release-notes' && (use.inputs.get('prerelease') ?? 'auto') === 'auto';
  return isOpen
    ? { ...use, inputs: new Map([...use.inputs, ['prerelease', marked ? 'true' : 'auto']]) }
    : use;
}

const takesFiles = ({ action, inputs }: PlannedUse): boolean =>
  ['pypi-publish', 'github-packages-publish', 'checksums'].includes(action) && inputs.has('artifact-name');

/**
 * What a run does wrongly that a person started by publishing the draft of an earlier run. It publishes the files of the release, which
 * it compares with its passport before, and builds nothing.
 */
export function judgePublishedRun(
  run: PlannedRun,
  release: ReleaseCase,
  known: KnownActions,
): readonly string[] {
  const uses = run.uses.filter((use) => !isDry(use));
  // A workflow that does not read whether the release has its files builds them once more.
  if (!known.has('version-bump') || !known.has('passport')) return [];
  const adoptions = uses.filter(isAdoption);
  const builds = uses.filter(
    (use) =>
      use.action === 'python-build' ||
      (use.action === 'docker-build-sign' && ['stage', 'merge', 'all'].includes(modeOf(use))),
  );
  const findings = [
    ...checkCount(adoptions, true, 'taking the files of the published release'),
    ...builds.map(
      ({ jobId, action }) => `job "${jobId}" runs ${action}, although the published release has the files`,
    ),
    ...uses
      .filter((use) => use.action === 'passport' && !isAdoption(use) && !isVerification(use))
      .map(({ jobId }) => `job "${jobId}" signs a second passport for the published release`),
  ];
  if (findings.length > 0) return findings.map(nameEvent);
  const like = {
    ...run,
    uses: uses.flatMap((use) => (isAdoption(use) ? [asBuild(use), use] : [asTold(use, release)])),
  };
  const notes = uses.filter((use) => use.action === 'release-notes' && use.inputs.has('evidence'));
  const forgotten = notes.filter(({ inputs }) => !inputs.get('evidence')?.includes(releasedImage));
  return [
    ...(release.image && known.has('docker-build-sign') ? forgotten : []).map(
      ({ jobId }) => `job "${jobId}" passes nothing about the image of the release to the notes`,
    ),
    ...uses
      .filter((use) => takesFiles(use) && !use.inputs.has('digests'))
      .map(({ jobId }) => `job "${jobId}" does not compare its files with those of the release`),
    ...judgeTagRun(like, release, known),
  ].map(nameEvent);
}

const nameEvent = (finding: string): string => `when a person publishes the draft, ${finding}`;
