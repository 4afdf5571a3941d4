import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NotedAsset } from '@slipway/changelog/notes/assets';
import {
  findBlock,
  type MergedText,
  measureKept,
  mergeBlock,
  type RememberedFile,
  renderBlock,
} from '@slipway/changelog/notes/draft-block';
import { noEvidence, readEvidence } from '@slipway/changelog/notes/evidence';
import {
  fillTitle,
  maxBodyLength,
  type ReleaseNotes,
  type ReleaseNotesFacts,
  renderReleaseNotes,
} from '@slipway/changelog/notes/render-notes';
import type { ActionContext } from '@slipway/core/run-action';
import type { Release } from '@slipway/github/releases';
import type { Repository } from '@slipway/github/repository';
import { type CollectedChanges, collectChanges } from './collect-changes.ts';
import type { Inputs, Output } from './inputs.ts';
import type { ReleaseFile } from './release-files.ts';
import { findPreviousTag } from './release-order.ts';
import type { ReleaseTarget } from './release-target.ts';
import { readRepositoryFacts } from './repository-facts.ts';

/** The notes of a release, and what they make of its text. */
export interface ComposedNotes {
  readonly notes: ReleaseNotes;
  readonly title: string;
  readonly source: CollectedChanges['source'];
  readonly previousTag: string | undefined;
  /** `sha256:` and hex, of the image in the evidence. */
  readonly imageDigest: string | undefined;
  /** @param publishedBy id of the run that is about to publish the release; undefined for a draft */
  compose(existing: Pick<Release, 'name' | 'body'> | undefined, publishedBy?: number): MergedText;
}

/** Collects what the notes are made of, renders them, and writes all of them into a file. */
export async function composeNotes(
  context: ActionContext<Inputs, Output>,
  repository: Repository,
  target: ReleaseTarget,
  assets: readonly NotedAsset[],
  files: readonly ReleaseFile[],
): Promise<ComposedNotes> {
  const { inputs, job } = context;
  const repositoryUrl = `${job.serverUrl}/${repository.name}`;
  const previousTag = findPreviousTag(target);
  const changes = await collectChanges(repository, repositoryUrl, target, previousTag, {
    ...inputs,
    projectNames: listNames(repository.name, assets),
  });
  const digests = new Map(assets.map(({ name, sha256 }) => [name, sha256]));
  const facts: ReleaseNotesFacts = {
    ...(await readRepositoryFacts(repository, job)),
    repository: repository.name,
    repositoryUrl,
    version: target.versionText,
    tag: target.tag,
    commitSha: target.commitSha,
    folder: readFolder(inputs.path),
    previousTag,
    date: target.date,
    changes: changes.sections,
    people: changes.people,
    firstTimers: changes.firstTimers,
    assets,
    evidence: inputs.evidence === undefined ? noEvidence : readEvidence(inputs.evidence, digests),
    workflowPath: /^[^/]+\/[^/]+\/(.+?)@/.exec(job.workflowRef)?.[1],
    changesUrl: changes.url,
  };
  const texts = { header: inputs.header, footer: inputs.footer, template: inputs.template };
  const title = fillTitle(inputs.title, facts);
  const own = files.filter(({ isExtra }) => isExtra);
  const extra = own.map(({ fileName, sha256 }) => ({ name: fileName, sha256 }));
  const { imageDigest } = facts.evidence;
  const blockOf = (notes: string, remembered: readonly RememberedFile[], publishedBy?: number) => ({
    ...{ tag: target.tag, commitSha: target.commitSha, title },
    ...{ notes, extra: remembered, imageDigest, publishedBy },
    index: inputs.index === 'pypi' ? undefined : inputs.index,
  });
  const render = (others: number, remembered: readonly RememberedFile[]): ReleaseNotes =>
    renderReleaseNotes(
      facts,
      texts,
      maxBodyLength - renderBlock(blockOf('', remembered, job.runId)).length - others,
    );
  const notes = render(0, extra);
  await writeFull(context, target, notes);
  return {
    notes,
    title,
    source: changes.source,
    previousTag,
    imageDigest,
    compose(existing, publishedBy) {
      const body = existing?.body ?? '';
      // A job that only publishes has no files, and leaves to the draft what it remembers.
      const remembered = files.length > 0 ? extra : (findBlock(body, target.tag)?.extra ?? []);
      const others = measureKept(body, target.tag);
      const fitted = others === 0 && remembered.length === extra.length ? notes : render(others, remembered);
      return mergeBlock(existing, blockOf(fitted.body, remembered, publishedBy));
    },
  };
}

/** The folder of a project that is not at the root. */
function readFolder(path: string): string | undefined {
  const folder = path.replace(/^(?:\.\/)+|\/+$/g, '');
  return folder === '' || folder === '.' ? undefined : folder;
}

/** What the project may be called in the title of a commit that releases it. */
function listNames(repository: string, assets: readonly NotedAsset[]): string[] {
  const written = assets.flatMap(({ name }) => /^([A-Za-z0-9][\w.]*)-\d/.exec(name)?.[1] ?? []);
  const names = [repository.split('/')[1] ?? '', ...written].map((name) => name.toLowerCase());
  return [
    ...new Set(names.flatMap((name) => [name, name.replace(/[-_.]+/g, '-'), name.replace(/[-_.]+/g, '_')])),
  ];
}

async function writeFull(
  { job, setOutput, log }: ActionContext<Inputs, Output>,
  target: ReleaseTarget,
  notes: ReleaseNotes,
): Promise<void> {
  const folder = job.temporaryDirectory;
  await mkdir(folder, { recursive: true });
  const path = join(folder, `release-notes-${target.versionText.replace(/[^\w.+-]/g, '_')}.md`);
  await writeFile(path, `${notes.full}\n`);
  setOutput('notes', notes.body);
  setOutput('notes-path', path);
  if (notes.isCut)
    log.warning(
      'The notes are longer than GitHub accepts; whole sections were left out, with a link to them.',
    );
}
