import {
  readCount,
  readList,
  readObject,
  readOptional,
  readString,
  readWord,
  type Value,
} from './value-reader.ts';

/** One rule of the schema `repository-rule`. */
export interface RuleAnswer {
  /** `creation`, `update`, `deletion`, `pull_request`, `required_status_checks`, … */
  readonly type: string;
  /** Contexts of `required_status_checks`. */
  readonly statusChecks: readonly string[];
}

/** Who may bypass a ruleset, by `actor_type` and `actor_id`. */
export interface BypassActorAnswer {
  readonly type: string;
  readonly id: number | undefined;
  readonly mode: 'always' | 'pull_request' | 'exempt';
}

/** What counts of the schema `repository-ruleset`. */
export interface RulesetAnswer {
  readonly id: number;
  readonly name: string;
  readonly target: 'branch' | 'tag' | 'push' | 'repository';
  readonly enforcement: 'active' | 'evaluate' | 'disabled';
  /** Undefined in a list of rulesets, which leaves the rules out. */
  readonly rules: readonly RuleAnswer[] | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Undefined for who may not write the ruleset: then it is not known, and not empty. */
  readonly bypassActors: readonly BypassActorAnswer[] | undefined;
}

function readRule(at: Value): RuleAnswer {
  const field = readObject(at);
  const type = readString(field('type'));
  if (type !== 'required_status_checks') return { type, statusChecks: [] };
  const checks = readList(readObject(field('parameters'))('required_status_checks'));
  return { type, statusChecks: checks.map((checkAt) => readString(readObject(checkAt)('context'))) };
}

function readBypassActor(at: Value): BypassActorAnswer {
  const field = readObject(at);
  const mode = readOptional(field('bypass_mode'), (modeAt) =>
    readWord(modeAt, ['always', 'pull_request', 'exempt']),
  );
  return {
    type: readString(field('actor_type')),
    id: readOptional(field('actor_id'), readCount),
    mode: mode ?? 'always',
  };
}

/** `GET …/rulesets/{ruleset_id}`, and one entry of `GET …/rulesets`. @throws InputError E_SETTINGS_INVALID */
export function readRuleset(at: Value): RulesetAnswer {
  const field = readObject(at);
  const refName = readOptional(field('conditions'), (conditionsAt) =>
    readOptional(readObject(conditionsAt)('ref_name'), readObject),
  );
  const names = (key: string): string[] =>
    refName === undefined ? [] : (readOptional(refName(key), readList) ?? []).map(readString);
  const target = readOptional(field('target'), (targetAt) =>
    readWord(targetAt, ['branch', 'tag', 'push', 'repository']),
  );
  return {
    id: readCount(field('id')),
    name: readString(field('name')),
    target: target ?? 'branch',
    enforcement: readWord(field('enforcement'), ['active', 'evaluate', 'disabled']),
    rules: readOptional(field('rules'), readList)?.map(readRule),
    include: names('include'),
    exclude: names('exclude'),
    bypassActors: readOptional(field('bypass_actors'), readList)?.map(readBypassActor),
  };
}

/** `GET …/rulesets`. @throws InputError E_SETTINGS_INVALID */
export const readRulesets = (at: Value): readonly RulesetAnswer[] => readList(at).map(readRuleset);
