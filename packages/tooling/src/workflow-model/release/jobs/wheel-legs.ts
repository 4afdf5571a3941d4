import { when } from '../../model/condition.ts';
import { expression, text } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { outputOf, passOn, type Reference, resultOf } from '../../model/reference.ts';
import { own } from '../../model/step.ts';

const given = (name: 'digests' | 'sdist-artifact' | 'legs'): Reference => ({ kind: 'input', input: name });

/** Name of the artifact of a leg, which `collect` and the outputs say without asking the leg. */
const nameArtifact = (leg: string): string => `wheels-${leg}`;

// GitHub's own machines, each of them native: "Standard GitHub-hosted runners", GitHub Docs.
const runners = {
  'linux-x86_64': 'ubuntu-24.04',
  'linux-aarch64': 'ubuntu-24.04-arm',
  'macos-arm64': 'macos-15',
  'macos-x86_64': 'macos-15-intel',
  'windows-amd64': 'windows-2025',
  'windows-arm64': 'windows-11-arm',
} as const;

/** One job for each platform, so that each has outputs that no other job can set. */
export const wheelLegs = Object.entries(runners).map(([leg, runsOn]) =>
  defineJob({
    id: leg,
    runsOn,
    timeoutMinutes: 120,
    permissions: {},
    outputs: passOn('build', 'files'),
    steps: [
      {
        name: 'Build the wheels of this platform',
        id: 'build',
        uses: own('python-build'),
        with: {
          native: 'build',
          formats: 'wheel',
          legs: given('legs'),
          'sdist-artifact': given('sdist-artifact'),
          'sdist-digests': given('digests'),
          'artifact-name': nameArtifact(leg),
        },
      },
    ],
  }),
);

type Leg = (typeof wheelLegs)[number];

/** A text if the leg built, and an empty line otherwise. */
const ifBuilt = (leg: Leg, value: string) => expression`${resultOf(leg)} == 'success' && '${value}' || ''`;

/** One line for each leg. */
const listLegs = (line: (leg: Leg) => ReturnType<typeof ifBuilt> | Reference) => ({
  ...text``,
  lines: wheelLegs.map((leg) => [line(leg)]),
});

/** The lists of files of the legs, one per line. */
export const wheelFiles = listLegs((leg) => outputOf(leg, 'files'));

/** The artifacts of the legs that built, one per line. */
export const wheelArtifacts = listLegs((leg) => ifBuilt(leg, nameArtifact(leg.id)));

/** Proves that what the legs built is one release together with the sdist. It stores nothing. */
export const collectWheels = defineJob({
  id: 'collect',
  comment: [
    'Proves that the artifacts are what each job listed, that no job claims the files or the platform of another, and that all of',
    'them are of one version. It merges and copies nothing: later jobs read every list from the job that wrote it.',
  ],
  needs: wheelLegs,
  // Without a condition of its own, a leg that was skipped would skip it, too.
  condition: when({ is: 'unbroken' }),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 15,
  permissions: {},
  steps: [
    {
      name: 'Collect the wheels',
      uses: own('checksums'),
      with: {
        mode: 'collect',
        expected: listLegs((leg) => ifBuilt(leg, leg.id)),
        'artifact-name': { ...wheelArtifacts, lines: [[given('sdist-artifact')], ...wheelArtifacts.lines] },
        digests: { ...wheelFiles, lines: [[given('digests')], ...wheelFiles.lines] },
      },
    },
  ],
});
