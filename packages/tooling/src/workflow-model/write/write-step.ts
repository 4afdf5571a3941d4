import type { Scalar, YAMLMap } from 'yaml';
import type { Value } from '../model/expression.ts';
import type { ActionStep, NotedValue, Step } from '../model/step.ts';
import type { Workflow } from '../model/workflow.ts';
import type { Reader } from './reader.ts';
import { writeCondition } from './write-expression.ts';
import { readsKnown, subjectOf, writeLines, writeLiteral, writeValue } from './write-value.ts';
import { type Entry, mapping, scalar } from './yaml-nodes.ts';

const maxConditionColumns = 110;

function writeUses({ uses }: ActionStep, ownActions: Workflow['ownActions']): Scalar {
  if ('own' in uses)
    return scalar(
      ownActions === 'own commit'
        ? `$/actions/${uses.own}`
        : `${ownActions.repository}/actions/${uses.own}@${ownActions.ref}`,
    );
  return scalar(`${uses.action}@${uses.commit}`, uses.version);
}

const isNoted = (value: Value | NotedValue): value is NotedValue =>
  typeof value === 'object' && value.kind === 'noted';

/** The output of a job that has not run yet. */
const isYetToCome = (value: Value | NotedValue, reader: Reader): boolean =>
  typeof value === 'object' && value.kind === 'job-output' && !reader.mayHaveEnded(value);

/** A mapping of values with their comments, or undefined if there are none. */
export function writeValues(
  key: string,
  values: Readonly<Record<string, Value | NotedValue>> | undefined,
  reader: Reader,
): Entry | undefined {
  if (values === undefined) return undefined;
  const entries = Object.entries(values)
    // A value that speaks only of jobs that this edition does not have says nothing.
    .filter(([, value]) => readsKnown(subjectOf(value), reader) && !isYetToCome(value, reader))
    .map(
      ([name, value]): Entry =>
        isNoted(value)
          ? { key: name, node: writeValue(value.value, reader), comment: value.comment }
          : { key: name, node: writeValue(value, reader) },
    );
  return { key, node: mapping(...entries) };
}

/** The `if` of a job or a step, or undefined if it has none. */
export function writeIf({ condition }: Pick<Step, 'condition'>, reader: Reader): Entry | undefined {
  if (condition === undefined) return undefined;
  const node = writeLines(writeCondition(condition, reader, maxConditionColumns));
  return { key: 'if', node, comment: condition.comment };
}

/** Converts a step to a YAML node. */
export function writeStep(step: Step, ownActions: Workflow['ownActions'], reader: Reader): YAMLMap {
  const entry = (key: string, text: string | undefined): Entry | undefined =>
    text === undefined ? undefined : { key, node: scalar(text) };
  const head = [entry('name', step.name), entry('id', step.id), writeIf(step, reader)];
  return 'uses' in step
    ? mapping(
        ...head,
        { key: 'uses', node: writeUses(step, ownActions) },
        writeValues('with', step.with, reader),
      )
    : mapping(...head, { key: 'run', node: writeLiteral(step.run) }, writeValues('env', step.env, reader));
}
