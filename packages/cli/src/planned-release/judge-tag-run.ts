import { judgePassport, judgeVerification } from './judge-passport-uses.ts';
import {
  type PlannedRun,
  type PlannedUse,
  plannedPackage,
  plannedPath,
  plannedTag,
  plannedVersion,
} from './plan-run.ts';
import { checkCount, isDry, isVerification, linesOf, modeOf, phaseOf } from './planned-uses.ts';
import { isUploaded, type ReleaseCase } from './release-case.ts';

/** Which actions the workflow has at all; what it has not it owes nothing. */
export type KnownActions = ReadonlySet<string>;

/** Files come from the build of this very run, by its artifact, and are held against its list. */
function judgeFiles(use: PlannedUse, builds: readonly PlannedUse[]): string[] {
  const findings: string[] = [];
  const digests = use.inputs.get('digests');
  const lists = builds.map(({ outputs }) => outputs['files'] ?? '');
  if (digests !== undefined && linesOf(digests).sort().join('\n') !== lists.toSorted().join('\n'))
    findings.push(
      `job "${use.jobId}" compares its files with ${JSON.stringify(linesOf(digests).join('\n'))}`,
    );
  // A passport downloads nothing: the name is that of its own artifact.
  const artifact = use.action === 'passport' ? undefined : use.inputs.get('artifact-name');
  const names = builds.map(({ inputs }) => inputs.get('artifact-name') ?? 'python-dist');
  if (artifact !== undefined && linesOf(artifact).sort().join('\n') !== names.toSorted().join('\n'))
    findings.push(
      `job "${use.jobId}" uses the artifact "${linesOf(artifact).join(', ')}", but the built files are in "${names.join(', ')}"`,
    );
  return findings;
}

function judgeMark(use: PlannedUse, { marked, prerelease }: ReleaseCase): string[] {
  const mark = use.inputs.get('prerelease') ?? 'auto';
  const wanted = marked ? ['true'] : ['auto', String(prerelease)];
  return wanted.includes(mark)
    ? []
    : [`job "${use.jobId}" passes "prerelease: ${mark}" to ${use.action} instead of "${wanted[0]}"`];
}

function judgeVersion(use: PlannedUse): string[] {
  const path = use.inputs.get('path') ?? plannedPath;
  const findings =
    path === plannedPath
      ? []
      : [`job "${use.jobId}" gives ${use.action} the path "${path}" instead of that of the tag`];
  const named = ['version', 'tag'].flatMap((name) => {
    const value = use.inputs.get(name) ?? plannedTag;
    return value === plannedTag || (name === 'version' && value === plannedVersion)
      ? []
      : [`job "${use.jobId}" passes the ${name} "${value}" to ${use.action} instead of that of the tag`];
  });
  return [...findings, ...named];
}

/** The image of a public release, which the notes got as evidence; undefined unless it is what is tagged. */
function readReleasedImage(
  promoted: readonly PlannedUse[] = [],
  notes: readonly PlannedUse[],
  finished: readonly string[],
): readonly string[] | undefined {
  const given = promoted.map(({ inputs }) => inputs.get('digests') ?? '');
  const named = notes
    .filter(({ inputs }) => finished.every((digest) => inputs.get('evidence')?.includes(digest)))
    .map(({ outputs }) => outputs['image-digest'] ?? '');
  return given.length > 0 && given.every((digest) => named.includes(digest)) ? given : undefined;
}

