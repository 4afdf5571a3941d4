import { packageRepository } from '@slipway/oci/pyoci/package-name';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { type Cell, isPrereleaseKind } from './cell.ts';
import { expectImageTags } from './expect-image-tags.ts';
import type { WorkflowChannels } from './find-channels.ts';
import type { WorldState } from './observe-world.ts';

/** What is known of the release before anything is looked at. */
export interface ReleaseSubject {
  readonly cell: Cell;
  readonly channels: WorkflowChannels;
  /** Name of the distribution; empty when neither the project nor a job said it. */
  readonly name: string;
  /** What is released; undefined when neither the request nor a run at a tag says it. */
  readonly version: Version | undefined;
  /** The tag that the release is to have; undefined like `version`. */
  readonly tag: string | undefined;
  /** The folder of the package that is released; undefined for the project of the whole repository. */
  readonly folder?: string | undefined;
  /** The workflow sets the form of its tags, which may be another than that of the tags before. */
  readonly hasTagFormat?: boolean;
  /** Why the tag is no release, as a clause, where the workflow reads tags; undefined for a release. */
  readonly strayTag?: string | undefined;
  /** The tag was there before: it was pushed by hand. */
  readonly isTagGiven: boolean;
  /** `owner/name`. */
  readonly repository: string;
  /** Why the machine cannot build images; undefined when it can, or none is to be built. */
  readonly imageMissing: string | undefined;
  /** Tags of commits on the branch that is released, before the release. */
  readonly lineTags: readonly string[];
  /** The world before the release. */
  readonly before: WorldState;
}

/** A channel that the workflow has not. */
export interface NotInWorkflow {
  readonly state: 'not part of this workflow';
}

/** A channel that must hold nothing of this release. */
export interface Absent {
  readonly state: 'absent';
  /** A clause: `1.2.0rc1 is a pre-release`. */
  readonly because: string;
}

/** A channel that this machine cannot show. */
export interface NotShown {
  readonly state: 'not shown';
  readonly because: string;
}

export interface ExpectedIndex {
  readonly state: 'present';
  /** Every file has a publish and a provenance attestation; without, none has any. */
  readonly attested: boolean;
}

export interface ExpectedPackages {
  readonly state: 'present';
  /** Names below the registry; undefined when the workflow computes it. */
  readonly package: string | undefined;
}

export interface ExpectedImage {
  readonly state: 'present';
  /** Name below the registry; undefined when the workflow computes it. */
  readonly package: string | undefined;
  /** Every tag that leads to the image, and no other; undefined when the version or a tag is only known in the run. */
  readonly tags: readonly string[] | undefined;
  readonly signed: boolean;
  /** In the older format too. */
  readonly signedLegacy: boolean;
  readonly provenance: boolean;
}

export interface ExpectedRelease {
  readonly state: 'present';
  readonly draft: boolean;
  readonly prerelease: boolean;
  /** The repository shows this release first. */
  readonly latest: boolean;
  /** Names of the lists of checksums among the assets; undefined when one is only known in the run. */
  readonly manifests: readonly string[] | undefined;
  /** The workflow attaches assets of its own choice. */
  readonly hasExtraAssets: boolean;
  /** The notes name every channel that the release is in. */
  readonly reportsEvidence: boolean;
}

export interface ExpectedPassport {
  readonly state: 'present';
  /** GitHub has it as an attestation, which it has for public repositories of every plan. */
  readonly stored: boolean;
  /** It has a signed summary for each channel, too. */
  readonly verified: boolean;
}

/** What every channel must hold, and must not hold, after the release. */
export interface ReleaseExpectation {
  readonly pypi: ExpectedIndex | Absent | NotInWorkflow;
  readonly testPypi: ExpectedIndex | Absent | NotInWorkflow;
  readonly packages: ExpectedPackages | Absent | NotInWorkflow;
  readonly image: ExpectedImage | Absent | NotShown | NotInWorkflow;
  readonly release: ExpectedRelease | Absent | NotInWorkflow;
  readonly passport: ExpectedPassport | Absent | NotInWorkflow;
}

/**
 * What a release calls for. It looks at the request and at the workflow file, never at how a job ended: a channel that is called
 * for and stays empty is a fault of the release, whatever its jobs say.
 *
 * | | final, post | pre-release, dev, marked as pre-release | draft |
 * |---|---|---|---|
 * | PyPI | files, attested | nothing | nothing |
 * | GitHub Packages | files | files | nothing |
 * | image | tag of the version, `X.Y`, `X`, `latest` forward | tag of the version alone | pushed by digest, no tag |
 * | GitHub Release | published, latest when highest | published as a pre-release, never latest | draft |
 * | passport | attached to the release | the same | attached to the draft |
 */
export function expectRelease(subject: ReleaseSubject): ReleaseExpectation {
  const { channels, cell, strayTag } = subject;
  if (strayTag !== undefined) return expectNothingAt(channels, strayTag);
  const unpublished = explainUnpublished(subject);
  return {
    pypi: expectIndex(channels.pypi, unpublished) ?? expectNoPypi(subject),
    // What a workflow tries there first is its own affair; a draft alone reaches nobody.
    testPypi: expectIndex(channels.testPypi, cell.draft ? draftReason : undefined) ?? notInWorkflow,
    packages: expectPackages(subject),
    image: expectImage(subject),
    release: expectGitHubRelease(subject),
    passport: expectPassport(subject),
  };
}

