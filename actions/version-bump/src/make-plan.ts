import type { CommitText } from '@slipway/changelog/commits/conventional';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Log } from '@slipway/core/ports';
import { refuseWorkflowFiles } from '@slipway/github/commits/commit-objects';
import { githubErrors } from '@slipway/github/errors';
import type { Repository } from '@slipway/github/repository';
import { listPullRequests } from '@slipway/github/repository/pull-requests';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import type { ProjectTags, TagQuestion } from '@slipway/tags/project-tags';
import { parseFormatInputs } from '@slipway/tags/tag-format';
import { describeTags, formatTag, type TagStyle } from '@slipway/tags/tag-style';
import { refuseReleasedVersion } from './checks/check-tag.ts';
import { refuseUnbuiltWheels } from './checks/check-wheels.ts';
import { chooseVersion } from './choice/choose-version.ts';
import { explainChoice } from './choice/explain-choice.ts';
import type { Choice, VersionFacts } from './choice/version-facts.ts';
import { findLine, isCurrentTag, type LastRelease } from './history/find-last-release.ts';
import type { History } from './history/history.ts';
import { type HistorySources, openHistory } from './history/open-history.ts';
import { openRemoteHistory } from './history/remote-history.ts';
import { readVersionTags } from './history/version-tags.ts';
import type { Inputs } from './inputs.ts';
import { type BumpProject, openProject } from './project.ts';
import { findLandedRelease } from './pull-request/landed-release.ts';
import { nameReleaseBranch } from './pull-request/release-line.ts';
import type { ReleasePlan } from './release-plan.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';

/** What planning works with. */
export interface PlanningScene {
  readonly inputs: Inputs;
  readonly repository: Repository;
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** Where the history of a commit can be read. */
  readonly sources: HistorySources;
  readonly log: Log;
  readonly clock: Clock;
}

/** What is to be released, or why nothing is. */
export type Planned =
  | { readonly plan: ReleasePlan; readonly choice: Choice; readonly commits: readonly CommitText[] }
  | {
      readonly plan: undefined;
      readonly choice: Choice;
      readonly current: Version;
      readonly last: LastRelease['tag'];
      /** See `ReleasePlan`. */
      readonly proposalBranch: string;
    };

/**
 * Decides everything about a release from one commit, and writes nothing.
 * @throws InputError for a project, version or changelog that cannot be released
 */
export async function makePlan(scene: PlanningScene, baseSha: string): Promise<Planned> {
  const { inputs, repository, log, clock } = scene;
  // git reads the history while GitHub is asked for the files.
  const history = openHistory(scene.sources, baseSha);
  history.catch(() => undefined);
  const files = await openRepositoryFiles(repository, baseSha);
  const project = await openProject(files, inputs.path, log, inputs['version-file']);
  const format = parseFormatInputs(inputs);
  const question = { name: project.name, package: inputs.path, format, version: project.version };
  const { last, releases, style } = await readReleases(scene, baseSha, await history, question);
  // A version that comes from git is the last tag's, or that of the development that a tag marks.
  const tagged = last.development ?? last.tag;
  const current = project.version ?? tagged?.version ?? parseVersion('0.0.0');
  noticeAbandoned(log, last);
  const facts: VersionFacts = {
    ...{ current, isFromTags: project.version === undefined, last: last.tag, commits: last.commits },
    isReleased: (version) => releases.some((tag) => compareVersions(tag.version, version) === 0),
    ...{ dated: last.dated, nowMs: clock.now() },
  };
  const proposalBranch = nameReleaseBranch(scene.branch, inputs.path, project.name);
  const landed =
    inputs.mode === 'pull-request' ? await findLanded(scene, files, facts, style, proposalBranch) : undefined;
  const choice = landed ?? chooseVersion(inputs, facts);
  explainChoice(log, choice);
  const chosen = choice.version;
  if (chosen === undefined) return { plan: undefined, choice, current, last: last.tag, proposalBranch };
  const version = formatVersion(chosen);
  const previousVersion = last.tag === undefined ? undefined : formatVersion(last.tag.version);
  if (inputs.dispatch !== undefined) {
    const text = await readDispatched(files, inputs.dispatch, baseSha);
    const findSign = (): ReturnType<typeof project.findCompiledSign> => project.findCompiledSign();
    if (text !== undefined) await refuseUnbuiltWheels({ file: inputs.dispatch, text, findSign, log });
  }
  const tag = formatTag(style, chosen);
  if (inputs.bump !== 'none' || landed !== undefined) refuseReleasedVersion(chosen, tag, releases);
  log.info(describeTags(style, last.tag?.name, tag));
  const { edits, changelogPath } =
    inputs.bump === 'none' || landed !== undefined
      ? { edits: [], changelogPath: undefined }
      : await listEdits(scene, files, project, {
          ...{ version: chosen, previousTag: last.tag?.name, style, tagged: last.tag?.version },
          // The tag of this release as it will be, then the one before: they show whether zeros are kept.
          habits: [tag, last.tag?.name ?? ''].map((name) =>
            name.startsWith(style.prefix) ? name.slice(style.prefix.length) : name,
          ),
        });
  // A version that somebody raised by hand, and that nothing is left to change for.
  const isInFiles = edits.length === 0 && project.version !== undefined && last.tag !== undefined;
  return {
    choice,
    commits: last.commits,
    plan: {
      version,
      previousVersion,
      isPrerelease: isPrerelease(chosen),
      isLanded: landed !== undefined || isInFiles,
      proposalBranch,
      branch: scene.branch,
      baseSha,
      tag,
      commitMessage: fillMessage(inputs['commit-message'], { version, tag, previous: previousVersion ?? '' }),
      tagMessage: `${project.name ?? inputs.path} ${version}`,
      changelogPath,
      edits: edits.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
    },
  };
}

