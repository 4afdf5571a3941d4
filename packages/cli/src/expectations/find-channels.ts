import { pypiHost, testPypiHost } from '@slipway/core/pypi-hosts';
import type { ActionUse } from './action-uses.ts';

/** The image that a workflow builds, as far as the file says. */
export interface ImageChannel {
  /** Names without a registry: `owner/name`; empty when one of them is only known in the run. */
  readonly names: readonly string[];
  /** Paths of the Dockerfiles, of which one makes a project one with an image. */
  readonly dockerfiles: readonly string[];
  /** A step pushes the image only by digest, before anything is tagged. */
  readonly pushesUntagged: boolean;
  readonly signs: boolean;
  /** Keys of the jobs that sign it. */
  readonly signers: readonly string[];
  /** The older signature format is requested in addition to the bundle. */
  readonly signsLegacy: boolean;
  /** Signed provenance goes with the signatures. */
  readonly attestsProvenance: boolean;
  /** Tags that a step requests in addition to those of the version; undefined if one is only known at run time. */
  readonly furtherTags: readonly string[] | undefined;
  /** The step that tags never moves `latest`. */
  readonly keepsLatest: boolean;
  /** Keys of the jobs with a step of this channel. */
  readonly jobs: readonly string[];
}

/** The release on GitHub that a workflow makes. */
export interface ReleaseChannel {
  /** Its notes are told what was proven in the other channels, and have the project's own form of none. */
  readonly reportsEvidence: boolean;
  /** Assets other than the built files and the passport are requested. */
  readonly hasExtraAssets: boolean;
}

/** The package index that a release is asked to go to. */
export type AskedIndex = 'pypi' | 'testpypi' | 'none';

/** Which channels a workflow publishes to; undefined and false for one that no job of it serves. */
export interface WorkflowChannels {
  /** A job chooses the version, commits and tags. */
  readonly bump: boolean;
  readonly pypi: { readonly attested: boolean } | undefined;
  readonly testPypi: { readonly attested: boolean } | undefined;
  /** A step uploads to the index that the release is asked to go to. */
  readonly indexIsAsked: boolean;
  readonly packages: { readonly namespace: string | undefined } | undefined;
  readonly image: ImageChannel | undefined;
  readonly release: ReleaseChannel | undefined;
  /** A job signs a passport. */
  readonly passport: { readonly stored: boolean; readonly verified: boolean } | undefined;
  /** Names of the lists of checksums that a job writes; undefined when one is only known in the run. */
  readonly manifests: readonly string[] | undefined;
}

const isOff = (use: ActionUse, name: string): boolean => use.inputs.get(name) === 'false';
const isDryRun = (use: ActionUse): boolean => use.inputs.get('dry-run') === 'true';

