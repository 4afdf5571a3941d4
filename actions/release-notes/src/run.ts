import type { NotedAsset } from '@slipway/changelog/notes/assets';
import { beginBlock, findBlock } from '@slipway/changelog/notes/draft-block';
import { InputError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/files/file-list';
import { type InlineText, joinMarkdown, linkTo } from '@slipway/core/markdown';
import type { ActionContext } from '@slipway/core/run-action';
import { count } from '@slipway/core/text/count';
import { createGitHubClient } from '@slipway/github/client';
import type { Release } from '@slipway/github/releases';
import { nameAsset, readFileName } from '@slipway/github/releases/asset-name';
import { openRepository } from '@slipway/github/repository';
import { isPrerelease } from '@slipway/python/version/format-version';
import { assertAssets } from './assert-assets.ts';
import { type ComposedNotes, composeNotes } from './compose-notes.ts';
import { releaseErrors } from './errors.ts';
import { fetchExtraArtifacts } from './extra-files.ts';
import type { Inputs, Output } from './inputs.ts';
import { isClosed, keepsMark } from './made-by-hand.ts';
import { refuseStrayTag } from './release-branches.ts';
import { type ReleaseFile, readReleaseFiles } from './release-files.ts';
import type { ReleasePlan } from './release-plan.ts';
import { findRelease, makeDraft, publishDraft } from './release-steps.ts';
import { findTarget } from './release-target.ts';
import { refuseMissingCategory } from './repository-facts.ts';

type Context = ActionContext<Inputs, Output>;

/** Rows of the summary: what was found and done, in order; there also when the action fails. */
type Report = [step: string, result: InlineText][];

/** Set as soon as it is true. */
const titles = {
  draft: (tag: string) => `Draft of ${tag} is ready`,
  existing: (tag: string) => `${tag} was published already`,
  notes: (tag: string) => `Notes of ${tag}`,
  'dry run': (tag: string) => `Dry run for ${tag}`,
};

/** Renders the notes of a release and, by `phase`, makes its draft, publishes it, or both. */
export async function runReleaseNotes(context: Context): Promise<void> {
  const report: Report = [];
  try {
    await release(context, report);
  } finally {
    context.summary.addTable(
      ['', ''],
      report.map(([step, result]) => [step.slice(0, 1).toUpperCase() + step.slice(1), result]),
    );
    context.setOutput(
      'summary',
      report
        .map(([step, result]) => `${step}: ${typeof result === 'string' ? result : result.text}`)
        .join('\n'),
    );
  }
}

async function release(context: Context, report: Report): Promise<void> {
  const { inputs, job, http, log } = context;
  const extraDigests = inputs['extra-digests'];
  const files = await findFiles(context, extraDigests);
  if (files.length > 0) report.push(['files', files.map(({ fileName }) => fileName).join(', ')]);
  const { apiUrl, graphqlUrl } = job;
  const client = createGitHubClient({ http, apiUrl, graphqlUrl, token: inputs.token, log });
  const repository = openRepository(client, job.repository);
  const target = await findTarget(inputs, job, repository);
  report.push(['tag', `${target.tag} at ${target.commitSha.slice(0, 12)}`]);
  if (inputs.phase === 'draft' || inputs.phase === 'all') await refuseStrayTag(repository, context, target);
  if (inputs.phase !== 'notes-only') await refuseMissingCategory(repository, inputs['discussion-category']);
  const marker = beginBlock(target.tag);
  const needsRelease = inputs.phase === 'publish' || inputs['dry-run'];
  const found = needsRelease ? await findRelease(repository, target.tag, marker) : undefined;
  const assets = files.length > 0 ? files.map(describeAsset) : listAssets(found, inputs.digests);
  // A job that only publishes has none itself: the draft has them.
  if (files.length === 0)
    report.push(['files', assets.length === 0 ? 'none' : assets.map(({ name }) => name).join(', ')]);
  const composed = await composeNotes(context, repository, target, assets, files);
  reportNotes(report, composed);
  const plan: ReleasePlan = {
    repository,
    target,
    compose: (existing, publishedBy) => composed.compose(existing, publishedBy),
    runId: job.runId,
    isStartedByRelease: job.eventName === 'release',
    isMarkGiven: inputs.prerelease !== 'auto',
    marker,
    files,
    promised: inputs.digests,
    promisedExtra: extraDigests,
    discussionCategory: inputs['discussion-category'],
  };
  context.summary.setTitle(titles[inputs['dry-run'] ? 'dry run' : 'notes'](target.tag));
  if (inputs.phase === 'notes-only') return;
  if (inputs['dry-run']) rehearse(found, plan, composed, context, report);
  else await act(plan, found, composed, context, report);
}

/** The files to be assets. @throws as `readReleaseFiles` and `fetchExtraArtifacts` */
async function findFiles(context: Context, extra: FileList | undefined): Promise<readonly ReleaseFile[]> {
  const { inputs, job, signal } = context;
  const attaches = hasFiles(inputs);
  const patterns = {
    assets: inputs.assets,
    extra: attaches ? inputs['extra-assets'] : [],
    fetched: attaches ? await fetchExtraArtifacts(context, inputs['extra-artifacts'], extra) : [],
  };
  const promised = { built: inputs.digests, extra: attaches ? extra : undefined };
  return readReleaseFiles(patterns, job.workspace, promised, signal);
}

/** A job that only publishes has no files, and takes from the draft which ones there are. */
const hasFiles = ({ phase, assets }: Inputs): boolean => phase !== 'publish' || assets.length > 0;

function describeAsset({ name, fileName, sha256, size }: ReleaseFile): NotedAsset {
  return { name: fileName, storedName: name === fileName ? undefined : name, sha256, size };
}

function reportNotes(report: Report, { source, previousTag, notes }: ComposedNotes): void {
  report.push([
    'notes',
    `from ${source}, since ${previousTag ?? 'the beginning'}${notes.isCut ? ', cut' : ''}`,
  ]);
}

/** Without files at hand, the notes name what the draft has, else what was promised. */
function listAssets(found: Release | undefined, promised: FileList | undefined): readonly NotedAsset[] {
  const names = new Map((promised ?? []).map(({ name }) => [nameAsset(name), name]));
  const kept = (found?.assets ?? []).flatMap(({ name: stored, label, sha256, size }): NotedAsset[] => {
    if (sha256 === undefined) return [];
    const name = names.get(stored) ?? readFileName({ name: stored, label });
    return [{ name, storedName: name === stored ? undefined : stored, sha256, size }];
  });
  if (kept.length > 0) return kept;
  return (promised ?? []).map(({ name, sha256, size }) => {
    const stored = nameAsset(name);
    return { name, storedName: name === stored ? undefined : stored, sha256, size };
  });
}

async function act(
  plan: ReleasePlan,
  found: Release | undefined,
  composed: ComposedNotes,
  context: Context,
  report: Report,
): Promise<void> {
  const { inputs, log } = context;
  if (inputs.phase === 'publish' && found === undefined) {
    throw new InputError(releaseErrors.E_RELEASE_TAG, {
      message: `There is no draft for ${plan.target.tag} to publish.`,
      hint: 'Run the action with "phase: draft" before, or with "phase: all".',
    });
  }
  const drafted = found ?? (await makeDraft(plan));
  handOn(context, drafted, composed, plan);
  report.push([
    'release',
    drafted.draft ? `draft, ${count(drafted.assets.length, 'asset')}` : 'was published already',
  ]);
  context.summary.setTitle(titles[drafted.draft ? 'draft' : 'existing'](plan.target.tag));
  if (inputs.phase === 'draft' || inputs.draft) return;
  const { release: published, isLatest } = await publishDraft(plan, drafted);
  handOn(context, published, composed, plan);
  const kind = published.prerelease ? 'pre-release' : isLatest === true ? 'latest release' : 'release';
  report.push([
    'published',
    joinMarkdown(
      linkTo(plan.target.tag, published.url),
      `, ${kind}${published.immutable ? ', immutable' : ''}`,
    ),
  ]);
  context.summary.setTitle(joinMarkdown('Published ', linkTo(plan.target.tag, published.url)));
  log.notice(`${plan.target.tag} is published: ${published.url}`);
  tellOtherImage(published, composed, context);
}

/** A later attempt may build an image with different bytes; what the notes of a public release say stays true. */
function tellOtherImage({ tagName, body }: Release, { imageDigest }: ComposedNotes, { log }: Context): void {
  const released = findBlock(body, tagName)?.imageDigest;
  if (released === undefined || imageDigest === undefined || released === imageDigest) return;
  log.notice(
    `The notes of ${tagName} name the image ${released}, and this run built ${imageDigest}. The released image is kept: tag the digest in the output "image-digest".`,
  );
}

function rehearse(
  found: Release | undefined,
  plan: ReleasePlan,
  composed: ComposedNotes,
  context: Context,
  report: Report,
): void {
  if (found !== undefined && !found.draft) assertAssets(found, plan);
  if (found !== undefined) handOn(context, found, composed, plan);
  const state =
    found === undefined ? 'nothing is there' : found.draft ? 'a draft is there' : 'it is published';
  report.push(['dry run', `${state}; nothing was written`]);
}

function handOn(
  { setOutput, inputs }: Context,
  release: Release,
  composed: ComposedNotes,
  plan: ReleasePlan,
): void {
  const { id, url, tagName, body, draft, assets } = release;
  const listed = assets
    .map(({ name, sha256, size, downloadUrl }) => ({ name, sha256: sha256 ?? '', size, url: downloadUrl }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  setOutput('release-id', String(id));
  setOutput('image-digest', findBlock(body, tagName)?.imageDigest ?? composed.imageDigest ?? '');
  setOutput('url', url);
  const link = linkTo(draft ? `draft of ${tagName}` : tagName, url);
  setOutput('result-markdown', joinMarkdown(link, `: ${count(assets.length, 'asset')}`).markdown);
  // No channel is said to have what it cannot have.
  setOutput('assets', isClosed(release, plan) ? '' : JSON.stringify(listed));
  setOutput('draft', String(draft && inputs.draft));
  const { target } = plan;
  const isMarked = keepsMark(release, plan) ? release.prerelease : target.isPrerelease;
  setOutput('prerelease', String(isMarked || isPrerelease(target.version)));
}