function judgeImage(
  uses: readonly PlannedUse[],
  notes: readonly PlannedUse[],
  release: ReleaseCase,
): string[] {
  const inMode = (mode: string): PlannedUse[] => uses.filter((use) => modeOf(use) === mode);
  const [staged, merged, promoted, whole] = ['stage', 'merge', 'promote', 'all'].map(inMode);
  const findings: string[] = [];
  const check = (found: readonly PlannedUse[] = [], wanted: readonly string[], what: string): void => {
    for (const { jobId, inputs } of found) {
      const given = linesOf(inputs.get('digests') ?? '').sort();
      if (given.join('\n') !== wanted.toSorted().join('\n'))
        findings.push(`job "${jobId}" ${what} ${given.join(', ') || 'nothing'}`);
    }
  };
  const digests = (of: readonly PlannedUse[] = []): string[] =>
    of.map(({ outputs }) => outputs['digest'] ?? '');
  check(merged, digests(staged), 'joins');
  const finished = digests(merged?.length === 0 ? staged : merged);
  check(promoted, readReleasedImage(promoted, notes, finished) ?? finished, 'tags');
  const platforms = (of: readonly PlannedUse[] = []): string =>
    of
      .flatMap(({ inputs }) => (inputs.get('platforms') ?? '').split(/[\s,]+/))
      .sort()
      .join(', ');
  if (
    merged?.length === 1 &&
    merged[0]?.inputs.has('platforms') === true &&
    platforms(merged) !== platforms(staged)
  )
    findings.push(`the platforms ${platforms(merged)} are joined, but ${platforms(staged)} are built`);
  const named = staged?.map(({ inputs }) => inputs.get('platforms') ?? '') ?? [];
  if (named.length > 1 && (named.includes('') || new Set(named).size < named.length))
    findings.push(`the legs of the image build ${named.map((name) => name || 'any platform').join(', ')}`);
  for (const use of [...(promoted ?? []), ...(whole ?? [])]) findings.push(...judgeMark(use, release));
  return findings;
}

/** The step that says what is out has to know what is. */
function judgeEvidence(use: PlannedUse, uses: readonly PlannedUse[]): string[] {
  const written = use.inputs.get('evidence');
  if (written === undefined) return [];
  let evidence: unknown;
  try {
    evidence = JSON.parse(written);
  } catch {
    return [`job "${use.jobId}" passes evidence to release-notes that is not valid JSON`];
  }
  const told = Object.values(evidence as Readonly<Record<string, unknown>>).map((value) =>
    JSON.stringify(value),
  );
  const channels: readonly (readonly [what: string, found: readonly PlannedUse[], output: string])[] = [
    ['PyPI', uses.filter(({ action }) => action === 'pypi-publish'), 'publication'],
    ['GitHub Packages', uses.filter(({ action }) => action === 'github-packages-publish'), 'index-digest'],
    [
      'the image',
      uses.filter((each) => each.action === 'docker-build-sign' && ['merge', 'all'].includes(modeOf(each))),
      'digest',
    ],
    [
      'the passport',
      uses.filter((each) => each.action === 'passport' && !isVerification(each)),
      'attestation-url',
    ],
  ];
  return channels.flatMap(([what, found, output]) =>
    found.every(({ outputs }) =>
      told.some((text) => text.includes(JSON.stringify(outputs[output] ?? '').slice(1, -1))),
    )
      ? []
      : [`job "${use.jobId}" passes nothing about ${what} to the notes`],
  );
}

function judgeRelease(uses: readonly PlannedUse[], release: ReleaseCase): string[] {
  const notes = uses.filter(({ action }) => action === 'release-notes');
  const last = notes.filter((use) => ['all', 'publish'].includes(phaseOf(use)));
  return [
    ...checkCount(last, true, 'the release on GitHub'),
    ...last.flatMap((use) => {
      const draft = use.inputs.get('draft') ?? 'false';
      return draft === String(release.draft)
        ? judgeEvidence(use, uses)
        : [`job "${use.jobId}" passes "draft: ${draft}" to release-notes`];
    }),
    // With `all` a deleted draft would be created again without its files.
    ...(notes.some((use) => phaseOf(use) === 'draft')
      ? last.flatMap((use) =>
          phaseOf(use) === 'all'
            ? [
                `job "${use.jobId}" passes "phase: all" to release-notes, but an earlier job creates the draft`,
              ]
            : [],
        )
      : []),
    ...notes.flatMap((use) => judgeMark(use, release)),
  ];
}

