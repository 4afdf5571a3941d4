import { InputError } from '@slipway/core/errors/action-error';
import { githubErrors } from '../errors.ts';
import {
  type ActionsPermissionsAnswer,
  readActionsPermissions,
  readSelectedActions,
  readWorkflowPermissions,
  type SelectedActionsAnswer,
  type WorkflowPermissionsAnswer,
} from './actions-answers.ts';
import {
  type EnvironmentAnswer,
  type PolicyAnswer,
  readEnvironment,
  readEnvironments,
  readPolicies,
} from './environment-answers.ts';
import {
  type IndexProjectAnswer,
  type ProvenanceAnswer,
  readIndexProject,
  readProvenanceAnswer,
} from './index-answers.ts';
import {
  type BranchRuleAnswer,
  type ReleaseAnswer,
  readBranchRules,
  readPrivateReporting,
  readReleases,
  readSecrets,
  readWorkflows,
  type SecretAnswer,
  type WorkflowAnswer,
} from './inventory-answers.ts';
import { type PackageAnswer, readPackage } from './package-answers.ts';
import {
  type BranchProtectionAnswer,
  type PublisherAnswer,
  type RepositoryAnswer,
  readBranchProtection,
  readImmutableReleases,
  readPublishers,
  readRepository,
} from './repository-answers.ts';
import { type RequestLine, readRequestLine, type SettingTemplate } from './request-line.ts';
import { type RulesetAnswer, readRuleset, readRulesets } from './ruleset-answers.ts';
import { readList, readObject, readString, type Value } from './value-reader.ts';

/** An answer that was recorded: the value, or the status of a refusal such as 403 or 404. */
export type Recorded<Answer> =
  | { readonly status: 200; readonly value: Answer }
  | { readonly status: number; readonly value?: never };

/** Settings of one repository and its project as a file holds them; what the file leaves out is not there. */
export interface RecordedSettings {
  /** `owner/name` of the request lines; undefined when they hold `{owner}/{repo}` alone. */
  readonly fullName: string | undefined;
  readonly repository: Recorded<RepositoryAnswer> | undefined;
  readonly actions: Recorded<ActionsPermissionsAnswer> | undefined;
  readonly selectedActions: Recorded<SelectedActionsAnswer> | undefined;
  readonly workflowPermissions: Recorded<WorkflowPermissionsAnswer> | undefined;
  readonly environments: Recorded<readonly EnvironmentAnswer[]> | undefined;
  /** By name in lower case. */
  readonly environment: ReadonlyMap<string, Recorded<EnvironmentAnswer>>;
  /** By name of the environment in lower case. */
  readonly policies: ReadonlyMap<string, Recorded<readonly PolicyAnswer[]>>;
  readonly rulesets: Recorded<readonly RulesetAnswer[]> | undefined;
  /** By id. */
  readonly ruleset: ReadonlyMap<string, Recorded<RulesetAnswer>>;
  /** By branch. */
  readonly branchProtection: ReadonlyMap<string, Recorded<BranchProtectionAnswer>>;
  readonly immutableReleases: Recorded<boolean> | undefined;
  readonly workflows: Recorded<readonly WorkflowAnswer[]> | undefined;
  readonly secrets: Recorded<readonly SecretAnswer[]> | undefined;
  readonly organizationSecrets: Recorded<readonly SecretAnswer[]> | undefined;
  readonly dependabotSecrets: Recorded<readonly SecretAnswer[]> | undefined;
  /** By name of the environment in lower case. */
  readonly environmentSecrets: ReadonlyMap<string, Recorded<readonly SecretAnswer[]>>;
  readonly privateReporting: Recorded<boolean> | undefined;
  readonly releases: Recorded<readonly ReleaseAnswer[]> | undefined;
  /** By branch. */
  readonly branchRules: ReadonlyMap<string, Recorded<readonly BranchRuleAnswer[]>>;
  /** PyPI's page of the project, and who published its newest file. */
  readonly indexProject: Recorded<IndexProjectAnswer> | undefined;
  readonly provenance: Recorded<readonly ProvenanceAnswer[]> | undefined;
  readonly publishers: readonly PublisherAnswer[] | undefined;
  /** Projects of PyPI whose names look like that of a project that PyPI does not have. */
  readonly similarNames: readonly string[] | undefined;
  /** Packages of the container registry, by name. */
  readonly packages: ReadonlyMap<string, Recorded<PackageAnswer>>;
}

const publishersKey = 'pypi.publishers';
const indexProjectKey = 'pypi.project';
const provenanceKey = 'pypi.provenance';
const similarKey = 'pypi.similar';
const indexKeys = [publishersKey, indexProjectKey, provenanceKey, similarKey];

/** GitHub's body of a refusal: `{"message": "Not Found", "documentation_url": "…", "status": "404"}`. */
function readRefusal({ value }: Value): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { message, status } = value as { message?: unknown; status?: unknown };
  if (typeof message !== 'string' || !/^[45]\d\d$/.test(String(status))) return undefined;
  return Number(status);
}

function record<Answer>(at: Value, read: (at: Value) => Answer): Recorded<Answer> {
  const status = readRefusal(at);
  return status === undefined ? { status: 200, value: read(at) } : { status };
}

