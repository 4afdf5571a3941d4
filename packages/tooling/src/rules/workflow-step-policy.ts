import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { ActionMetadata } from '../pages/action-metadata.ts';

/** The actions of this repository by name. */
export type OwnActions = ReadonlyMap<string, ActionMetadata>;

// https://github.blog/changelog/2026-07-30: `$/path` is this repository at the commit that runs.
const selfReference = /^\$\/(actions|\.github\/workflows)\/[\w./-]+$/;
const slipwayReference =
  /^[\w.-]+\/slipway\/(actions|\.github\/workflows)\/[\w./-]+@(v\d+(\.\d+\.\d+)?|[0-9a-f]{40})$/;
const pinnedReference = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const versionComment = /^\s*v?\d+(\.\d+)*\b/;

function checkReference(where: string, uses: string, comment: string): string[] {
  if (selfReference.test(uses) || slipwayReference.test(uses)) return [];
  if (!pinnedReference.test(uses))
    return [`${where} uses "${uses}", which is not pinned to a full commit SHA`];
  return versionComment.test(comment)
    ? []
    : [`${where} uses "${uses}" without a comment that names its version`];
}

function checkInputs(
  where: string,
  uses: string,
  inputs: Readonly<Record<string, unknown>>,
  own: OwnActions,
): string[] {
  const findings: string[] = [];
  if (/^actions\/checkout@/.test(uses) && String(inputs['persist-credentials']) !== 'false') {
    findings.push(`${where} checks out without "persist-credentials: false"`);
  }
  const caches = Object.keys(inputs).some(
    (name) => /^(enable-)?(package-manager-)?cache\b/.test(name) && inputs[name] !== false,
  );
  if (/^actions\/cache(\/|@)/.test(uses) || caches) findings.push(`${where} uses a cache`);
  const action = own.get(/(?:^\$|\/slipway)\/actions\/([\w-]+)/.exec(uses)?.[1] ?? '');
  if (action === undefined) return findings;
  for (const name of Object.keys(inputs).filter((input) => !action.inputs.has(input))) {
    findings.push(`${where} sets the input "${name}", which the action does not have`);
  }
  for (const [name, { required, default: preset }] of action.inputs) {
    if (required === true && preset === undefined && !(name in inputs))
      findings.push(`${where} does not set the input "${name}"`);
  }
  return findings;
}

/** Findings about one step, or about a job that calls a workflow; `where` names it. */
export function checkStep(where: string, step: YAMLMap, own: OwnActions): string[] {
  const findings: string[] = [];
  const script = step.get('run');
  // Text of an expression becomes part of the script; through an environment variable it stays data.
  if (typeof script === 'string' && script.includes('${{'))
    findings.push(`${where} has an expression inside "run"`);
  const uses = step.get('uses', true);
  if (!isScalar(uses)) return findings;
  const reference = String(uses.value);
  const inputs = step.get('with');
  const plain = isMap(inputs) ? (inputs.toJSON() as Record<string, unknown>) : {};
  findings.push(...checkReference(where, reference, uses.comment ?? ''));
  findings.push(...checkInputs(where, reference, plain, own));
  return findings;
}
