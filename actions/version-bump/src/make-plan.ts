import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Clock, Log } from '@slipway/core/ports';
import { refuseWorkflowFiles } from '@slipway/github/commits/commit-objects';
import { githubErrors } from '@slipway/github/errors';
import type { Repository } from '@slipway/github/repository';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { parseVersion, tryParseVersion, type Version } from '@slipway/python/version/parse-version';
import { parseFormatInputs } from '@slipway/tags/tag-format';
import { describeTags, formatTag, type TagStyle } from '@slipway/tags/tag-style';
import { planChangelogEdits } from './changelog-edit.ts';
import { chooseVersion } from './choose-version.ts';
import { explainChoice } from './explain-choice.ts';
import type { Inputs } from './inputs.ts';
import { type BumpProject, openProject } from './project.ts';
import type { FileEdit, ReleasePlan } from './release-plan.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import type { Choice } from './version-facts.ts';
import { findLastRelease, type LastRelease, readVersionTags } from './version-tags.ts';

/** What planning works with. */
export interface PlanningScene {
  readonly inputs: Inputs;
  readonly repository: Repository;
  /** `https://github.com/owner/name`. */
  readonly repositoryUrl: string;
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly log: Log;
  readonly clock: Clock;
}

/** What is to be released, or why nothing is. */
export type Planned =
  | { readonly plan: ReleasePlan; readonly choice: Choice }
  | {
      readonly plan: undefined;
      readonly choice: Choice;
      readonly current: Version;
      readonly last: LastRelease['tag'];
    };

/**
 * Decides everything about a release from one commit, and writes nothing.
 * @throws InputError for a project, version or changelog that cannot be released
 */
export async function makePlan(scene: PlanningScene, baseSha: string): Promise<Planned> {
  const { inputs, repository, log, clock } = scene;
  const files = await openRepositoryFiles(repository, baseSha);
  const project = await openProject(files, inputs.path, log, inputs['version-file']);
  const format = parseFormatInputs(inputs);
  const question = { name: project.name, package: inputs.path, format };
  const { releases, style } = await readVersionTags(repository, question, log);
  const last = await findLastRelease(repository, releases, baseSha);
  // A version that comes from git is the last tag's.
  const current = project.version ?? last.tag?.version ?? parseVersion('0.0.0');
  const choice = chooseVersion(inputs, {
    ...{ current, isFromTags: project.version === undefined, last: last.tag, commits: last.commits },
    isReleased: (version) => releases.some((tag) => compareVersions(tag.version, version) === 0),
    ...{ dated: [], nowMs: clock.now() },
  });
  explainChoice(log, choice);
  const chosen = choice.version;
  if (chosen === undefined) return { plan: undefined, choice, current, last: last.tag };
  const version = formatVersion(chosen);
  const previousVersion = last.tag === undefined ? undefined : formatVersion(last.tag.version);
  if (inputs.dispatch !== undefined) await assertDispatchable(files, inputs.dispatch, baseSha);
  const tag = formatTag(style, chosen);
  log.info(describeTags(style, last.tag?.name, tag));
  const edits =
    inputs.bump === 'none'
      ? []
      : await listEdits(scene, files, project, {
          ...{ version: chosen, previousTag: last.tag?.name, style, tagged: last.tag?.version },
          // The tag of this release as it will be, then the one before: they show whether zeros are kept.
          habits: [tag, last.tag?.name ?? ''].map((name) =>
            name.startsWith(style.prefix) ? name.slice(style.prefix.length) : name,
          ),
        });
  return {
    choice,
    plan: {
      version,
      previousVersion,
      isPrerelease: isPrerelease(chosen),
      branch: scene.branch,
      baseSha,
      tag,
      commitMessage: fillMessage(inputs['commit-message'], { version, tag, previous: previousVersion ?? '' }),
      tagMessage: `${project.name ?? inputs.path} ${version}`,
      edits: edits.toSorted((left, right) => (left.path < right.path ? -1 : 1)),
    },
  };
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
): Promise<readonly FileEdit[]> {
  const edits = [
    ...(await project.planEdits({
      version: release.version,
      extraFiles: inputs['extra-files'],
      tagged: release.tagged,
      habits: release.habits,
    })),
  ];
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
  refuseWorkflowFiles(edits);
  return edits.filter(
    ({ before, after }) => before === undefined || after === undefined || !Buffer.from(before).equals(after),
  );
}

/** The tag will have the workflow of this commit: what is wrong with it is told before there is a tag. */
async function assertDispatchable(files: RepositoryFiles, workflow: string, sha: string): Promise<void> {
  const path = `.github/workflows/${workflow}`;
  // A number names a workflow as well; GitHub knows which.
  if (/^\d+$/.test(workflow)) return;
  const text = await files.read(path);
  const problem =
    text === undefined
      ? `is not in ${sha.slice(0, 7)}`
      : Buffer.from(text).includes('workflow_dispatch')
        ? undefined
        : 'has no "workflow_dispatch" trigger';
  if (problem === undefined) return;
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
