import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';

import { tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { formatTag } from '@slipway/tags/tag-style';
import { readTagVersion } from '@slipway/tags/tag-version';
import type { RehearseOptions } from '../commands/rehearse-options.ts';
import { readWorkflow } from '../findings/read-workflow.ts';
import type { ReadWorkflow } from '../findings/workflow-findings.ts';
import type { Git } from '../machine/git.ts';
import { type ProjectCopy, readCommittedFile } from '../project/project-copy.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { ReleaseFacts } from '../release/release-facts.ts';
import type { FinishedRun } from '../release/run-release.ts';
import { type History, seedHistory } from '../release/seed-history.ts';
import { kindOfVersion } from './cell.ts';
import { imageTagOf } from './expect-image-tags.ts';
import { expectRelease, type ReleaseSubject } from './expect-release.ts';
import { type AskedIndex, findChannels, type WorkflowChannels } from './find-channels.ts';
import type { Outcome } from './judgement.ts';
import { observeWorld, type WorldState } from './observe-world.ts';
import { planKind, planVersion } from './plan-version.ts';

/** What is known before anything runs. */
export interface Preparation {
  readonly workflow: ReadWorkflow;
  readonly channels: WorkflowChannels;
  readonly before: WorldState;
  /** Tags of commits on the branch that is released. */
  readonly lineTags: readonly string[];
  /** The project has a file that the workflow builds an image from. */
  readonly hasImage: boolean;
}

export interface PreparationRequest {
  readonly git: Git;
  readonly hosted: HostedProject;
  readonly copy: ProjectCopy;
  /** The commit whose workflow runs. */
  readonly commit: string;
}

/**
 * Reads the workflow file, gives the world its past, and looks at it before anything runs.
 * @throws InputError E_WORKFLOW_INVALID
 */
export async function prepareAssessment(
  request: PreparationRequest,
  past: Pick<History, 'name' | 'folder' | 'except'> & {
    readonly isFirst: boolean;
    readonly index: AskedIndex;
  },
): Promise<Preparation> {
  const { git, hosted, copy, commit } = request;
  const { repository } = hosted;
  const read = (path: string): Promise<string | undefined> =>
    readCommittedFile(git, repository.gitDirectory, commit, path);
  const readOwn = (path: string): Promise<string | undefined> =>
    readFile(join(slipwayDirectory, path), 'utf8').catch(() => undefined);
  const text = await read(copy.workflowPath);
  const { fullName } = repository;
  const context = { repository: fullName, readFile: read, readOwnFile: readOwn };
  const workflow = await readWorkflow(copy.workflowPath, text ?? '', context);
  const channels = findChannels(workflow.uses, fullName, past.index);
  const found = await Promise.all(
    (channels.image?.dockerfiles ?? []).map(
      // The context may be a different repository, whose files are not available.
      async (path) => path.includes('://') || (await read(path)) !== undefined,
    ),
  );
  // The image is of the whole repository, and a package of it has none.
  const hasImage = past.folder === undefined && found.includes(true);
  if (!past.isFirst)
    await seedHistory(git, hosted, { ...past, images: hasImage ? (channels.image?.names ?? []) : [] });
  const merged = await git.read(repository.gitDirectory, ['tag', '--merged', `refs/heads/${copy.branch}`]);
  return {
    workflow,
    channels,
    before: await observeWorld(git, hosted),
    lineTags: merged.split('\n').filter((tag) => tag !== ''),
    hasImage,
  };
}

export interface AssessmentRequest extends PreparationRequest {
  readonly preparation: Preparation;
  /** The world as the release left it, if somebody has looked. Default: it is looked at. */
  readonly after?: WorldState | undefined;
  /** The release waits for a person who publishes its draft: the world before that, if a run left a draft. */
  readonly gate?: { readonly after: WorldState | undefined } | undefined;
  readonly options: Pick<RehearseOptions, 'wish' | 'draft' | 'prerelease' | 'index'>;
  /** The version in the files before the release; empty when they have none. */
  readonly versionBefore: string;
  /** Name of the distribution; empty when nothing says it. */
  readonly name: string;
  /** The folder of the package that is released; undefined for the project of the whole repository. */
  readonly folder?: string | undefined;
  readonly facts: ReleaseFacts;
  readonly finished: readonly FinishedRun[];
  /** Why this machine builds no images; undefined when it does. */
  readonly imageMissing: string | undefined;
  /** Nothing was released before. */
  readonly isFirst: boolean;
  /** Hosts that the release contacted. */
  readonly hosts: readonly string[];
}

/** Computes the expected end state of the release and compares it with the actual one. */
export async function assessRelease(request: AssessmentRequest): Promise<Outcome> {
  const { git, hosted, copy, preparation, facts, options, finished } = request;
  const { before, channels } = preparation;
  const { repository } = hosted;
  const after = request.after ?? (await observeWorld(git, hosted));
  const subject: ReleaseSubject = {
    cell: {
      ...{ draft: options.draft, prerelease: options.prerelease, private: repository.private },
      ...{ image: preparation.hasImage, first: request.isFirst, index: options.index },
      ...{ kind: 'stable' },
    },
    ...{ channels, before, name: request.name, repository: repository.fullName },
    lineTags: preparation.lineTags,
    imageMissing: request.imageMissing,
    isTagGiven: options.wish.kind === 'tag',
    folder: request.folder,
    strayTag: explainStray(request),
    hasTagFormat: preparation.workflow.uses.some(setsTagFormat),
    ...chooseVersion(request, after),
  };
  const kind =
    subject.version === undefined
      ? planKind(options.wish, request.versionBefore)
      : kindOfVersion(subject.version);
  const known: ReleaseSubject = { ...subject, cell: { ...subject.cell, kind } };
  const expected = expectRelease(known);
  const gate = request.gate && {
    expected: expectRelease({ ...known, cell: { ...known.cell, draft: true } }),
    after: request.gate.after,
    isHeard: finished.some(({ run }) => run.eventName === 'release'),
  };
  return {
    ...{ subject: known, expected, after, files: facts.files, hosts: request.hosts },
    imageDigest: facts.imageDigest || findTaggedImage(known, expected, after),
    runs: [...new Map(finished.map(({ run }) => [run.runId, run])).values()],
    usesSlipway: preparation.workflow.uses.length > 0,
    workflowPath: copy.workflowPath,
    signerRef: findSigner(finished, channels),
    gate,
    newCommits: await listNewCommits(git, repository.gitDirectory, before, after),
  };
}

/** The file of the job that signed the image, at its ref: of a called workflow, that file. */
function findSigner(finished: readonly FinishedRun[], { image }: WorkflowChannels): string | undefined {
  const refs = finished.flatMap(({ jobWorkflowRefs }) =>
    (image?.signers ?? []).map((id) => jobWorkflowRefs.get(id)),
  );
  return refs.findLast((ref) => ref !== undefined);
}

/** The version and the tag: as asked for, else those of the run at a tag, else those of a tag that appeared. */
function chooseVersion(
  { options, versionBefore, facts, preparation, name, folder }: AssessmentRequest,
  after: WorldState,
): { version: Version | undefined; tag: string | undefined } {
  const { before, lineTags } = preparation;
  const { wish } = options;
  const project = { name: name === '' ? undefined : name, package: folder };
  const { style, releases } = readProjectTags({ ...project, tags: lineTags.map((tag) => ({ name: tag })) });
  const anywhere = readProjectTags({
    ...project,
    tags: Object.keys(before.tags).map((tag) => ({ name: tag })),
  });
  const planned = planVersion(wish, versionBefore, {
    onLine: releases.map(({ version }) => version),
    anywhere: anywhere.releases.map(({ version }) => version),
  });
  if (wish.kind === 'tag') return { version: planned, tag: wish.tag };
  const created = Object.keys(after.tags).filter((tag) => before.tags[tag] === undefined);
  if (planned === undefined) {
    const tag = facts.tag || created[0];
    const version = tag === undefined ? tryParseVersion(facts.version) : readTagVersion(tag);
    return { version, tag };
  }
  const isPlanned = (tag: string): boolean => {
    const version = readTagVersion(tag);
    return version !== undefined && imageTagOf(version) === imageTagOf(planned);
  };
  return { version: planned, tag: created.find(isPlanned) ?? formatTag(style, planned) };
}

/** Whether the tag that was pushed is no release, by the tags of the project. Only a workflow that reads its tag can tell. */
function explainStray({ options, preparation, name, folder }: AssessmentRequest): string | undefined {
  const { wish } = options;
  const { uses } = preparation.workflow;
  if (wish.kind !== 'tag' || uses.some(setsTagFormat)) return undefined;
  if (uses.every(({ action }) => action !== 'version-bump')) return undefined;
  const tags = Object.keys(preparation.before.tags).map((tag) => ({ name: tag }));
  const found = readProjectTags({ tags, name: name === '' ? undefined : name, package: folder });
  const isRelease =
    found.kinds.get(wish.tag) === 'release' ||
    found.developments.some((each) => each.name === wish.tag && (each.version.dev ?? 0n) > 0n);
  return isRelease ? undefined : `${wish.tag} is not the tag of a release`;
}

/** The workflow says how tags are written; an expression is not known here. */
function setsTagFormat({ action, inputs }: ReadWorkflow['uses'][number]): boolean {
  const asked = [inputs.get('tag-format'), inputs.get('tag-prefix')];
  return (
    action === 'version-bump' &&
    asked.some((value) => value !== undefined && value !== 'auto' && !value.includes('${{'))
  );
}

/** Workflows need not say what they built: then what has the tag of the version is held against everything else. */
function findTaggedImage(
  { version }: ReleaseSubject,
  { image }: Outcome['expected'],
  after: WorldState,
): string {
  if (image.state !== 'present' || version === undefined) return '';
  const found = after.packages.find(({ name }) => name === image.package);
  return found?.tags[imageTagOf(version)] ?? '';
}

async function listNewCommits(
  git: Git,
  directory: string,
  before: WorldState,
  after: WorldState,
): Promise<readonly string[]> {
  const head = after.branches[after.defaultBranch];
  const base = before.branches[before.defaultBranch];
  if (head === undefined || base === undefined) return [];
  const listed = await git.read(directory, ['rev-list', `${base}..${head}`]);
  return listed.split('\n').filter((line) => line !== '');
}
