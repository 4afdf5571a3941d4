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
  return { name: 'workflow_dispatch', ref, inputs: Object.fromEntries(inputs) };
}

/** What the run at a branch does wrongly; the version is raised there, and nothing else happens. */
export function judgeBranchRun(
  { uses }: PlannedRun,
  asked: Readonly<Record<string, string>>,
  path: string,
): readonly string[] {
  const findings = uses
    .filter(({ action }) => action !== 'version-bump')
    .map(({ jobId, action }) => `job "${jobId}" runs ${action} at a branch, before there is a tag`);
  const bumps = uses.filter(({ action }) => action === 'version-bump');
  if (bumps.length !== 1)
    findings.push(`${bumps.length} steps raise the version when the workflow is started at a branch`);
  for (const { inputs } of bumps) {
    const dispatch = inputs.get('dispatch');
    if (dispatch === undefined && !inputs.has('token'))
      findings.push('version-bump has no "dispatch", so that nothing starts at the tag');
    if (dispatch !== undefined && basename(dispatch) !== basename(path))
      findings.push(`version-bump starts "${dispatch}" at the tag, and not this workflow`);
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
            `version-bump is given the version "${inputs.get('version') ?? ''}" where ${version} is asked for`,
          ]),
      ...(inputs.has('bump') ? [`version-bump is given "bump" beside the version that is asked for`] : []),
    ];
  return [
    ...(bump === undefined || (inputs.get('bump') ?? 'auto') === bump
      ? []
      : [`version-bump is given "${inputs.get('bump') ?? ''}" where the bump "${bump}" is asked for`]),
    ...(inputs.has('version') ? ['version-bump is given a version where none is asked for'] : []),
  ];
}