/** One notice for all pre-releases that the line did not go on with. */
function noticeAbandoned(log: Log, { abandoned, tag }: LastRelease): void {
  const [highest, ...others] = abandoned;
  if (highest === undefined || tag === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} before it)`;
  log.notice(
    `${neutralizeLine(highest.name, 200)}${more} is not continued, because ${neutralizeLine(tag.name, 200)} was released after it on this line. To continue it, set "version".`,
  );
}

/** The release of a pull request that was merged, and that no tag has yet. */
async function findLanded(
  { inputs, repository, branch }: PlanningScene,
  files: RepositoryFiles,
  facts: VersionFacts,
  style: TagStyle,
  head: string,
): Promise<ReturnType<typeof findLandedRelease>> {
  const { readReleasedSections } = await import('./changelog/changelog-sections.ts');
  const [sections, proposals] = await Promise.all([
    readReleasedSections(files, inputs),
    listPullRequests(repository, { head, base: branch }),
  ]);
  return findLandedRelease({
    ...{ ...facts, sections, proposals },
    formatTag: (version) => formatTag(style, version),
  });
}

/** The releases of the project and what came after the last one, by the checkout unless its tags are old. */
async function readReleases(
  { inputs, sources, log }: PlanningScene,
  baseSha: string,
  history: History,
  question: Omit<TagQuestion, 'tags'>,
): Promise<{ last: LastRelease } & ProjectTags> {
  const paths = { folder: inputs.path, shared: inputs['shared-paths'] };
  const read = async (
    opened: History,
  ): Promise<{ last: LastRelease } & ProjectTags & { isCurrent: boolean }> => {
    const found = readVersionTags({ ...question, tags: opened.tags }, log);
    const line = await findLine(opened, { ...found, version: question.version });
    const [commits, isCurrent] = await Promise.all([
      opened.listCommits(line.tag?.commitSha, paths),
      opened.mergedNames === undefined || isCurrentTag(sources.repository, line.tag, log),
    ]);
    return { ...found, last: { ...line, commits }, isCurrent };
  };
  const found = await read(history);
  return found.isCurrent ? found : read(await openRemoteHistory(sources.repository, baseSha, log));
}

async function listEdits(
  { inputs, repositoryUrl, log, clock }: PlanningScene,
  files: RepositoryFiles,
  project: BumpProject,
  release: {
    readonly version: Version;
    readonly previousTag: string | undefined;
    readonly tagged: Version | undefined;
    readonly habits: readonly string[];
    readonly style: TagStyle;
  },
): Promise<Pick<ReleasePlan, 'edits' | 'changelogPath'>> {
  const edits = [
    ...(await project.planEdits({
      version: release.version,
      extraFiles: inputs['extra-files'],
      tagged: release.tagged,
      habits: release.habits,
    })),
  ];
  const { planChangelogEdits } = await import('./changelog/changelog-edit.ts');
  const changelog = await planChangelogEdits(
    files,
    {
      path: inputs.changelog,
      folder: inputs.path,
      version: formatVersion(release.version),
      previousTag: release.previousTag,
      formatTag: (version) => {
        const parsed = tryParseVersion(version);
        return parsed === undefined ? `${release.style.prefix}${version}` : formatTag(release.style, parsed);
      },
      repositoryUrl,
      date: new Date(clock.now()).toISOString().slice(0, 10),
    },
    log,
  );
  edits.push(...changelog);
  // A link stays a link: the file that it leads to is written.
  const written = await Promise.all(
    edits.map(async (edit) =>
      edit.after === undefined ? edit : { ...edit, path: await files.resolve(edit.path) },
    ),
  );
  refuseWorkflowFiles(written);
  const changed = written.filter(
    ({ before, after }) => before === undefined || after === undefined || !Buffer.from(before).equals(after),
  );
  const news = changelog.find(({ after }) => after !== undefined);
  return { edits: changed, changelogPath: news && (await files.resolve(news.path)) };
}

/** The tag will have the workflow of this commit: what is wrong with it is told before there is a tag. */
async function readDispatched(
  files: RepositoryFiles,
  workflow: string,
  sha: string,
): Promise<string | undefined> {
  const path = `.github/workflows/${workflow}`;
  // A number names a workflow as well; GitHub knows which.
  if (/^\d+$/.test(workflow)) return undefined;
  const bytes = await files.read(path);
  const text = bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
  if (text?.includes('workflow_dispatch') === true) return text;
  const problem = text === undefined ? `is not in ${sha.slice(0, 7)}` : 'has no "workflow_dispatch" trigger';
  throw new InputError(githubErrors.E_GITHUB_DISPATCH, {
    message: `The workflow to start, ${neutralizeLine(path, 200)}, ${problem}. Nothing was written.`,
    hint: 'Correct "dispatch", or add the trigger to the workflow.',
  });
}

const placeholders = /\{(version|tag|previous)\}/g;

function fillMessage(template: string, values: Readonly<Record<string, string>>): string {
  const message = template.replace(placeholders, (_, name: string) => values[name] ?? '').trim();
  if (message !== '') return message;
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: 'The input "commit-message" gives an empty message.',
  });
}
