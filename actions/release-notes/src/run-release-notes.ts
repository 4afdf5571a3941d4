import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noEvidence, readEvidence } from '@slipway/changelog/notes/evidence';
import { maxBodyLength, type ReleaseNotes, renderReleaseNotes } from '@slipway/changelog/notes/render-notes';
import type { NotedAsset } from '@slipway/changelog/notes/verification';
import { InputError } from '@slipway/core/errors/action-error';
import type { FileList } from '@slipway/core/files/file-list';
import { type InlineText, joinMarkdown, linkTo } from '@slipway/core/markdown';
import type { ActionContext } from '@slipway/core/run-action';
import { createGitHubClient } from '@slipway/github/client';
import type { Release } from '@slipway/github/releases';
import { openRepository, type Repository } from '@slipway/github/repository';
import { collectChanges } from './collect-changes.ts';
import { releaseErrors } from './errors.ts';
import type { Inputs, Output } from './inputs.ts';
import { refuseStrayTag } from './release-branches.ts';
import { readReleaseFiles } from './release-files.ts';
import { findPreviousTag } from './release-order.ts';
import { assertAssets, findRelease, makeDraft, publishDraft, type ReleasePlan } from './release-steps.ts';
import { findTarget, type ReleaseTarget } from './release-target.ts';

type Context = ActionContext<Inputs, Output>;

/** Rows of the summary: what was found and done, in order; there also when the action fails. */
type Report = [step: string, result: InlineText][];

/** Renders the notes of a release and, by `phase`, makes its draft, publishes it, or both. */
export async function runReleaseNotes(context: Context): Promise<void> {
  const report: Report = [];
  try {
    await release(context, report);
  } finally {
    context.summary.addHeading('Release');
    context.summary.addTable(['step', 'result'], report);
    context.setOutput(
      'summary',
      report
        .map(([step, result]) => `${step}: ${typeof result === 'string' ? result : result.text}`)
        .join('\n'),
    );
  }
}

async function release(context: Context, report: Report): Promise<void> {
  const { inputs, job, http, log, signal } = context;
  const files = await readReleaseFiles(inputs.assets, job.workspace, inputs.digests, signal);
  report.push(['files', files.length === 0 ? 'none' : files.map(({ name }) => name).join(', ')]);
  const { apiUrl, graphqlUrl } = job;
  const client = createGitHubClient({ http, apiUrl, graphqlUrl, token: inputs.token, log });
  const repository = openRepository(client, job.repository);
  const target = await findTarget(inputs, job, repository);
  report.push(['tag', `${target.tag} at ${target.commitSha.slice(0, 12)}`]);
  if (inputs.phase === 'draft' || inputs.phase === 'all') await refuseStrayTag(repository, context, target);
  const marker = markerOf(target);
  const origin = originOf(target);
  const needsRelease = inputs.phase === 'publish' || inputs['dry-run'];
  const found = needsRelease ? await findRelease(repository, target.tag, marker) : undefined;
  const assets = files.length > 0 ? files : listAssets(found, inputs.digests);
  const notes = await composeNotes(context, repository, target, assets, report);
  const plan: ReleasePlan = {
    repository,
    target,
    title: target.tag,
    body: `${notes.body}\n\n${marker}\n${origin}`,
    marker,
    origin,
    files,
    promised: inputs.digests,
    discussionCategory: inputs['discussion-category'],
  };
  if (inputs.phase === 'notes-only') return;
  if (inputs['dry-run']) rehearse(found, plan, context, report);
  else await act(plan, found, context, report);
}

const markerOf = ({ tag }: ReleaseTarget): string => `<!-- slipway: ${encodeURIComponent(tag)} -->`;
const originOf = ({ commitSha }: ReleaseTarget): string => `<!-- slipway-commit: ${commitSha} -->`;

