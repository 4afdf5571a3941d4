import { isRecord } from '@slipway/core/is-record';
import type { GitHubServer } from '@slipway/github/job/server';

/** A step of a workflow that cannot work on a server. */
export interface UnsupportedStep {
  /** Key of the job. */
  readonly job: string;
  /** The action without its repository: `pypi-publish`. */
  readonly action: string;
  /** Why it fails there, and what to change, as one sentence each. */
  readonly reason: string;
  /** Only a step that runs can fail: `image` needs a Dockerfile, `final` a version that is not a pre-release. */
  readonly when: 'always' | 'image' | 'final';
}

interface Step {
  readonly job: string;
  readonly action: string;
  /** Inputs as they are written; expressions are not evaluated. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

const isOff = (condition: unknown): boolean =>
  condition === false || /^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(String(condition));

/** The steps of a workflow that use one of our actions, by whichever address; those that are switched off are left out. */
export function listOwnSteps(workflow: unknown): readonly Step[] {
  const jobs = isRecord(workflow) && isRecord(workflow['jobs']) ? workflow['jobs'] : {};
  return Object.entries(jobs).flatMap(([job, definition]) => {
    if (!isRecord(definition) || isOff(definition['if'])) return [];
    const steps = Array.isArray(definition['steps']) ? (definition['steps'] as unknown[]) : [];
    return steps.flatMap((step) => {
      if (!isRecord(step) || isOff(step['if'])) return [];
      const action = /\/actions\/([a-z-]+)(?:@.*)?$/.exec(String(step['uses']))?.[1];
      const inputs = isRecord(step['with']) ? step['with'] : {};
      return action === undefined ? [] : [{ job, action, inputs }];
    });
  });
}

/** What of a workflow cannot work on a server; nothing on github.com. */
export function listUnsupportedSteps(workflow: unknown, server: GitHubServer): readonly UnsupportedStep[] {
  if (server.kind === 'github.com') return [];
  return listOwnSteps(workflow).flatMap((step) => {
    const found = judgePypi(step, server) ?? judgeArtifact(step, server) ?? judgeSigning(step, server);
    return found === undefined ? [] : [{ job: step.job, action: step.action, ...found }];
  });
}

type Judgement = Pick<UnsupportedStep, 'reason' | 'when'> | undefined;

const readText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'boolean' ? String(value).trim() : '';

function judgePypi({ action, inputs }: Step, { idTokenIssuer }: GitHubServer): Judgement {
  if (action !== 'pypi-publish' || readText(inputs['password']) !== '') return undefined;
  const index = readText(inputs['repository-url']).toLowerCase();
  // Another index decides for itself whom it trusts. An expression that names PyPI publishes there unless it is told otherwise.
  const isNamed =
    ['', 'pypi', 'testpypi'].includes(index) || (index.includes("'pypi'") && !index.includes('://'));
  if (!isNamed) return undefined;
  const reason = `PyPI does not accept ID tokens of ${idTokenIssuer}; remove the step, or set "user" to "__token__" and "password" to an API token`;
  return { reason, when: 'final' };
}

const storing = 'python-build';
const fetching = ['checksums', 'pypi-publish', 'github-packages-publish'];

function judgeArtifact({ action, inputs }: Step, { hasArtifacts }: GitHubServer): Judgement {
  if (hasArtifacts) return undefined;
  const name = inputs['artifact-name'];
  const isUsed = action === storing ? name !== '' : fetching.includes(action) && readText(name) !== '';
  if (!isUsed) return undefined;
  const reason =
    'GitHub\'s artifact client does not support GitHub Enterprise Server; set "artifact-name" to "" and build and publish in one job';
  return { reason, when: 'always' };
}

function judgeSigning({ action, inputs }: Step, { idTokenIssuer }: GitHubServer): Judgement {
  if (action !== 'docker-build-sign') return undefined;
  const signs = readText(inputs['sign']) !== 'false' && readText(inputs['mode']) !== 'promote';
  if (!signs) return undefined;
  const reason = `Sigstore does not accept ID tokens of ${idTokenIssuer}; set "sign" to "false" here and where the image is promoted`;
  return { reason, when: 'image' };
}
