import { pythonListRepr, pythonRepr } from '../metadata/python-text.ts';
import type { PendingPublisher, Publisher } from '../model.ts';

/** Verified claims of an ID token. */
export type SignedClaims = Readonly<Record<string, unknown>>;

/** The reason in "valid token, but no corresponding publisher (…)". */
export class InvalidPublisher extends Error {}

type Candidate = Publisher | PendingPublisher;

const required = [
  'repository',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
  'jti',
  'event_name',
  'ref',
  'sha',
] as const;

function text(claims: SignedClaims, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}

/** `find_publisher`: `check_claims_existence`, then `lookup_by_claims` of warehouse/oidc/models/github.py. @throws InvalidPublisher */
export function lookUpPublisher<T extends Candidate>(candidates: readonly T[], claims: SignedClaims): T {
  for (const name of required)
    if (claims[name] === undefined || claims[name] === null)
      throw new InvalidPublisher(`Missing claim ${pythonRepr(name)}`);
  const [owner, repository] = text(claims, 'repository').split(/\/(.*)/s);
  const workflow = /[^/]+\.(?:yml|yaml)(?=@)/.exec(text(claims, 'job_workflow_ref'))?.[0];
  if (workflow === undefined)
    throw new InvalidPublisher('Could not job extract workflow filename from OIDC claims');
  // Exact, also in case: only the later check of the claim ignores it.
  const matching = candidates.filter(
    (candidate) =>
      candidate.owner === owner &&
      candidate.repositoryName === repository &&
      candidate.ownerId === text(claims, 'repository_owner_id') &&
      candidate.workflow === workflow,
  );
  const environment = text(claims, 'environment').toLowerCase();
  const found =
    (environment === '' ? undefined : matching.find((candidate) => candidate.environment === environment)) ??
    matching.find((candidate) => candidate.environment === '');
  if (found === undefined) throw new InvalidPublisher('Publisher with matching claims was not found');
  return found;
}

function checkWorkflowRef(publisher: Candidate, claims: SignedClaims): void {
  const claim = text(claims, 'job_workflow_ref');
  const references = [text(claims, 'ref'), text(claims, 'sha')].filter((value) => value !== '');
  if (references.length === 0) throw new InvalidPublisher('The ref and sha claims are empty');
  const file = `${publisher.owner}/${publisher.repositoryName}/.github/workflows/${publisher.workflow}`;
  const expected = [...new Set(references.map((reference) => `${file}@${reference}`))].sort();
  if (!expected.includes(claim))
    throw new InvalidPublisher(
      `The job_workflow_ref claim does not match, expecting one of ${pythonListRepr(expected)}, got ${pythonRepr(claim)}`,
    );
}

/**
 * `verify_claims` of warehouse/oidc/models/_core.py with the checks of a GitHub publisher, in their order; `checkTokenId`
 * stands where `jti` is looked up. @throws InvalidPublisher
 */
export function verifyClaims(publisher: Candidate, claims: SignedClaims, checkTokenId: () => void): void {
  const failed = (name: string): InvalidPublisher =>
    new InvalidPublisher(`Check failed for required claim ${pythonRepr(name)}`);
  const repository = `${publisher.owner}/${publisher.repositoryName}`;
  if (text(claims, 'repository').toLowerCase() !== repository.toLowerCase()) throw failed('repository');
  if (claims['repository_owner'] !== publisher.owner) throw failed('repository_owner');
  if (claims['repository_owner_id'] !== publisher.ownerId) throw failed('repository_owner_id');
  checkWorkflowRef(publisher, claims);
  checkTokenId();
  if (claims['event_name'] === 'pull_request_target')
    throw new InvalidPublisher(
      "Publishing from a workflow invoked via 'pull_request_target' is not supported.",
    );
  if (
    publisher.environment !== '' &&
    text(claims, 'environment').toLowerCase() !== publisher.environment.toLowerCase()
  )
    throw new InvalidPublisher("Check failed for optional claim 'environment'");
}