async function composeNotes(
  { inputs, job, setOutput, log }: Context,
  repository: Repository,
  target: ReleaseTarget,
  assets: readonly NotedAsset[],
  report: Report,
): Promise<ReleaseNotes> {
  const repositoryUrl = `${job.serverUrl}/${repository.name}`;
  const previousTag = findPreviousTag(target);
  const changes = await collectChanges(repository, repositoryUrl, target, previousTag, inputs);
  const digests = new Map(assets.map(({ name, sha256 }) => [name, sha256]));
  const notes = renderReleaseNotes(
    {
      repository: repository.name,
      repositoryUrl,
      version: target.versionText,
      tag: target.tag,
      previousTag,
      date: target.date,
      changes: changes.sections,
      people: changes.people,
      firstTimers: changes.firstTimers,
      assets,
      evidence: inputs.evidence === undefined ? noEvidence : readEvidence(inputs.evidence, digests),
      workflowPath: /^[^/]+\/[^/]+\/(.+?)@/.exec(job.workflowRef)?.[1],
      changesUrl: changes.url,
    },
    { header: inputs.header, footer: inputs.footer, template: inputs.template },
    maxBodyLength - markerOf(target).length - originOf(target).length - 3,
  );
  const folder = job.temporaryDirectory;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `release-notes-${target.versionText.replace(/[^\w.+-]/g, '_')}.md`);
  await writeFile(path, `${notes.full}\n`);
  setOutput('notes', notes.body);
  setOutput('notes-path', path);
  if (notes.isCut) log.warning('The notes are longer than GitHub takes; whole sections were left out.');
  report.push([
    'notes',
    `from ${changes.source}, since ${previousTag ?? 'the beginning'}${notes.isCut ? ', cut' : ''}`,
  ]);
  return notes;
}

/** Without files at hand, the notes name what the draft has, else what was promised. */
function listAssets(found: Release | undefined, promised: FileList | undefined): readonly NotedAsset[] {
  const kept = (found?.assets ?? []).flatMap(({ name, sha256, size }) =>
    sha256 === undefined ? [] : [{ name, sha256, size }],
  );
  return kept.length > 0 ? kept : (promised ?? []);
}

async function act(
  plan: ReleasePlan,
  found: Release | undefined,
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
  handOn(context, drafted);
  report.push([
    'release',
    drafted.draft ? `draft, ${drafted.assets.length} assets` : 'was published already',
  ]);
  if (inputs.phase === 'draft' || inputs.draft) return;
  const { release: published, isLatest } = await publishDraft(plan, drafted);
  handOn(context, published);
  const kind = published.prerelease ? 'pre-release' : isLatest === true ? 'latest release' : 'release';
  report.push([
    'published',
    joinMarkdown(linkTo(plan.title, published.url), `, ${kind}${published.immutable ? ', immutable' : ''}`),
  ]);
  log.notice(`${plan.target.tag} is published: ${published.url}`);
}

function rehearse(found: Release | undefined, plan: ReleasePlan, context: Context, report: Report): void {
  if (found !== undefined && !found.draft) assertAssets(found, plan);
  if (found !== undefined) handOn(context, found);
  const state =
    found === undefined ? 'nothing is there' : found.draft ? 'a draft is there' : 'it is published';
  report.push(['dry run', `${state}; nothing was written`]);
}

function handOn({ setOutput }: Context, { id, url, tagName, draft, assets }: Release): void {
  const listed = assets
    .map(({ name, sha256, size, downloadUrl }) => ({ name, sha256: sha256 ?? '', size, url: downloadUrl }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  setOutput('release-id', String(id));
  setOutput('url', url);
  const release = linkTo(draft ? `draft of ${tagName}` : tagName, url);
  setOutput(
    'result-markdown',
    joinMarkdown(release, `: ${assets.length} ${assets.length === 1 ? 'asset' : 'assets'}`).markdown,
  );
  setOutput('assets', JSON.stringify(listed));
}
