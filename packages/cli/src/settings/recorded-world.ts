import { InputError } from '@slipway/core/errors/action-error';
import type { ActionsSettings } from '@slipway/emulated-github/settings/actions-policy';
import type { EnvironmentOptions } from '@slipway/emulated-github/settings/environments';
import { githubErrors } from '@slipway/github/errors';
import type { EnvironmentAnswer, PolicyAnswer } from '@slipway/github/settings/environment-answers';
import type { Recorded, RecordedSettings } from '@slipway/github/settings/recorded-settings';
import { convertProtections } from './recorded-protections.ts';
import type { TrustedPublisher, WorldSettings } from './world-settings.ts';

/** The settings of the file instead of the default ones, and notes about what the file does not contain. */
export interface RecordedWorld {
  readonly settings: WorldSettings;
  readonly notes: readonly string[];
}

/** An answer of a person without the rights: what it would say is not known, and the default stands. */
function isUnseen(recorded: Recorded<unknown> | undefined): boolean {
  return recorded !== undefined && recorded.status !== 200 && recorded.status !== 404;
}

function convertEnvironment(
  answer: EnvironmentAnswer,
  policies: Recorded<readonly PolicyAnswer[]> | undefined,
): EnvironmentOptions {
  const { name, waitTimer, reviewers, preventSelfReview, refs } = answer;
  if (refs === 'selected' && policies?.value === undefined)
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: `The environment "${name}" allows selected branches and tags, but the file does not list them.`,
      hint: `Add the response of "GET /repos/{owner}/{repo}/environments/${encodeURIComponent(name)}/deployment-branch-policies".`,
    });
  return {
    name,
    waitTimer,
    reviewers,
    preventSelfReview,
    refs,
    policies: refs === 'selected' ? (policies?.value ?? []) : [],
  };
}

function mergeEnvironments(
  defaults: readonly EnvironmentOptions[],
  recorded: RecordedSettings,
): EnvironmentOptions[] {
  const merged = new Map<string, EnvironmentOptions>();
  const add = (environment: EnvironmentOptions): void =>
    void merged.set(environment.name.toLowerCase(), environment);
  // The list holds every environment there is; without it the default ones are there too.
  if (recorded.environments?.value === undefined) defaults.forEach(add);
  const answers = [
    ...(recorded.environments?.value ?? []),
    ...[...recorded.environment.values()].flatMap(({ value }) => (value === undefined ? [] : [value])),
  ];
  for (const answer of answers)
    add(convertEnvironment(answer, recorded.policies.get(answer.name.toLowerCase())));
  for (const [name, { status }] of recorded.environment) if (status === 404) merged.delete(name);
  // Patterns alone are those of an environment that exists.
  for (const [name, { value }] of recorded.policies) {
    if (value === undefined || answers.some((answer) => answer.name.toLowerCase() === name)) continue;
    add({ ...(merged.get(name) ?? { name }), refs: 'selected', policies: value });
  }
  return [...merged.values()];
}

function convertPublishers(
  recorded: RecordedSettings,
  fullName: string,
): readonly TrustedPublisher[] | undefined {
  const [owner = '', repository = ''] = fullName.split('/');
  return recorded.publishers?.map((publisher) => ({
    ...publisher,
    owner: publisher.owner === '{owner}' ? owner : publisher.owner,
    repository: publisher.repository === '{repo}' ? repository : publisher.repository,
  }));
}

function convertActions({
  actions,
  selectedActions,
  workflowPermissions,
}: RecordedSettings): Partial<ActionsSettings> {
  if (actions?.value?.allowedActions === 'selected' && selectedActions?.value === undefined)
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: 'The repository allows selected actions, but the file does not list them.',
      hint: 'Add the response of "GET /repos/{owner}/{repo}/actions/permissions/selected-actions".',
    });
  return {
    ...actions?.value,
    ...(selectedActions?.value === undefined ? {} : { selected: selectedActions.value }),
    ...workflowPermissions?.value,
  };
}

function listNotes(recorded: RecordedSettings, fullName: string): string[] {
  const { fullName: other } = recorded;
  const unseen: [string, Recorded<unknown> | undefined][] = [
    ['the permissions of actions', recorded.actions],
    ['the allowed actions', recorded.selectedActions],
    ['the default permissions of workflows', recorded.workflowPermissions],
    ['the environments', recorded.environments],
    ['the rulesets', recorded.rulesets],
    ['immutable releases', recorded.immutableReleases],
    ...[...recorded.branchProtection].map(([branch, answer]): [string, typeof answer] => [
      `the protection of the branch ${branch}`,
      answer,
    ]),
  ];
  return [
    ...(other === undefined || other.toLowerCase() === fullName.toLowerCase()
      ? []
      : [`The settings were recorded for ${other}, but the release is rehearsed in ${fullName}.`]),
    ...unseen
      .filter(([, answer]) => isUnseen(answer))
      .map(
        ([what, answer]) =>
          `GitHub did not show ${what} (${answer?.status}). The rehearsal uses the default.`,
      ),
  ];
}

/**
 * Replaces the default settings with those of a file. Settings that the file does not contain keep their defaults.
 * @param place the repository of the rehearsal: `owner/name` and the default branch
 * @throws InputError E_SETTINGS_INVALID for responses without the data that they refer to
 */
export function applyRecordedSettings(
  defaults: WorldSettings,
  recorded: RecordedSettings,
  place: { readonly fullName: string; readonly defaultBranch: string },
): RecordedWorld {
  const protections = convertProtections(recorded, place.defaultBranch);
  return {
    settings: {
      environments: mergeEnvironments(defaults.environments, recorded),
      publishers: convertPublishers(recorded, place.fullName) ?? defaults.publishers,
      actions: { ...defaults.actions, ...convertActions(recorded) },
      protections: protections.protections,
      immutableReleases: recorded.immutableReleases?.value ?? defaults.immutableReleases,
    },
    notes: [...listNotes(recorded, place.fullName), ...protections.notes],
  };
}
