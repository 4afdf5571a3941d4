import { isMap, isScalar, type Node, type Pair, parseDocument, visit, type YAMLMap } from 'yaml';
import type { ActionMetadata } from '../pages/action-metadata.ts';
import { checkStep, type OwnActions } from './workflow-step-policy.ts';

type JsonMap = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonMap => typeof value === 'object' && value !== null;

// What a job that publishes holds: the right to write where users download from, or to say who it is.
const publishingPermissions = ['contents', 'packages', 'id-token', 'attestations'];

/** Every scalar below `node` as text, for a search of expressions. */
function listTexts(node: unknown): string[] {
  const texts: string[] = [];
  visit(node as Node, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string') texts.push(scalar.value);
    },
  });
  return texts;
}

function checkReads(id: string, job: YAMLMap, jobs: JsonMap): string[] {
  const findings: string[] = [];
  const plain = jobs[id] as JsonMap;
  const needs = new Set([plain['needs'] ?? []].flat().map(String));
  for (const text of listTexts(job)) {
    for (const [, from = '', name = ''] of text.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const source = jobs[from];
      if (!needs.has(from)) findings.push(`job "${id}" reads an output of "${from}" but does not need it`);
      // The outputs of a called workflow are in another file.
      if (!isObject(source) || typeof source['uses'] === 'string') continue;
      const declared = isObject(source['outputs']) && name in source['outputs'];
      if (!declared) findings.push(`job "${id}" reads needs.${from}.outputs.${name}, which is not declared`);
    }
  }
  return findings;
}

function checkJob(id: string, job: JsonMap): string[] {
  const findings: string[] = [];
  const permissions = job['permissions'];
  if (!isObject(permissions)) findings.push(`job "${id}" has no map of permissions`);
  if (typeof job['uses'] !== 'string' && typeof job['timeout-minutes'] !== 'number') {
    findings.push(`job "${id}" has no timeout-minutes`);
  }
  const publishes =
    isObject(permissions) && publishingPermissions.some((permission) => permissions[permission] === 'write');
  const condition = String(job['if'] ?? '');
  if (publishes && /(?<!!)\b(always|failure|cancelled)\(\)/.test(condition)) {
    findings.push(`job "${id}" can publish and runs even when a job before it failed: "if: ${condition}"`);
  }
  return findings;
}

// The `jobs` of the document as pairs that keep their comments.
function listJobs(root: unknown): [string, YAMLMap][] {
  const jobs = isMap(root) ? root.get('jobs') : undefined;
  if (!isMap(jobs)) return [];
  return (jobs.items as Pair[]).flatMap(({ key, value }) =>
    isMap(value) ? [[String(isScalar(key) ? key.value : key), value] as [string, YAMLMap]] : [],
  );
}

/**
 * What a workflow file does that this project's workflows may not, as `path: reason`: least privilege, no untrusted text in
 * a script, nothing run that is not pinned, no caches, and no read of an output that nobody sets.
 */
export function checkWorkflow(
  path: string,
  text: string,
  actions: ReadonlyMap<string, ActionMetadata>,
): string[] {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) return [`${path}: is not YAML: ${problem.message}`];
  const workflow = document.toJS() as JsonMap;
  const findings: string[] = [];
  const { permissions, jobs } = workflow;
  if (!isObject(permissions) || Object.keys(permissions).length > 0) {
    findings.push('the top level is not "permissions: {}"');
  }
  if (/\bpull_request_target\b|\bworkflow_run\b/.test(JSON.stringify(workflow['on'] ?? ''))) {
    findings.push('starts on an event that runs with the rights of the repository for code from outside');
  }
  if (!isObject(jobs)) return [`${path}: has no jobs`];
  const own: OwnActions = actions;
  for (const [id, node] of listJobs(document.contents)) {
    findings.push(...checkJob(id, jobs[id] as JsonMap), ...checkReads(id, node, jobs));
    findings.push(...checkStep(`job "${id}"`, node, own));
    const steps = node.get('steps') as { items?: unknown[] } | undefined;
    const names = new Map<string, string>();
    for (const [index, step] of (steps?.items ?? []).entries()) {
      if (!isMap(step)) continue;
      findings.push(...checkStep(`job "${id}", step ${index + 1}`, step, own));
      if (typeof step.get('id') === 'string')
        names.set(String(step.get('id')), String(step.get('uses') ?? ''));
    }
    findings.push(...checkStepReads(id, node, names, own));
  }
  return [...new Set(findings)].map((finding) => `${path}: ${finding}`);
}

function checkStepReads(
  id: string,
  job: YAMLMap,
  steps: ReadonlyMap<string, string>,
  actions: OwnActions,
): string[] {
  const findings: string[] = [];
  for (const text of listTexts(job)) {
    for (const [, step = '', name = ''] of text.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const uses = steps.get(step);
      if (uses === undefined)
        findings.push(`job "${id}" reads an output of step "${step}", which it does not have`);
      const action = actions.get(/\/actions\/([\w-]+)(@|$)/.exec(uses ?? '')?.[1] ?? '');
      if (action !== undefined && !action.outputs.has(name)) {
        findings.push(`job "${id}" reads steps.${step}.outputs.${name}, which the action does not set`);
      }
    }
  }
  return findings;
}