/** The value of an input; the default when it is not given, undefined when only the run knows it. */
function readInput(use: ActionUse, name: string, preset: string): string | undefined {
  return use.inputs.has(name) ? use.inputs.get(name) : preset;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const indexHosts = { pypi: pypiHost, testpypi: testPypiHost, none: undefined } as const;

/** Only the run knows the index: an expression names it, or the handover of an earlier part of the release. */
const isAsked = (use: ActionUse): boolean =>
  !use.inputs.has('repository-url')
    ? use.inputs.has('handover')
    : readInput(use, 'repository-url', '') === undefined;

/** Whether a step uploads to the index of a host. */
function uploadsTo(host: string, use: ActionUse, index: AskedIndex): boolean {
  if (use.action !== 'pypi-publish' || isDryRun(use)) return false;
  if (isAsked(use)) return host === indexHosts[index];
  const url = readInput(use, 'repository-url', pypiHost) ?? '';
  const named = url === 'testpypi' ? testPypiHost : (URL.parse(url)?.host ?? url);
  return named === host || named === `upload.${host}`;
}

function findIndex(
  uses: readonly ActionUse[],
  host: string,
  index: AskedIndex,
): { attested: boolean } | undefined {
  const own = uses.filter((use) => uploadsTo(host, use, index));
  // Attestations require trusted publishing.
  return own.length === 0
    ? undefined
    : { attested: own.every((use) => !isOff(use, 'attestations') && !use.inputs.has('password')) };
}

const registryPrefix = /^ghcr\.io\//;

function findImage(uses: readonly ActionUse[], repository: string): ImageChannel | undefined {
  if (uses.length === 0) return undefined;
  const modeOf = (use: ActionUse): string => readInput(use, 'mode', 'all') ?? 'unknown';
  const inMode = (...modes: string[]): ActionUse[] =>
    uses.filter((use) => [...modes, 'unknown'].includes(modeOf(use)));
  const names = uses.map((use) => readInput(use, 'image', `ghcr.io/${repository.toLowerCase()}`));
  const builders = inMode('all', 'stage');
  const taggers = inMode('all', 'promote');
  const signing = inMode('all', 'stage', 'merge').filter((use) => !isOff(use, 'sign'));
  const formatsOf = (use: ActionUse): string | undefined =>
    readInput(use, 'signature-formats', 'bundle,legacy');
  const further = taggers.map((use) => readInput(use, 'tags', ''));
  return {
    names: names.includes(undefined)
      ? []
      : [...new Set(names.map((name) => (name ?? '').replace(registryPrefix, '')))],
    dockerfiles: [
      ...new Set(
        builders.map((use) => {
          const context = (readInput(use, 'context', '.') ?? '.').replace(/^\.\/|\/$/g, '');
          const file = readInput(use, 'file', '');
          if (file !== undefined && file !== '') return file.replace(/^\.\//, '');
          return context === '.' || context === '' ? 'Dockerfile' : `${context}/Dockerfile`;
        }),
      ),
    ],
    pushesUntagged: uses.some((use) => ['stage', 'merge'].includes(modeOf(use))),
    signs: signing.length > 0,
    signers: [...new Set(signing.map(({ jobId }) => jobId))],
    signsLegacy: signing.some((use) => formatsOf(use)?.includes('legacy') === true),
    attestsProvenance: signing.some(
      (use) => !isOff(use, 'provenance') && formatsOf(use)?.includes('bundle') === true,
    ),
    furtherTags: further.includes(undefined) ? undefined : further.flatMap((text) => linesOf(text ?? '')),
    keepsLatest: taggers.length > 0 && taggers.every((use) => isOff(use, 'latest')),
    jobs: [...new Set(uses.map(({ jobId }) => jobId))],
  };
}

/** Artifacts that a step attaches beside the passport; one that only the run knows may be any. */
function listOthers(use: ActionUse, passports: readonly ActionUse[]): readonly string[] {
  const own = passports.map((each) => readInput(each, 'artifact-name', 'release-passport'));
  return linesOf(readInput(use, 'extra-artifacts', '') ?? 'unknown').filter((name) => !own.includes(name));
}

function findRelease(
  uses: readonly ActionUse[],
  passports: readonly ActionUse[],
): WorkflowChannels['release'] {
  const writing = uses.filter((use) => readInput(use, 'phase', 'all') !== 'notes-only');
  if (writing.length === 0) return undefined;
  const publishing = writing.filter((use) => readInput(use, 'phase', 'all') !== 'draft');
  return {
    reportsEvidence: publishing.some((use) => use.inputs.has('evidence') && !use.inputs.has('template')),
    hasExtraAssets: writing.some(
      (use) => use.inputs.has('extra-assets') || listOthers(use, passports).length > 0,
    ),
  };
}

/**
 * Reads off which channels a workflow has: by the actions that its steps use and the mode in which they use them, whatever the
 * jobs are called and whether their conditions ever hold. A step that only tries ("dry-run") serves none.
 * @param index what the release is asked for, where the workflow leaves the index open
 */
export function findChannels(
  all: readonly ActionUse[],
  repository: string,
  index: AskedIndex = 'pypi',
): WorkflowChannels {
  const of = (action: string): ActionUse[] => all.filter((use) => use.action === action && !isDryRun(use));
  const [verifications, passports] = [true, false].map((isWanted) =>
    of('passport').filter((use) => (readInput(use, 'mode', 'sign') === 'verify') === isWanted),
  ) as [ActionUse[], ActionUse[]];
  const packages = of('github-packages-publish').filter((use) => readInput(use, 'mode', 'ghcr') !== 'index');
  const manifests = of('checksums')
    .filter((use) => readInput(use, 'mode', 'write') !== 'verify')
    .map((use) => readInput(use, 'manifest', 'SHA256SUMS'));
  const namespaces = packages.map((use) => readInput(use, 'namespace', `${repository.toLowerCase()}/pypi`));
  return {
    bump: of('version-bump').length > 0,
    pypi: findIndex(all, pypiHost, index),
    testPypi: findIndex(all, testPypiHost, index),
    indexIsAsked: of('pypi-publish').some(isAsked),
    packages: packages.length === 0 ? undefined : { namespace: namespaces.at(-1) },
    image: findImage(of('docker-build-sign'), repository),
    release: findRelease(of('release-notes'), passports),
    passport:
      passports.length === 0
        ? undefined
        : {
            stored: passports.some((use) => !isOff(use, 'attestations')),
            verified: verifications.some((use) => !isOff(use, 'attestations')),
          },
    manifests: manifests.includes(undefined) ? undefined : [...new Set(manifests.map((name) => name ?? ''))],
  };
}

/** Keys of the jobs that upload to PyPI, which keeps what it accepts; one that only tries can be repeated. */
export const findIrreversibleJobs = (
  uses: readonly ActionUse[],
  index: AskedIndex = 'pypi',
): readonly string[] => [
  ...new Set(uses.filter((use) => uploadsTo(pypiHost, use, index)).map(({ jobId }) => jobId)),
];
