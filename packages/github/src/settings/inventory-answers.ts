import {
  readBoolean,
  readList,
  readObject,
  readOptional,
  readString,
  readWholeList,
  type Value,
} from './value-reader.ts';

/** A secret as lists of secrets show it; nobody can read its value. */
export interface SecretAnswer {
  readonly name: string;
}

/** `GET …/actions/secrets` and the other lists of secrets. @throws InputError E_SETTINGS_INVALID */
export const readSecrets = (at: Value): readonly SecretAnswer[] =>
  readWholeList(at, 'secrets').map((secretAt) => ({ name: readString(readObject(secretAt)('name')) }));

/** What counts of the schema `workflow`. */
export interface WorkflowAnswer {
  /** `.github/workflows/release.yml`. */
  readonly path: string;
  /** `active`, `disabled_manually`, … */
  readonly state: string;
}

/** `GET …/actions/workflows`. @throws InputError E_SETTINGS_INVALID */
export const readWorkflows = (at: Value): readonly WorkflowAnswer[] =>
  readWholeList(at, 'workflows').map((workflowAt) => {
    const field = readObject(workflowAt);
    return { path: readString(field('path')), state: readString(field('state')) };
  });

/** What counts of the schema `release`. */
export interface ReleaseAnswer {
  readonly tag: string;
}

/** `GET …/releases`. @throws InputError E_SETTINGS_INVALID */
export const readReleases = (at: Value): readonly ReleaseAnswer[] =>
  readList(at).map((releaseAt) => ({ tag: readString(readObject(releaseAt)('tag_name')) }));

/** `GET …/private-vulnerability-reporting`. @throws InputError E_SETTINGS_INVALID */
export const readPrivateReporting = (at: Value): boolean => readBoolean(readObject(at)('enabled'));

/** One rule of a branch, of whatever level. */
export interface BranchRuleAnswer {
  readonly type: string;
  readonly source: string;
  readonly rulesetId: number | undefined;
}

/** `GET …/rules/branches/{branch}`. @throws InputError E_SETTINGS_INVALID */
export const readBranchRules = (at: Value): readonly BranchRuleAnswer[] =>
  readList(at).map((ruleAt) => {
    const field = readObject(ruleAt);
    const id = field('ruleset_id').value;
    return {
      type: readString(field('type')),
      source: readOptional(field('ruleset_source'), readString) ?? '',
      rulesetId: typeof id === 'number' ? id : undefined,
    };
  });
