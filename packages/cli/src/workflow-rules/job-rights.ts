import type { JobPermissions, PermissionLevel } from '@slipway/runner/platform';
import { readPermissions } from '@slipway/runner/workflow/permissions';
import { readMapping, type StepModel } from '@slipway/runner/workflow/workflow-model';
import { rightsOf } from '../findings/permission-findings.ts';
import { readConstantInput } from './constant-text.ts';
import { checksOut, readSlipwayUse, type WorkflowRule } from './rule.ts';

const rank: Readonly<Record<PermissionLevel, number>> = { none: 0, read: 1, write: 2 };

/** The rights that a step needs; undefined for one that only its author knows. */
function readNeeds(step: StepModel): JobPermissions | undefined {
  const use = readSlipwayUse(step);
  // Without rights to the contents a public repository can be checked out all the same, a private one cannot.
  if (checksOut(step)) return { contents: 'read' };
  if (use === undefined)
    return step.run === undefined
      ? undefined
      : /\bgh\b|\bgit\b|\bcurl\b|token/i.test(String(step.run) + String(step.env ?? ''))
        ? undefined
        : {};
  const names = [...readMapping(step.with).keys()];
  const inputs = new Map(
    names.flatMap((name): [string, string | undefined][] => {
      const value = readConstantInput(step, name);
      return value === '' ? [] : [[name.toLowerCase(), value]];
    }),
  );
  return rightsOf({ action: use.action, inputs });
}

// What an action makes do without, or a token of its own replaces.
const optional = new Set(['pull-requests', 'discussions']);

/** A right too few ends a release half-way; one too many is there for whoever gets into the job. */
export const jobRightRule: WorkflowRule = {
  name: 'every job requests exactly the permissions that its steps need',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps, properties }) => {
      const granted = readPermissions(properties.get('permissions') ?? model.properties.get('permissions'));
      if (
        granted === undefined ||
        steps.every((step) => readSlipwayUse(step) === undefined && step.run === undefined)
      )
        return [];
      const needs = steps.map(readNeeds);
      const hasOwnToken = steps.some((step) => readMapping(step.with).has('token'));
      const isKnown = needs.every((need) => need !== undefined);
      const isOurs = steps.some((step) => readSlipwayUse(step) !== undefined);
      return Object.entries(granted).flatMap(([scope, level]) => {
        const wanted = Math.max(...needs.map((need) => rank[need?.[scope] ?? 'none']));
        const name = (['none', 'read', 'write'] as const)[wanted] ?? 'none';
        if (isKnown && rank[level] > wanted && !optional.has(scope))
          return [`job "${id}" requests "${scope}: ${level}", but its steps need at most "${name}"`];
        if (isOurs && !hasOwnToken && rank[level] < wanted && (wanted === rank.write || !optional.has(scope)))
          return [`job "${id}" has "${scope}: ${level}", but one of its steps needs "${name}"`];
        return [];
      });
    }),
};
