import { basename } from 'node:path';
import type { PlannedRun, PlannedStart, PlannedUse } from './plan-run.ts';
import { plannedTag } from './plan-run.ts';

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** What the run at a branch starts at the tag; undefined when it starts nothing. */
export function readHandover(use: PlannedUse): PlannedStart | undefined {
  const ref = `refs/tags/${plannedTag}`;
  // What another token than the run's own pushes starts the workflow by itself.
  if (use.inputs.has('token')) return { name: 'push', ref, inputs: {} };
  if (!use.inputs.has('dispatch')) return undefined;
  const inputs = linesOf(use.inputs.get('dispatch-inputs') ?? '').map((line): [string, string] => {
    const [name = '', ...rest] = line.split('=');
    return [name.trim(), rest.join('=').trim()];
  });
  // A line without a value is left out, so that a workflow need not have the input.
  const given = inputs.filter(([, value]) => value !== '');
  return { name: 'workflow_dispatch', ref, inputs: Object.fromEntries(given) };
}

/** What the run at a branch does wrongly; the version is raised there, and nothing else happens. */
export function judgeBranchRun(
  { uses }: PlannedRun,
  asked: Readonly<Record<string, string>>,
  path: string,
): readonly string[] {
  const findings = uses
    .filter(({ action }) => action !== 'version-bump')
    .map(({ jobId, action }) => `job "${jobId}" runs ${action} on a branch, before the tag exists`);
  const bumps = uses.filter(({ action }) => action === 'version-bump');
  if (bumps.length !== 1)
    findings.push(`${bumps.length} steps bump the version when the workflow is started on a branch`);
  for (const { inputs } of bumps) {
    const dispatch = inputs.get('dispatch');
    if (dispatch === undefined && !inputs.has('token'))
      findings.push('version-bump has no "dispatch", so no run starts at the tag');
    if (dispatch !== undefined && dispatch !== 'auto' && basename(dispatch) !== basename(path))
      findings.push(`version-bump starts "${dispatch}" at the tag instead of this workflow`);
    findings.push(...judgeWish(inputs, asked));
  }
  return findings;
}

/** The version that was asked for is the one that is made. */
function judgeWish(
  inputs: ReadonlyMap<string, string>,
  asked: Readonly<Record<string, string>>,
): readonly string[] {
  const { bump, version, package: name } = asked;
  if (name !== undefined && inputs.get('package') !== name)
    return [
      `version-bump is given the package "${inputs.get('package') ?? ''}" where "${name}" is asked for`,
    ];
  if (version !== undefined && version !== '')
    return [
      ...(inputs.get('version') === version
        ? []
        : [
            `version-bump gets the version "${inputs.get('version') ?? ''}" instead of the requested ${version}`,
          ]),
      ...(inputs.has('bump') ? [`version-bump gets "bump" in addition to the requested version`] : []),
    ];
  return [
    ...(bump === undefined || (inputs.get('bump') ?? 'auto') === bump
      ? []
      : [`version-bump gets the bump "${inputs.get('bump') ?? ''}" instead of the requested "${bump}"`]),
    ...(inputs.has('version') ? ['version-bump gets a version, but none was requested'] : []),
  ];
}