/** A tag that is not a release reaches no channel. */
function expectNothingAt(channels: WorkflowChannels, because: string): ReleaseExpectation {
  const absent = { state: 'absent', because } as const;
  const of = (channel: unknown): Absent | NotInWorkflow => (channel === undefined ? notInWorkflow : absent);
  return {
    ...{ pypi: of(channels.pypi), testPypi: of(channels.testPypi), packages: of(channels.packages) },
    ...{ image: of(channels.image), release: of(channels.release), passport: of(channels.passport) },
  };
}

const draftReason = 'the release stays a draft';
const notInWorkflow: NotInWorkflow = { state: 'not part of this workflow' };

/** Why PyPI gets nothing; undefined when it does. */
function explainUnpublished({ cell, version }: ReleaseSubject): string | undefined {
  if (cell.draft) return draftReason;
  if (isPrereleaseKind(cell.kind))
    return version === undefined ? 'it is a pre-release' : `${formatVersion(version)} is a pre-release`;
  if (cell.prerelease) return 'the release is marked as a pre-release';
  // PEP 440, "Local version identifiers": they are not for public indexes.
  return version !== undefined && version.local.length > 0
    ? `${formatVersion(version)} is a local version`
    : undefined;
}

function expectIndex(
  channel: { readonly attested: boolean } | undefined,
  unpublished: string | undefined,
): ExpectedIndex | Absent | undefined {
  if (channel === undefined) return undefined;
  if (unpublished !== undefined) return { state: 'absent', because: unpublished };
  return { state: 'present', attested: channel.attested };
}

/** A workflow that leaves the index open was asked for another one. */
function expectNoPypi({ channels, cell }: ReleaseSubject): Absent | NotInWorkflow {
  if (!channels.indexIsAsked) return notInWorkflow;
  const because = cell.index === 'testpypi' ? 'the release goes to TestPyPI' : 'the release goes to no index';
  return { state: 'absent', because };
}

function expectPackages({ channels, cell, name }: ReleaseSubject): ReleaseExpectation['packages'] {
  if (channels.packages === undefined) return notInWorkflow;
  if (cell.draft) return { state: 'absent', because: draftReason };
  const { namespace } = channels.packages;
  const isKnown = namespace !== undefined && name !== '';
  return { state: 'present', package: isKnown ? packageRepository(namespace, name) : undefined };
}

function expectImage(subject: ReleaseSubject): ReleaseExpectation['image'] {
  const { channels, cell, imageMissing, version, before } = subject;
  const channel = channels.image;
  if (channel === undefined) return notInWorkflow;
  if (!cell.image)
    return { state: 'absent', because: `the project has no ${channel.dockerfiles.join(' or ')}` };
  if (imageMissing !== undefined) return { state: 'not shown', because: imageMissing };
  if (cell.draft && !channel.pushesUntagged) return { state: 'absent', because: draftReason };
  const name = channel.names.length === 1 ? channel.names[0] : undefined;
  const found = before.packages.find((each) => each.name === name);
  const tags = (): readonly string[] | undefined => {
    if (cell.draft) return [];
    if (version === undefined || channel.furtherTags === undefined) return undefined;
    const own = expectImageTags(version, Object.keys(found?.tags ?? {}), cell.prerelease);
    const kept = channel.keepsLatest ? own.filter((tag) => tag !== 'latest') : own;
    return [...new Set([...kept, ...channel.furtherTags])].sort();
  };
  return {
    ...{ state: 'present', package: name, tags: tags(), signed: channel.signs },
    ...{ signedLegacy: channel.signsLegacy, provenance: channel.attestsProvenance },
  };
}

function expectPassport({ channels, cell }: ReleaseSubject): ReleaseExpectation['passport'] {
  if (channels.passport === undefined) return notInWorkflow;
  const hasAttestations = !cell.private;
  return {
    state: 'present',
    stored: channels.passport.stored && hasAttestations,
    verified: channels.passport.verified && hasAttestations && !cell.draft,
  };
}

function expectGitHubRelease(subject: ReleaseSubject): ReleaseExpectation['release'] {
  const { channels, cell } = subject;
  if (channels.release === undefined) return notInWorkflow;
  const prerelease = cell.prerelease || isPrereleaseKind(cell.kind);
  return {
    state: 'present',
    draft: cell.draft,
    prerelease,
    latest: !cell.draft && !prerelease && isHighest(subject),
    manifests: channels.manifests,
    hasExtraAssets: channels.release.hasExtraAssets,
    reportsEvidence: channels.release.reportsEvidence,
  };
}

/**
 * No final version of the same project is higher, by its tags: an older line that is kept up must not be shown first. Other packages
 * of the repository have tags of their own.
 */
function isHighest({ version, name, folder, before }: ReleaseSubject): boolean {
  if (version === undefined) return true;
  const marked = new Set(before.releases.filter((each) => each.prerelease).map(({ tagName }) => tagName));
  const tags = Object.keys(before.tags).map((tag) => ({ name: tag }));
  return readProjectTags({ tags, name: name === '' ? undefined : name, package: folder }).releases.every(
    (other) =>
      marked.has(other.name) || isPrerelease(other.version) || compareVersions(other.version, version) <= 0,
  );
}