/** What a run at a tag that is not a release would do, as far as a step reads the tag; it should do nothing. */
export function judgeStrayRun({ uses }: PlannedRun): readonly string[] {
  if (uses.every(({ action }) => action !== 'version-bump')) return [];
  return uses
    .filter((use) => use.action !== 'version-bump' && !isDry(use))
    .map(({ jobId, action }) => `job "${jobId}" runs ${action} at a tag that is not a release`);
}

/** What a run at the tag of a package does wrongly: everything is of its folder, and the image is of the whole repository. */
export function judgePackageRun({ uses }: PlannedRun): readonly string[] {
  if (uses.every(({ action }) => action !== 'version-bump')) return [];
  return uses
    .filter((use) => !isDry(use))
    .flatMap(({ jobId, action, inputs }) => {
      if (action === 'docker-build-sign')
        return [`job "${jobId}" runs docker-build-sign at the tag of a package of the repository`];
      const path = inputs.get('path') ?? plannedPath;
      return ['python-build', 'release-notes'].includes(action) && path !== plannedPackage
        ? [`job "${jobId}" gives ${action} the path "${path}" at the tag of a package in ${plannedPackage}`]
        : [];
    });
}

function judgeUpload(uses: readonly PlannedUse[], release: ReleaseCase): string[] {
  const urlOf = ({ inputs }: PlannedUse): string => inputs.get('repository-url') ?? '';
  if (release.index === 'testpypi')
    return [
      ...uses
        .filter((use) => urlOf(use) !== 'testpypi')
        .map((use) => `job "${use.jobId}" uploads to ${urlOf(use) || 'PyPI'} instead of TestPyPI`),
      ...checkCount(uses, isUploaded(release), 'the upload to TestPyPI'),
    ];
  if (release.index === 'none') return checkCount(uses, false, 'the upload to an index');
  // A workflow may try TestPyPI first, or have an index of its own.
  const pypi = uses.filter((use) => urlOf(use) === '');
  return pypi.length === uses.length ? checkCount(pypi, isUploaded(release), 'the upload to PyPI') : [];
}

/** What a run at a tag would do wrongly in a release of this kind. */
export function judgeTagRun(
  { uses: all }: PlannedRun,
  release: ReleaseCase,
  known: KnownActions,
): readonly string[] {
  const uses = all.filter((use) => !isDry(use));
  const of = (action: string): PlannedUse[] => uses.filter((use) => use.action === action);
  const findings: string[] = [];
  const builds = of('python-build');
  if (known.has('python-build') && builds.length === 0) findings.push('nothing is built');
  for (const use of [...builds, ...of('docker-build-sign'), ...of('release-notes')])
    findings.push(...judgeVersion(use));
  if (builds.length > 0)
    for (const use of uses.filter(
      (use) => !['docker-build-sign', 'python-build'].includes(use.action) && !isVerification(use),
    ))
      findings.push(...judgeFiles(use, builds));
  if (known.has('pypi-publish')) findings.push(...judgeUpload(of('pypi-publish'), release));
  if (known.has('github-packages-publish'))
    findings.push(
      ...checkCount(of('github-packages-publish'), !release.draft, 'the publication to GitHub Packages'),
    );
  const image = of('docker-build-sign');
  findings.push(...judgeImage(image, of('release-notes'), release));
  const tagging = image.filter((use) => ['all', 'promote'].includes(modeOf(use)));
  if (known.has('docker-build-sign')) {
    findings.push(...checkCount(tagging, release.image && !release.draft, 'the tagging of the image'));
    if (!release.image)
      findings.push(
        ...checkCount(
          image.filter((use) => modeOf(use) !== 'promote'),
          false,
          'the build of an image',
        ),
      );
  }
  if (known.has('passport')) findings.push(...judgePassport(uses), ...judgeVerification(uses, release));
  if (known.has('release-notes')) findings.push(...judgeRelease(uses, release));
  return findings;
}
