import { count } from '@slipway/core/text/count';
import {
  grants,
  type JobText,
  lineAt,
  listAncestors,
  permissionsOf,
  type StepText,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import { findPublishingJobs } from '../publishing-job.ts';
import { listActs, listScripts, nameStep } from '../release-steps.ts';
import { isPrinting, splitScript } from '../shell-lines.ts';
import { edit, type Fault, type FaultKind, quote } from './fault.ts';

const mayStay =
  /^(?:actions\/download-artifact|pypa\/gh-action-pypi-publish|[\w.-]+\/slipway\/actions\/(?:pypi-)?publish|step-security\/harden-runner)@/i;

const isComposite = ({ steps }: JobText): boolean =>
  steps.some(({ uses }) => /\/slipway\/actions\/publish@/i.test(uses?.text ?? ''));

function findCompanions(workflow: WorkflowText): Fault[] {
  const minting = new Set(findPublishingJobs(workflow).map(({ job }) => job.id));
  return workflow.jobs.flatMap((job): Fault[] => {
    const permissions = permissionsOf(workflow, job);
    if (!grants(permissions, 'id-token', 'write')) return [];
    const acts = job.steps.flatMap((step) => listActs(job, step));
    if (!minting.has(job.id)) {
      const build = acts.find(({ role }) => role === 'build');
      return build === undefined
        ? []
        : [
            {
              job: job.id,
              line: build.line,
              seen: `The job "${job.id}" can request ID tokens ("id-token: write") and builds the project.`,
            },
          ];
    }
    const others = job.steps.filter(({ uses }) => !mayStay.test(uses?.text ?? ''));
    const writes = [...(permissions ?? [])]
      // The composite action does the whole release, so its job has the rights of all channels.
      .filter(([scope, level]) => level === 'write' && scope !== 'id-token' && !isComposite(job))
      .map(([scope]) => `"${scope}: write"`);
    return [
      ...(others.length === 0
        ? []
        : [
            {
              job: job.id,
              line: others[0]?.span.first ?? job.span.first,
              seen: `The job "${job.id}" gets a PyPI token and runs ${others.map(nameStep).join(', ')}, too.`,
            },
          ]),
      ...(writes.length === 0
        ? []
        : [
            {
              job: job.id,
              line: job.span.first,
              seen: `The job "${job.id}" gets a PyPI token and has ${writes.join(', ')}, too.`,
            },
          ]),
    ];
  });
}

export const crowdedTokenJob: FaultKind = {
  id: 'WF08',
  title: 'The job that gets a PyPI token only downloads the files and publishes them.',
  severity: 'insecure',
  otherwise: 'Any other code of the job can publish to PyPI in your name.',
  fix: edit('Move every other step into a different job, and give this one "id-token: write" only.'),
  find: ({ workflow }) => findCompanions(workflow),
};

/** Actions that cache without being asked, with the input that turns it off (README of each). */
const cachingByDefault: readonly (readonly [action: RegExp, input: string | undefined])[] = [
  [/^astral-sh\/setup-uv@/i, 'enable-cache'],
  [/^actions\/setup-go@/i, 'cache'],
  [/^prefix-dev\/setup-pixi@/i, 'cache'],
  [/^Swatinem\/rust-cache@/i, undefined],
];

/** The cache that a step restores, as a finding quotes it; undefined when it restores none. */
function findCache(step: StepText): string | undefined {
  const uses = step.uses?.text ?? '';
  const input = (name: string): string => step.with.get(name)?.text.trim() ?? '';
  if (/^actions\/cache(?:\/restore)?@/i.test(uses)) return uses;
  if (/type=gha/.test(`${input('cache-from')} ${input('cache-to')}`)) return 'type=gha';
  const known = cachingByDefault.find(([action]) => action.test(uses));
  if (known !== undefined)
    return known[1] !== undefined && input(known[1]) === 'false'
      ? undefined
      : `${uses}, which caches unless it is told not to`;
  const asked = input('cache') || input('enable-cache') || input('bundler-cache');
  return /^(?:actions|ruby|pdm-project)\/setup-/i.test(uses) && asked !== '' && asked !== 'false'
    ? `${uses} with a cache`
    : undefined;
}

function findCaches(workflow: WorkflowText): Fault[] {
  const leading = new Set<string>();
  for (const job of workflow.jobs) {
    const roles = job.steps.flatMap((step) => listActs(job, step)).map(({ role }) => role);
    if (
      !roles.some(
        (role) => role === 'publish' || role === 'image' || role === 'upload-artifact' || role === 'build',
      )
    )
      continue;
    leading.add(job.id);
    for (const ancestor of listAncestors(workflow, job.id)) leading.add(ancestor);
  }
  return workflow.jobs
    .filter(({ id }) => leading.has(id))
    .flatMap((job) =>
      job.steps.flatMap((step): Fault[] => {
        const what = findCache(step);
        return what === undefined
          ? []
          : [
              {
                job: job.id,
                line: step.uses?.line ?? step.span.first,
                seen: `The job "${job.id}" restores a cache (${quote(what)}).`,
              },
            ];
      }),
    );
}

export const releaseCaches: FaultKind = {
  id: 'WF09',
  title: 'A release restores no cache.',
  severity: 'insecure',
  otherwise: 'A pull request or another workflow can fill the cache, and its content ends up in the release.',
  fix: edit('Remove the cache from the jobs that build or publish.'),
  find: ({ workflow }) => findCaches(workflow),
};

/** Values that nobody outside of GitHub chooses, or that are one of a fixed list. */
const harmless =
  /^(?:github\.(?:sha|repository|repository_owner|repository_id|run_id|run_number|run_attempt|server_url|api_url|workspace|event_name|ref_type|job|action_path|event\.repository\.[\w.]+)|runner\.\w+|matrix\.[\w.-]+|env\.\w+|vars\.\w+|strategy\.[\w-]+|job\.\w+|secrets\.\w+|needs\.[\w-]+\.result|steps\.[\w-]+\.(?:outcome|conclusion)|hashFiles\(.*\)|'[^']*'|true|false)$/s;
const interpreter = /\b(?:python3?|node|ruby|perl|bash|sh)\b[^|\n]*<</;

function findInjections(workflow: WorkflowText): Fault[] {
  return listScripts(workflow).flatMap(({ job, step, script }): Fault[] => {
    const foreign = [...script.text.matchAll(/\$\{\{\s*(.*?)\s*\}\}/gs)].filter(
      ([, expression = '']) => !harmless.test(expression),
    );
    const delimiter = /(?:\b\w+<<(?!\s)["']?(EOF\w*|[A-Z][A-Z_]+)\b|<<\{(\w+)\})/.exec(script.text);
    const isFixed =
      delimiter !== null &&
      /GITHUB_(?:OUTPUT|ENV)/.test(script.text) &&
      (delimiter[2] === undefined || new RegExp(`\\b${delimiter[2]}\\s*=\\s*['"]`).test(script.text));
    const { hereDocuments } = splitScript(script.text);
    const expanded = hereDocuments.find(
      ({ command, isExpanded, body }) => isExpanded && interpreter.test(command) && /\$\{?\w|\$\(/.test(body),
    );
    const name = nameStep(step);
    const at = (offset: number) => ({ job: job.id, line: lineAt(script, offset) });
    return [
      ...(foreign.length === 0
        ? []
        : [
            {
              ...at(foreign[0]?.index ?? 0),
              seen: `The script of ${name} contains ${count(foreign.length, 'expression')} of values from outside, first ${quote(foreign[0]?.[0] ?? '')}.`,
            },
          ]),
      ...(isFixed
        ? [
            {
              ...at(delimiter.index),
              seen: `The script of ${name} writes an output with a fixed delimiter (${quote(delimiter[0])}).`,
            },
          ]
        : []),
      ...(expanded === undefined
        ? []
        : [
            {
              ...at(expanded.offset),
              seen: `The script of ${name} passes shell values into source code (${quote(expanded.command)}).`,
            },
          ]),
    ];
  });
}

export const injection: FaultKind = {
  id: 'WF10',
  title: 'Values from outside reach a script only as environment variables.',
  severity: 'insecure',
  otherwise:
    'A version, a branch or a line of the changelog can run commands in the job, or set its outputs.',
  fix: edit(
    'Pass the value in "env" and use "$NAME". Use a random delimiter for outputs of several lines, and quote the delimiter of a here-document.',
  ),
  find: ({ workflow }) => findInjections(workflow),
};

const safeWay = /--password-stdin/;

function findSecretArguments(workflow: WorkflowText): Fault[] {
  return listScripts(workflow).flatMap(({ job, script }) =>
    splitScript(script.text).lines.flatMap((line): Fault[] => {
      const isSecret =
        /\$\{\{\s*(?:secrets\.\w+|github\.token)\s*\}\}/.test(line.text) ||
        /--(?:password|token)[= ]["']?\$/.test(line.text) ||
        /\bhttp-basic\.\S+\s+\S+\s+\S*\$/.test(line.text) ||
        /\bpypi-token\.\S+\s+["']?\$/.test(line.text);
      const isList = /\bpoetry\s+config\s+--list\b/.test(line.text);
      if ((!isSecret && !isList) || safeWay.test(line.text) || /^\w+=/.test(line.text) || isPrinting(line))
        return [];
      return [
        {
          job: job.id,
          line: lineAt(script, line.offset),
          seen: isList
            ? `The job "${job.id}" logs its configuration with credentials (${quote(line.text)}).`
            : `The job "${job.id}" passes a secret as an argument (${quote(line.text)}).`,
        },
      ];
    }),
  );
}

export const secretArguments: FaultKind = {
  id: 'WF11',
  title: 'No secret is an argument of a command.',
  severity: 'insecure',
  otherwise: 'Every process of the runner can read it, and tools print their arguments in errors.',
  fix: edit(
    'Publish with trusted publishing, which needs no secret. Pass other secrets in "env" or on standard input.',
  ),
  find: ({ workflow }) => findSecretArguments(workflow),
};

function findFragile(workflow: WorkflowText): Fault[] {
  const found = listScripts(workflow).flatMap(({ job, script }) =>
    splitScript(script.text).lines.flatMap((line): Fault[] => {
      if (isPrinting(line)) return [];
      const why = /\bgit\s+push\b[^;&|]*\borigin\s+(?:HEAD:)?(?:main|master)\b/.test(line.text)
        ? 'pushes to a branch by name, whatever branch the release runs on'
        : /\bcurl\b[^|]*\|\s*(?:sudo\s+)?(?:bash|sh|python3?)\b/.test(line.text)
          ? 'runs a script from the network'
          : /\b(?:poetry\s+lock|pdm\s+lock|pipenv\s+lock)\b/.test(line.text) && !/--check\b/.test(line.text)
            ? 'rewrites the lock file during the release'
            : undefined;
      return why === undefined
        ? []
        : [
            {
              job: job.id,
              line: lineAt(script, line.offset),
              seen: `The job "${job.id}" ${why} (${quote(line.text)}).`,
            },
          ];
    }),
  );
  const isGuarded = /github\.ref(?:_name|_type|_protected)?\b|GITHUB_REF|refs\/(?:heads|tags)/.test(
    workflow.text,
  );
  const acts = workflow.jobs.flatMap((job) => job.steps.flatMap((step) => listActs(job, step)));
  const releases = acts.find(({ role }) => role === 'publish' || role === 'push');
  if (
    !workflow.triggers.has('workflow_dispatch') ||
    isGuarded ||
    releases === undefined ||
    /\/slipway\/actions\/version-bump@/i.test(workflow.text)
  )
    return found;
  return [
    ...found,
    {
      job: releases.job.id,
      line: releases.line,
      seen: `The workflow can be started on every branch, and no condition looks at the branch before ${quote(releases.text)}.`,
    },
  ];
}

export const fragileRelease: FaultKind = {
  id: 'WF12',
  title: 'A release runs on a branch or tag that may release, with code that is in the repository.',
  severity: 'insecure',
  otherwise:
    'A release from another branch fails half way or publishes it, and code from the network changes without notice.',
  fix: edit(
    'Check the branch before anything is written, pin what is downloaded, and keep the lock file as it is committed.',
  ),
  find: ({ workflow }) => findFragile(workflow),
};
