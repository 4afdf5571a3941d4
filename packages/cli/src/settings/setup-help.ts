import { environmentCommands } from './environment-commands.ts';
import { indexTitles, type PublicIndex, type TrustedPublisher } from './world-settings.ts';

/** What a maintainer does once, in words that can be copied. */
export interface SetupHelp {
  /** The four values of PyPI's form. */
  readonly publisher: TrustedPublisher;
  /** Where the publisher is registered; undefined: PyPI. */
  readonly index?: PublicIndex;
  /** The project is not on the index yet: its publisher is a pending one, which names the project too. */
  readonly pending: boolean;
  readonly project: string;
  /** Commands of the GitHub CLI that make the environment; empty for a publisher that takes any. */
  readonly commands: readonly string[];
}

export interface SetupRequest {
  readonly publisher: TrustedPublisher;
  readonly index?: PublicIndex;
  readonly fullName: string;
  readonly project: string;
  readonly pending: boolean;
  readonly tagPattern: string;
}

/** Puts the values of the publisher and the commands for its environment together. */
export function createSetupHelp(request: SetupRequest): SetupHelp {
  const { publisher, index = 'pypi', fullName, project, pending, tagPattern } = request;
  const { environment } = publisher;
  const commands = environment === '' ? [] : (environmentCommands(fullName, environment, tagPattern) ?? []);
  return { publisher, index, project, pending, commands };
}

/** The help as lines of text. */
export function describeSetup({
  publisher,
  index = 'pypi',
  project,
  pending,
  commands,
}: SetupHelp): string[] {
  const { owner, repository, workflow, environment } = publisher;
  const kind = pending
    ? `pending trusted publisher of ${project}, ${index === 'pypi' ? 'a new project because nothing was released before' : 'if TestPyPI does not have the project yet'}`
    : `trusted publisher of ${project}`;
  return [
    `${indexTitles[index]}, ${kind}:`,
    `  owner        ${owner}`,
    `  repository   ${repository}`,
    `  workflow     ${workflow}`,
    `  environment  ${environment === '' ? '(any)' : environment}`,
    ...(commands.length === 0
      ? []
      : [`GitHub, environment ${environment}:`, ...commands.map((line) => `  ${line}`)]),
  ];
}
