import { type IdTokenClaims, readIdTokenClaims, textClaim } from '../id-token.ts';
import {
  type AttestedFile,
  type InTotoStatement,
  type InTotoSubject,
  statementType,
  subjectOfFile,
} from '../in-toto.ts';

/** https://slsa.dev/spec/v1.0/provenance. */
export const provenanceType = 'https://slsa.dev/provenance/v1';

/** The claims of GitHub's ID token a provenance is made of. */
export interface ProvenanceClaims {
  readonly repository: string;
  readonly repository_id: string;
  readonly repository_owner_id: string;
  readonly ref: string;
  readonly sha: string;
  readonly event_name: string;
  readonly workflow_ref: string;
  readonly job_workflow_ref: string;
  readonly runner_environment: string;
  readonly run_id: string;
  readonly run_attempt: string;
}

/** Picks the claims of a provenance out of an ID token. @throws EnvironmentError E_SIGSTORE_ID_TOKEN */
export function readProvenanceClaims(token: string): ProvenanceClaims {
  const claims: IdTokenClaims = readIdTokenClaims(token);
  return {
    repository: textClaim(claims, 'repository'),
    repository_id: textClaim(claims, 'repository_id'),
    repository_owner_id: textClaim(claims, 'repository_owner_id'),
    ref: textClaim(claims, 'ref'),
    sha: textClaim(claims, 'sha'),
    event_name: textClaim(claims, 'event_name'),
    workflow_ref: textClaim(claims, 'workflow_ref'),
    job_workflow_ref: textClaim(claims, 'job_workflow_ref'),
    runner_environment: textClaim(claims, 'runner_environment'),
    run_id: textClaim(claims, 'run_id'),
    run_attempt: textClaim(claims, 'run_attempt'),
  };
}

/**
 * The statement that a workflow run made a file, with the build type of GitHub Actions:
 * https://actions.github.io/buildtypes/workflow/v1.
 * @param serverUrl of GitHub, without a slash at the end
 */
export function provenanceStatement(
  file: AttestedFile,
  claims: ProvenanceClaims,
  serverUrl: string = 'https://github.com',
): InTotoStatement {
  return provenanceOfSubjects([subjectOfFile(file)], claims, serverUrl);
}

/** The same about several subjects. */
export function provenanceOfSubjects(
  subject: readonly InTotoSubject[],
  claims: ProvenanceClaims,
  serverUrl: string,
): InTotoStatement {
  const repository = `${serverUrl}/${claims.repository}`;
  const workflow = claims.workflow_ref.replace(`${claims.repository}/`, '');
  // A tag may have an at sign in it, the path of a workflow file not.
  const at = workflow.indexOf('@');
  return {
    _type: statementType,
    subject,
    predicateType: provenanceType,
    predicate: {
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: {
          workflow: { ref: workflow.slice(at + 1), repository, path: workflow.slice(0, at) },
        },
        internalParameters: {
          github: {
            event_name: claims.event_name,
            repository_id: claims.repository_id,
            repository_owner_id: claims.repository_owner_id,
            runner_environment: claims.runner_environment,
          },
        },
        resolvedDependencies: [{ uri: `git+${repository}@${claims.ref}`, digest: { gitCommit: claims.sha } }],
      },
      runDetails: {
        builder: { id: `${serverUrl}/${claims.job_workflow_ref}` },
        metadata: {
          invocationId: `${repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}`,
        },
      },
    },
  };
}
