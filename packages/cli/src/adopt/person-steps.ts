import { pypiHost } from '@slipway/core/pypi-hosts';
import { quoteWord } from '@slipway/core/quote-word';
import { ownCommand } from '../command-line/own-command.ts';
import { createSetupHelp, describeSetup } from '../settings/setup-help.ts';
import type { OldRelease } from './old-release.ts';
import type { ToolSettings } from './tool-settings.ts';

/** Something that only a person can do, in its place among the others. */
export interface PersonStep {
  readonly title: string;
  /** Commands, addresses and values, one per line. */
  readonly lines: readonly string[];
  /** Ids of the checks of `doctor` that prove it; empty where none can. */
  readonly provenBy: readonly string[];
}

export interface PersonFacts {
  readonly release: OldRelease;
  readonly tool: ToolSettings;
  /** `owner/name`. */
  readonly fullName: string;
  readonly project: string;
  /** File below `.github/workflows/`. */
  readonly file: string;
  readonly environment: string;
  readonly tagPattern: string;
  /** Absolute. */
  readonly directory: string;
  /** `owner/name@ref` of what the new file does not pin; without Slipway. */
  readonly unpinned: readonly string[];
}

/** What the jobs of wheels.yml cannot read in the old workflow. */
function listWheelSteps({ wheels }: OldRelease): readonly PersonStep[] {
  if (wheels === undefined) return [];
  const { toml, platforms } = wheels;
  return [
    ...(toml.length === 0
      ? []
      : [
          {
            title: 'Move the settings of the wheels into pyproject.toml: the jobs that build them read it',
            ...{ lines: toml, provenBy: [] },
          },
        ]),
    ...(platforms.length === 0
      ? []
      : [
          {
            title: `Add a job for each further platform, if it is still needed (${platforms.join(', ')})`,
            lines: ['docs/native-wheels.md'],
            provenBy: [],
          },
        ]),
  ];
}

/** Actions of others that can change: adopting reads no network, so it cannot pin them. */
function listPinSteps(unpinned: readonly string[]): readonly PersonStep[] {
  if (unpinned.length === 0) return [];
  return [
    {
      title: 'Pin the actions of the jobs and steps that stay to the commits of their tags',
      lines: unpinned.map((uses) => {
        const [, name = '', ref = ''] = /^([\w.-]+\/[\w.-]+)[^@]*@(.+)$/.exec(uses) ?? [];
        return ghCommit(name, ref);
      }),
      provenBy: [],
    },
  ];
}

/** A command line that prints the commit of a tag or branch. */
const ghCommit = (name: string, ref: string): string =>
  `gh api ${quoteWord(`repos/${name}/commits/${encodeURIComponent(ref)}`)} --jq .sha`;

/** A publisher is added before the old one, or the token, goes: PyPI accepts both meanwhile. */
export function listPersonSteps(facts: PersonFacts): readonly PersonStep[] {
  const { release, tool, fullName, project, file, environment, tagPattern, directory } = facts;
  const [owner = '', repository = ''] = fullName.split('/');
  const setup = createSetupHelp({
    publisher: { owner, repository, workflow: file, environment },
    ...{ fullName, project, pending: false, tagPattern },
  });
  const page = `https://${pypiHost}/manage/project/${encodeURIComponent(project)}/settings/publishing/`;
  const values = describeSetup({ ...setup, commands: [] }).slice(1);
  const isSame = release.isTrusted && release.calledPublisher === undefined;
  const steps: PersonStep[] = [];
  if (isSame)
    steps.push({
      title: 'Nothing changes on PyPI: the workflow keeps its file name and its environment',
      ...{ lines: [page, ...values], provenBy: ['PY05'] },
    });
  else
    steps.push({
      title:
        release.calledPublisher === undefined
          ? 'Add the trusted publisher on PyPI, and keep the token for now'
          : `Add a trusted publisher for ${file} on PyPI, and keep the one for ${release.calledPublisher} for now`,
      ...{ lines: [page, ...values], provenBy: ['PY05'] },
    });
  if (release.environment === '')
    steps.push({
      title: `Create the environment "${environment}" on GitHub, open to the tags of releases`,
      ...{ lines: setup.commands, provenBy: ['GH05', 'GH06'] },
    });
  else
    steps.push({
      title: `Check that the environment "${environment}" allows the tags of releases: they run at the tag`,
      ...{ lines: [ownCommand('doctor', directory, '--only', 'GH05,GH06')], provenBy: ['GH05', 'GH06'] },
    });
  if (release.hasImage)
    steps.push({
      title: 'Let the repository write the image: "Manage Actions access" on the page of the package',
      ...{
        lines: [`https://github.com/${fullName}/pkgs/container/${repository.toLowerCase()}`],
        provenBy: [],
      },
    });
  if (release.foreignImages.length > 0)
    steps.push({
      title: 'Copy the image to the other registries after a release, by its digest',
      lines: release.foreignImages.map(
        (image) =>
          `docker buildx imagetools create --tag ${quoteWord(image.replace(/:.*$/, ':VERSION'))} ghcr.io/${fullName.toLowerCase()}@DIGEST`,
      ),
      provenBy: [],
    });
  steps.push(...listWheelSteps(release), ...listPinSteps(facts.unpinned));
  steps.push({
    title: 'Merge the new workflow, and release once',
    ...{ lines: [`https://github.com/${fullName}/actions/workflows/${file}`], provenBy: ['GH13', 'GH14'] },
  });
  if (release.calledPublisher !== undefined)
    steps.push({
      title: `Then remove the publisher for ${release.calledPublisher} on PyPI, and delete that file if nothing calls it`,
      ...{ lines: [page], provenBy: ['PY05'] },
    });
  if (release.uploadSecrets.length > 0)
    steps.push({
      title: 'Then revoke the upload token on PyPI, and delete its secret: in this order',
      lines: [
        `https://${pypiHost}/manage/account/token/`,
        ...release.uploadSecrets.map((name) => `gh secret delete ${quoteWord(name)} -R ${fullName}`),
      ],
      provenBy: ['GH11'],
    });
  if (release.otherSecrets.length > 0)
    steps.push({
      title: 'Delete the other secrets that only the old release read, unless another workflow does',
      ...{
        lines: release.otherSecrets.map((name) => `gh secret delete ${quoteWord(name)} -R ${fullName}`),
        provenBy: [],
      },
    });
  if (tool.unused.length > 0)
    steps.push({
      title: `Remove what nothing reads any more of ${tool.tool ?? 'the old tool'}`,
      ...{ lines: tool.unused, provenBy: [] },
    });
  for (const note of tool.notes) steps.push({ title: note, lines: [], provenBy: [] });
  return steps;
}
