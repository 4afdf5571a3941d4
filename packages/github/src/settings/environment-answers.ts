import {
  readBoolean,
  readCount,
  readList,
  readObject,
  readOptional,
  readString,
  readWholeList,
  readWord,
  refuseValue,
  type Value,
} from './value-reader.ts';

/** A reviewer of an environment: `login` of a person, `slug` of a team. */
export interface ReviewerAnswer {
  readonly type: 'User' | 'Team';
  readonly name: string;
  /** Number of the person or team; undefined in a file that was written by hand. */
  readonly id: number | undefined;
}

/** What counts of the schema `environment`. */
export interface EnvironmentAnswer {
  readonly name: string;
  /** Minutes; 0 without a timer. */
  readonly waitTimer: number;
  readonly reviewers: readonly ReviewerAnswer[];
  readonly preventSelfReview: boolean;
  /** `any`: "No restriction", which GitHub gives as null. */
  readonly refs: 'any' | 'protected-branches' | 'selected';
}

/** What counts of the schema `deployment-branch-policy`. */
export interface PolicyAnswer {
  /** Pattern of `File.fnmatch`. */
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

function readReviewer(at: Value): ReviewerAnswer {
  const field = readObject(at);
  const type = readWord(field('type'), ['User', 'Team']);
  const reviewer = readObject(field('reviewer'));
  return {
    type,
    name: readString(reviewer(type === 'User' ? 'login' : 'slug')),
    id: readOptional(reviewer('id'), readCount),
  };
}

function readRefs(at: Value): EnvironmentAnswer['refs'] {
  const refs = readOptional(at, (policyAt) => {
    const field = readObject(policyAt);
    const isProtected = readBoolean(field('protected_branches'));
    const isCustom = readBoolean(field('custom_branch_policies'));
    if (isProtected === isCustom)
      throw refuseValue(
        field('custom_branch_policies'),
        `the opposite of ${field('protected_branches').path}`,
      );
    return isCustom ? 'selected' : 'protected-branches';
  });
  return refs ?? 'any';
}

/** `GET …/environments/{environment_name}`. @throws InputError E_SETTINGS_INVALID */
export function readEnvironment(at: Value): EnvironmentAnswer {
  const field = readObject(at);
  const rules = (readOptional(field('protection_rules'), readList) ?? []).map((ruleAt) => {
    const rule = readObject(ruleAt);
    return { rule, type: readString(rule('type')) };
  });
  const timer = rules.find(({ type }) => type === 'wait_timer');
  const review = rules.find(({ type }) => type === 'required_reviewers');
  return {
    name: readString(field('name')),
    waitTimer: timer === undefined ? 0 : readCount(timer.rule('wait_timer')),
    reviewers: review === undefined ? [] : readList(review.rule('reviewers')).map(readReviewer),
    preventSelfReview:
      review === undefined ? false : (readOptional(review.rule('prevent_self_review'), readBoolean) ?? false),
    refs: readRefs(field('deployment_branch_policy')),
  };
}

/** `GET …/environments`. @throws InputError E_SETTINGS_INVALID */
export const readEnvironments = (at: Value): readonly EnvironmentAnswer[] =>
  readWholeList(at, 'environments').map(readEnvironment);

/** `GET …/environments/{environment_name}/deployment-branch-policies`. @throws InputError E_SETTINGS_INVALID */
export function readPolicies(at: Value): readonly PolicyAnswer[] {
  return readWholeList(at, 'branch_policies').map((policyAt) => {
    const field = readObject(policyAt);
    const type = readOptional(field('type'), (typeAt) => readWord(typeAt, ['branch', 'tag']));
    // Answers of before October 2023 have no type: every pattern was one of branches.
    return { name: readString(field('name')), type: type ?? 'branch' };
  });
}
