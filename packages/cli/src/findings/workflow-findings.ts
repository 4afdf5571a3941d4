import { readPermissions } from '@slipway/runner/workflow/permissions';
import { type JobModel, readText, type WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import type { ActionUse } from '../expectations/action-uses.ts';
import type { Finding } from './finding.ts';

/** A workflow file with what its steps use. */
export interface ReadWorkflow {
  readonly workflow: WorkflowModel;
  readonly uses: readonly ActionUse[];
}

/**
 * What makes the releases of a workflow less safe, read off the file: it never looks at lines, and not at what a run did. A workflow
 * that publishes with these actions is held to all of it; in any other the findings are shown only.
 */
export function findWorkflowFaults(read: ReadWorkflow): readonly Finding[] {
  const { workflow, uses } = read;
  const isOurs = uses.length > 0;
  const found: Finding[] = [
    ...workflow.jobs.flatMap((job) => [
      ...findUnpinned(workflow, job, uses),
      ...findCompanions(workflow, job, uses),
    ]),
    ...uses.flatMap((use) => [...findUnpromised(use, uses), ...findUncompared(use)]),
    ...findSilence(uses),
  ];
  return found.map((finding) => ({ ...finding, fails: finding.fails && isOurs }));
}

const isSlipway = (uses: string): boolean =>
  uses.startsWith('$/') || /^[\w.-]+\/slipway\/(?:actions|\.github\/workflows)\//i.test(uses);

const isPinned = (uses: string): boolean =>
  uses.startsWith('docker://') ? /@sha256:[0-9a-f]{64}$/.test(uses) : /@[0-9a-f]{40}$/.test(uses);

const permissionsOf = (workflow: WorkflowModel, job: JobModel) =>
  readPermissions(job.properties.get('permissions')) ??
  readPermissions(workflow.properties.get('permissions'));

/** A tag or branch can be moved to other code by whoever controls that repository. */
function findUnpinned(workflow: WorkflowModel, job: JobModel, uses: readonly ActionUse[]): Finding[] {
  const named = [job.uses, ...job.steps.map((step) => step.uses)];
  const unpinned = named.filter(
    (name): name is string =>
      name !== undefined && !name.startsWith('./') && !isSlipway(name) && !isPinned(name),
  );
  // A job without an action of Slipway and without an ID token is not a part of the release: every file is compared with its digest
  // afterwards. Pins of such a job are shown, and for its owner to decide.
  const mints = permissionsOf(workflow, job)?.['id-token'] === 'write';
  const fails = mints || uses.some(({ jobId }) => jobId === job.id);
  return unpinned.map((name) => ({
    ...{ rule: 'pin' as const, job: job.id, fails },
    message: `The job "${job.id}" uses "${name}", which can change later. Pin it to a full commit SHA.`,
  }));
}

/** Every step of a job can ask for its ID token, and so for a token of PyPI. */
function findCompanions(workflow: WorkflowModel, job: JobModel, uses: readonly ActionUse[]): Finding[] {
  const minting = new Set(
    uses
      .filter((use) => use.jobId === job.id && use.action === 'pypi-publish' && !use.inputs.has('password'))
      .map(({ step }) => step),
  );
  if (minting.size === 0 || permissionsOf(workflow, job)?.['id-token'] !== 'write') return [];
  const others = job.steps.filter((_step, index) => !minting.has(index));
  const names = [
    ...others.map(
      ({ uses: action, name, run }) => readText(name) ?? action ?? readText(run)?.split('\n')[0] ?? 'a step',
    ),
    ...['container', 'services'].filter((key) => job.properties.has(key)),
  ];
  return names.map((name) => ({
    ...{ rule: 'mint' as const, job: job.id, fails: true },
    message: `The job "${job.id}" runs "${name}" next to the step that gets a PyPI token, so it could get one, too. Move it to a different job.`,
  }));
}

const takesFiles = ['pypi-publish', 'github-packages-publish', 'release-notes', 'checksums', 'passport'];

/** Any job of a run can replace an artifact; only what travels as an output is known to be what was built. */
function findUnpromised(use: ActionUse, uses: readonly ActionUse[]): Finding[] {
  if (!takesFiles.includes(use.action) || use.inputs.has('digests')) return [];
  // A handover has the digests of what its first part built.
  if (use.action === 'pypi-publish' && use.inputs.has('handover')) return [];
  if (use.action === 'release-notes' && use.inputs.get('phase') === 'notes-only') return [];
  if (use.action === 'checksums' && !use.inputs.has('artifact-name')) return [];
  const isBuiltHere = uses.some((other) => other.action === 'python-build' && other.jobId === use.jobId);
  if (isBuiltHere && !use.inputs.has('artifact-name')) return [];
  return [
    {
      ...{ rule: 'digests', job: use.jobId, fails: true },
      message: `The job "${use.jobId}" uses files from another job with ${use.action} but without "digests". Set "digests" to the "files" output of the job that built them.`,
    },
  ];
}

/** Without a version to expect, a build of the wrong one is published under the tag. */
function findUncompared(use: ActionUse): Finding[] {
  const fault =
    // The digest of the sdist of a release says its version.
    use.action === 'python-build' && !use.inputs.has('version') && !use.inputs.has('sdist-digests')
      ? 'builds with python-build and without "version". Set it to the output "version" of version-bump, or to "${{ github.ref_name }}": the files then have to have it.'
      : use.action === 'docker-build-sign' &&
          use.inputs.get('mode') === 'merge' &&
          !use.inputs.has('platforms')
        ? 'joins images without "platforms". Set it, so that an image with a missing platform is rejected.'
        : undefined;
  if (fault === undefined) return [];
  return [{ rule: 'version', job: use.jobId, fails: true, message: `The job "${use.jobId}" ${fault}` }];
}

/** The notes claim only what they are told; without it a release says nowhere how to install it. */
function findSilence(uses: readonly ActionUse[]): Finding[] {
  const others = ['pypi-publish', 'github-packages-publish', 'docker-build-sign'];
  if (!uses.some(({ action }) => others.includes(action))) return [];
  return uses
    .filter(
      ({ action, inputs }) =>
        action === 'release-notes' && !['draft', 'notes-only'].includes(inputs.get('phase') ?? 'all'),
    )
    .filter(({ inputs }) => !inputs.has('evidence') && !inputs.has('template'))
    .map(({ jobId }) => ({
      ...{ rule: 'evidence' as const, job: jobId, fails: true },
      message: `The job "${jobId}" publishes the notes without "evidence". Set it to the outputs of the publishing jobs, so that the notes can list the channels.`,
    }));
}
