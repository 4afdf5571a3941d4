import { evaluateExpression } from '@slipway/runner/workflow/expressions';
import {
  grants,
  type JobText,
  permissionsOf,
  type StepText,
  type WorkflowText,
} from '@slipway/runner/workflow-text/workflow-text';
import type { CalledFile } from './called-files.ts';
import { listActs } from './release-steps.ts';

/** The job that publishes to PyPI with trusted publishing, as PyPI sees it. */
export interface PublishingJob {
  readonly job: JobText;
  /** File name below `.github/workflows/` in which the job is: PyPI compares `job_workflow_ref`. */
  readonly file: string;
  /** The file that is started, when it calls the file of the job. */
  readonly calledBy: string | undefined;
  /** Undefined for what only a run knows. Empty: none. */
  readonly environment: string | undefined;
  readonly line: number;
}

/** Publishing that is for an index other than PyPI. */
const elsewhere = /github-packages-publish@|pkg\.github|--repository(?:-url)?[= ](?:\S*test|github)/i;

/** An action that is told an index of its own; gh-action-pypi-publish spelled the input with an underscore before. */
const goesElsewhere = ({ with: inputs }: StepText): boolean => {
  const url = (inputs.get('repository-url') ?? inputs.get('repository_url'))?.text ?? '';
  return url !== '' && !url.includes('${{') && !/\/\/upload\.pypi\./i.test(url);
};

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const single = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s;

/**
 * The environment of a release that was asked for nothing in particular, which goes to PyPI; undefined for an expression that reads
 * what only a run knows.
 */
export function readEnvironment(text: string): string | undefined {
  if (!text.includes('${{')) return text;
  const expression = single.exec(text.trim())?.[1];
  if (expression === undefined) return undefined;
  try {
    const value = evaluateExpression(expression, { contexts: { inputs: {} }, functions: new Map() });
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    return undefined;
  }
}

function findIn(workflow: WorkflowText, calledBy: string | undefined): PublishingJob[] {
  return workflow.jobs.flatMap((job) => {
    const acts = job.steps
      .flatMap((step) => listActs(job, step))
      .filter(({ role, text, step }) => role === 'publish' && !elsewhere.test(text) && !goesElsewhere(step));
    const own = acts.find(
      ({ step }) =>
        /(?:pypi-publish|\/slipway\/actions\/publish)@/i.test(step.uses?.text ?? '') &&
        !step.with.has('password'),
    );
    const minting = own ?? (grants(permissionsOf(workflow, job), 'id-token', 'write') ? acts[0] : undefined);
    if (minting === undefined) return [];
    const environment = readEnvironment(job.environment?.text ?? '');
    return [{ job, file: baseName(workflow.path), calledBy, environment, line: minting.line }];
  });
}

/**
 * Finds the jobs that publish to PyPI without a stored token, in the file and in the workflows that it calls.
 * @param called as `listCalledFiles` reads them
 */
export function findPublishingJobs(
  workflow: WorkflowText,
  called: readonly CalledFile[] = [],
): readonly PublishingJob[] {
  return [
    ...findIn(workflow, undefined),
    ...called.flatMap((file) => findIn(file.workflow, baseName(workflow.path))),
  ];
}
