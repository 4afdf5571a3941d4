import { EnvironmentError } from '@slipway/core/errors/action-error';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type Repository, readFileAt } from '@slipway/github/repository';
import { askDeployment } from '@slipway/github/settings/deployment-policy';
import { bumpErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';
import { parseWorkflow } from '../workflow-file.ts';
import { listOwnSteps } from './server-limits.ts';

const folder = '.github/workflows';

/** What the environment of a job is, as far as the file says it: an expression that chooses by the index has both names in it. */
function readEnvironment(written: unknown, index: string): string | undefined {
  const name = String((isRecord(written) ? written['name'] : written) ?? '');
  if (!name.includes('${{')) return name === '' ? undefined : name;
  const names = [...name.matchAll(/'([\w.-]+)'/g)].map(([, each = '']) => each);
  const others = names.filter((each) => each !== 'testpypi');
  return index === 'testpypi' && names.includes('testpypi') ? 'testpypi' : others.at(-1);
}

/** The environments of the jobs that upload to a package index. */
function listEnvironments(workflow: unknown, index: string): readonly string[] {
  const jobs = isRecord(workflow) && isRecord(workflow['jobs']) ? workflow['jobs'] : {};
  const found = listOwnSteps(workflow).flatMap(({ job, action }) => {
    const definition = jobs[job];
    const uploads = action === 'pypi-publish' || action === 'publish';
    return uploads && isRecord(definition) ? (readEnvironment(definition['environment'], index) ?? []) : [];
  });
  return [...new Set(found)];
}

/** A release that is about to be made. */
export interface ComingRelease {
  readonly tag: string;
  /** The commit that the workflow file is read at. */
  readonly sha: string;
  /** File name of the workflow that publishes. */
  readonly file: string | undefined;
  /** Package index that was asked for; empty for PyPI. */
  readonly index: string;
}

/**
 * Refuses a release whose tag the environment of the publishing job does not allow: GitHub would refuse that job after everything
 * was built, and show no log. A missing environment is warned of, since GitHub creates it without a rule.
 * @throws EnvironmentError E_BUMP_ENVIRONMENT with what it allows; and as GitHubClient.rest
 */
export async function refuseClosedEnvironment(
  { log }: Pick<Context, 'log'>,
  repository: Repository,
  { tag, sha, file, index }: ComingRelease,
): Promise<void> {
  const text = file === undefined ? undefined : await readFileAt(repository, `${folder}/${file}`, sha);
  if (file === undefined || text === undefined) return;
  const workflow = await parseWorkflow(file, Buffer.from(text).toString('utf8'));
  for (const name of listEnvironments(workflow, index)) {
    const answer = await askDeployment(repository, name, tag);
    const shown = neutralizeLine(name, 100);
    if (answer.state === 'missing')
      log.warning(
        `The environment "${shown}" does not exist. GitHub creates it for the publishing job without a rule, so that any branch could publish. Create it with a rule for release tags.`,
      );
    if (answer.state !== 'closed') continue;
    const { allows } = answer;
    const allowed =
      allows === 'protected branches'
        ? 'protected branches only, and a tag is not a branch'
        : allows.length === 0
          ? 'no tags'
          : `only tags like ${neutralizeLine(allows.join(', '), 200)}`;
    throw new EnvironmentError(bumpErrors.E_BUMP_ENVIRONMENT, {
      message: `The environment "${shown}" allows ${allowed}, so GitHub would refuse the job that publishes at ${neutralizeLine(tag, 120)}. Nothing was written.`,
    });
  }
}
