import 'reflect-metadata';
import { Extension } from '@peculiar/x509';

/** The claims of a GitHub ID token that end up in a certificate; Fulcio asks for every one of them. */
export const requiredClaims = [
  'job_workflow_ref',
  'sha',
  'event_name',
  'repository',
  'workflow',
  'ref',
  'job_workflow_sha',
  'runner_environment',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'repository_visibility',
  'workflow_ref',
  'workflow_sha',
  'run_id',
  'run_attempt',
] as const;

/** The workflow a certificate is for, from the verified claims of its ID token. */
export type WorkflowClaims = Readonly<Record<(typeof requiredClaims)[number] | 'iss' | 'sub', string>>;

const github = 'https://github.com';
const arc = '1.3.6.1.4.1.57264.1';

/** X.690, 8.3.23: tag 12, the length, UTF-8. */
function encodeUtf8String(value: string): Uint8Array {
  const bytes = Buffer.from(value, 'utf8');
  const { length } = bytes;
  let head = [length];
  if (length > 0xff) head = [0x82, length >> 8, length & 0xff];
  else if (length > 0x7f) head = [0x81, length];
  return Buffer.concat([Buffer.from([0x0c, ...head]), bytes]);
}

/** The subject alternative name: the file that holds the job. */
export function subjectOf(claims: WorkflowClaims): string {
  return `${github}/${claims.job_workflow_ref}`;
}

/**
 * Fulcio's extensions of a certificate for a GitHub workflow; 1 to 6 are plain bytes, from 8 on DER strings.
 * Source: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
export function createExtensions(claims: WorkflowClaims): Extension[] {
  const legacy = [
    claims.iss,
    claims.event_name,
    claims.sha,
    claims.workflow,
    claims.repository,
    claims.ref,
  ].map((value, index) => new Extension(`${arc}.${index + 1}`, false, Buffer.from(value, 'utf8')));
  const run = `${github}/${claims.repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}`;
  const current = [
    claims.iss,
    `${github}/${claims.job_workflow_ref}`,
    claims.job_workflow_sha,
    claims.runner_environment,
    `${github}/${claims.repository}`,
    claims.sha,
    claims.ref,
    claims.repository_id,
    `${github}/${claims.repository_owner}`,
    claims.repository_owner_id,
    `${github}/${claims.workflow_ref}`,
    claims.workflow_sha,
    claims.event_name,
    run,
    claims.repository_visibility,
  ].map((value, index) => new Extension(`${arc}.${index + 8}`, false, encodeUtf8String(value)));
  return [...legacy, ...current];
}
