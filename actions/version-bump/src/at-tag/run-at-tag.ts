import { linkTo } from '@slipway/core/markdown';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Repository } from '@slipway/github/repository';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { type ProjectTags, readProjectTags } from '@slipway/tags/project-tags';
import { parseFormatInputs } from '@slipway/tags/tag-format';
import { refuseClosedEnvironment } from '../checks/check-environment.ts';
import { listNamedTags } from '../history/version-tags.ts';
import type { Context } from '../inputs.ts';
import { openJobRepository } from '../open-job-repository.ts';
import {
  type CommitView,
  findAskedPackage,
  findTaggedPackage,
  type RepositoryPackage,
  readPackage,
} from '../packages/find-package.ts';
import { commitPage, tagPage } from '../pages.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import { readWorkflowFile } from '../workflow-file.ts';
import { judgeTag, type TagVerdict } from './tag-kind.ts';

/**
 * Reads the tag that the run is at, and writes nothing: the version to release, or that there is none. A tag that is not a release
 * is no failure, since a workflow cannot tell by a pattern which tags are.
 */
export async function runAtTag(context: Context): Promise<void> {
  const { inputs, job, log, setOutput } = context;
  const { refName: tag, sha } = job;
  setOutput('tag', tag);
  setOutput('commit', sha);
  setOutput('changed', 'false');
  setOutput('from-release', 'false');
  const repository = openJobRepository(context);
  const files = await openRepositoryFiles(repository, sha);
  const view: CommitView = { repository, sha, files, log };
  const listed = await listNamedTags(repository);
  // The tag may be gone again.
  const tags = listed.some(({ name }) => name === tag) ? listed : [...listed, { name: tag, commitSha: sha }];
  const format = parseFormatInputs(inputs);
  const read = ({ folder, name, version }: RepositoryPackage): ProjectTags =>
    readProjectTags({ tags, name, version, package: folder, format });
  const isAsked = ['workflow_dispatch', 'release'].includes(job.eventName);
  const folder = inputs.package === undefined ? inputs.path : await findAskedPackage(view, inputs.package);
  let owner = await readPackage(view, folder, log);
  let verdict = judgeTag(read(owner), tag, isAsked);
  const isOpen = inputs.package === undefined && inputs.path === '.';
  if (verdict.release === undefined && isOpen && /\d/.test(tag)) {
    const tagged = await findTaggedPackage(view, tag);
    if (tagged !== undefined) {
      owner = tagged;
      verdict = judgeTag(read(owner), tag, isAsked);
    }
  }
  setOutput('path', owner.folder);
  setOutput('name', owner.name ?? '');
  if (verdict.release !== undefined && job.eventName === 'release')
    verdict = await judgePublication(context, repository, verdict);
  if (verdict.release !== undefined)
    await refuseClosedEnvironment(context, repository, {
      ...{ tag, sha, file: readWorkflowFile(job.workflowRef) },
      index: inputs['dispatch-inputs'].get('index') ?? '',
    });
  report(context, owner, verdict);
}

/** Whether the release that started the run has its files, or needs them, or is released already. */
async function judgePublication(
  { job, log, setOutput }: Context,
  repository: Repository,
  verdict: TagVerdict,
): Promise<TagVerdict> {
  // No other run loads what reads the text of a release.
  const { readPublication } = await import('./published-release.ts');
  const publication = await readPublication(repository, job.refName, job.runId);
  if (publication.kind === 'done') return { release: undefined, why: publication.why, isDoubtful: false };
  const shown = neutralizeLine(job.refName, 120);
  log.notice(
    publication.kind === 'has files'
      ? `${shown} was published with its files: they are verified and published, and nothing is built.`
      : `${shown} was published without files of this workflow: they are built.`,
  );
  setOutput('from-release', String(publication.kind === 'has files'));
  return verdict;
}

function report(
  { setOutput, log, summary, job }: Context,
  { name, folder }: RepositoryPackage,
  verdict: TagVerdict,
): void {
  setOutput('released', String(verdict.release !== undefined));
  if (verdict.release === undefined) {
    const sentence = `Nothing to release: ${verdict.why}.`;
    for (const output of ['version', 'previous-version'] as const) setOutput(output, '');
    setOutput('is-prerelease', 'false');
    setOutput('reason', sentence);
    if (verdict.isDoubtful) log.warning(`${sentence} If it is a release, set "tag-format" to its form.`);
    else log.notice(sentence);
    summary.setTitle(sentence.replace(/\.$/, ''));
    return;
  }
  const { release, previous } = verdict;
  const version = formatVersion(release.version);
  const previousVersion = previous === undefined ? '' : formatVersion(previous.version);
  setOutput('version', version);
  setOutput('previous-version', previousVersion);
  setOutput('is-prerelease', String(isPrerelease(release.version)));
  setOutput('reason', `The run is at the tag ${neutralizeLine(release.name, 200)}`);
  log.notice(
    `Releasing ${neutralizeLine(name ?? folder, 120)} ${version} from the tag ${neutralizeLine(release.name, 120)}.`,
  );
  summary.setTitle(`Releasing ${name ?? ''} ${version}`.replace('  ', ' '));
  summary.addTable(
    ['', ''],
    [
      ['Previous version', previousVersion || 'none'],
      ['Tag', linkTo(release.name, tagPage(job, release.name))],
      ['Commit', linkTo(job.sha.slice(0, 7), commitPage(job, job.sha))],
      ...(folder === '.' ? [] : [['Package', `${name ?? ''} (${folder})`]]),
    ],
  );
}