interface Line extends RequestLine {
  readonly at: Value;
}

/** The request lines of the file. @throws InputError E_SETTINGS_INVALID naming every key that is none */
function collectLines(settings: Readonly<Record<string, unknown>>, file: string): Line[] {
  const keys = Object.keys(settings).filter((key) => !indexKeys.includes(key));
  const lines = keys.flatMap((key) => {
    const line = readRequestLine(key);
    return line === undefined ? [] : [{ ...line, at: { path: `"${key}"`, value: settings[key] } }];
  });
  if (lines.length < keys.length) {
    const unknown = keys.filter((key) => readRequestLine(key) === undefined).map((key) => `"${key}"`);
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: `${file} has ${unknown.length === 1 ? 'a key' : 'keys'} that no setting goes by: ${unknown.join(', ')}.`,
    });
  }
  return lines;
}

/** One repository has one name and one answer to a request. @throws InputError E_SETTINGS_INVALID */
function refuseContradictions(lines: readonly Line[], file: string): void {
  const names = [...new Set(lines.flatMap(({ fullName }) => (fullName === undefined ? [] : [fullName])))];
  if (new Set(names.map((name) => name.toLowerCase())).size > 1)
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: `${file} has settings of several repositories: ${names.join(', ')}.`,
      hint: 'Keep the settings of one repository in one file.',
    });
  const seen = new Map<string, Line>();
  for (const line of lines) {
    const key = JSON.stringify([line.template, ...line.values]);
    const other = seen.get(key);
    if (other !== undefined)
      throw new InputError(githubErrors.E_SETTINGS_INVALID, {
        message: `${file} has two answers to one request: ${other.at.path} and ${line.at.path}.`,
      });
    seen.set(key, line);
  }
}

function parseJson(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(githubErrors.E_SETTINGS_INVALID, { message: `${file} is not JSON: ${why}`, cause });
  }
  readObject({ path: file, value });
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Reads settings that were recorded: one JSON object of request lines with GitHub's own answers, and `pypi.publishers`.
 * @param file name of the file, for errors
 * @throws InputError E_SETTINGS_INVALID with the path of the value, or every key that is not known
 */
export function parseRecordedSettings(text: string, file: string): RecordedSettings {
  const settings = parseJson(text, file);
  const lines = collectLines(settings, file);
  refuseContradictions(lines, file);
  const one = <Answer>(
    template: SettingTemplate,
    read: (at: Value) => Answer,
  ): Recorded<Answer> | undefined => {
    const line = lines.find((entry) => entry.template === template);
    return line === undefined ? undefined : record(line.at, read);
  };
  const many = <Answer>(
    template: SettingTemplate,
    read: (at: Value) => Answer,
    normalize = (name: string): string => name,
  ): Map<string, Recorded<Answer>> =>
    new Map(
      lines
        .filter((entry) => entry.template === template)
        .map(({ values, at }) => [normalize(values[0] ?? ''), record(at, read)]),
    );
  const index = <Answer>(key: string, read: (at: Value) => Answer): Recorded<Answer> | undefined =>
    Object.hasOwn(settings, key) ? record({ path: `"${key}"`, value: settings[key] }, read) : undefined;
  const lower = (name: string): string => name.toLowerCase();
  return {
    fullName: lines.find(({ fullName }) => fullName !== undefined)?.fullName,
    repository: one('', readRepository),
    actions: one('/actions/permissions', readActionsPermissions),
    selectedActions: one('/actions/permissions/selected-actions', readSelectedActions),
    workflowPermissions: one('/actions/permissions/workflow', readWorkflowPermissions),
    environments: one('/environments', readEnvironments),
    environment: many('/environments/{environment_name}', readEnvironment, lower),
    policies: many('/environments/{environment_name}/deployment-branch-policies', readPolicies, lower),
    rulesets: one('/rulesets', readRulesets),
    ruleset: many('/rulesets/{ruleset_id}', readRuleset),
    branchProtection: many('/branches/{branch}/protection', readBranchProtection),
    immutableReleases: one('/immutable-releases', readImmutableReleases),
    workflows: one('/actions/workflows', readWorkflows),
    secrets: one('/actions/secrets', readSecrets),
    organizationSecrets: one('/actions/organization-secrets', readSecrets),
    dependabotSecrets: one('/dependabot/secrets', readSecrets),
    environmentSecrets: many('/environments/{environment_name}/secrets', readSecrets, lower),
    privateReporting: one('/private-vulnerability-reporting', readPrivateReporting),
    releases: one('/releases', readReleases),
    branchRules: many('/rules/branches/{branch}', readBranchRules),
    indexProject: index(indexProjectKey, readIndexProject),
    provenance: index(provenanceKey, readProvenanceAnswer),
    publishers: Object.hasOwn(settings, publishersKey)
      ? readPublishers({ path: `"${publishersKey}"`, value: settings[publishersKey] })
      : undefined,
    similarNames: Object.hasOwn(settings, similarKey)
      ? readList({ path: `"${similarKey}"`, value: settings[similarKey] }).map(readString)
      : undefined,
    packages: many('/packages/container/{package_name}', readPackage),
  };
}
