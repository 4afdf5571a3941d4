import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attest, buildSLSAProvenancePredicate, type Predicate } from '@actions/attest';
import * as core from '@actions/core';
import { readSubjects } from './read-subjects.ts';

const maxPredicateBytes = 16 * 1024 * 1024;

/** Signs and stores as actions/attest v4 does (src/main.ts), with the same library, services and words. */
async function run(): Promise<void> {
  if ((process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '')
    throw new Error(
      'missing "id-token" permission. Please add "permissions: id-token: write" to your workflow.',
    );
  const makePredicate = choosePredicate();
  const subjects = await readSubjects();
  if (core.getInput('push-to-registry') === 'true')
    throw new Error(
      'A rehearsal does not show "push-to-registry": replace this step by --stub to rehearse the rest.',
    );
  const { type, params } = await makePredicate();
  const bundlePath = join(mkdtempSync(join(process.env['RUNNER_TEMP'] ?? '', '/')), 'attestation.json');
  core.setOutput('bundle-path', bundlePath);
  const { attestationID, bundle } = await attest({
    subjects: [...subjects],
    predicateType: type,
    predicate: params,
    sigstore: isPublic() ? 'public-good' : 'github',
    token: core.getInput('github-token'),
  });
  core.info(
    subjects.length === 1
      ? `Attestation created for ${subjects[0]?.name}`
      : `Attestation created for ${subjects.length} subjects`,
  );
  writeFileSync(bundlePath, `${JSON.stringify(bundle)}\n`, { flag: 'a' });
  appendFileSync(join(process.env['RUNNER_TEMP'] ?? '', 'created_attestation_paths.txt'), `${bundlePath}\n`);
  if (attestationID === undefined) return;
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  const url = `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/attestations/${attestationID}`;
  core.setOutput('attestation-id', attestationID);
  core.setOutput('attestation-url', url);
  if (!core.getBooleanInput('show-summary')) return;
  core.summary.addHeading('Attestation Created', 3);
  core.summary.addList([`<a href="${url}">${url}</a>`]);
  await core.summary.write();
}

/** Only what is known to be public is signed by the public instance of Sigstore. */
function isPublic(): boolean {
  const event = JSON.parse(readFileSync(process.env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as {
    readonly repository?: { readonly visibility?: string };
  };
  return event.repository?.visibility === 'public';
}

/** The kind of the statement by the inputs (src/detect.ts), told before any subject is read. */
function choosePredicate(): () => Promise<Predicate> {
  const sbomPath = core.getInput('sbom-path');
  const type = core.getInput('predicate-type');
  const text = core.getInput('predicate');
  const path = core.getInput('predicate-path');
  const isCustom = type !== '' || text !== '' || path !== '';
  if (sbomPath !== '' && isCustom)
    throw new Error('Cannot specify sbom-path together with predicate-type, predicate, or predicate-path');
  if (isCustom && type === '')
    throw new Error('predicate-type is required when using predicate or predicate-path');
  if (sbomPath !== '') return async () => readBillOfMaterials(sbomPath);
  if (!isCustom) return () => buildSLSAProvenancePredicate();
  if (text === '' && path === '') throw new Error('One of predicate-path or predicate must be provided');
  if (text !== '' && path !== '') throw new Error('Only one of predicate-path or predicate may be provided');
  return async () => ({ type, params: JSON.parse(text === '' ? readBounded(path, 'predicate') : text) });
}

function readBounded(path: string, what: string): string {
  const bytes = readFileSync(path);
  if (bytes.length > maxPredicateBytes)
    throw new Error(`${what} file exceeds maximum allowed size: ${maxPredicateBytes} bytes`);
  return bytes.toString('utf8');
}

/** SPDX or CycloneDX, by the members that name them (src/sbom.ts). */
function readBillOfMaterials(path: string): Predicate {
  const params = JSON.parse(readBounded(path, 'SBOM')) as Record<string, unknown>;
  if (params['spdxVersion'] && params['SPDXID'])
    return { type: `https://spdx.dev/Document/v${String(params['spdxVersion']).split('-')[1]}`, params };
  if (params['bomFormat'] && params['serialNumber'] && params['specVersion'])
    return { type: 'https://cyclonedx.org/bom', params };
  throw new Error('Unsupported SBOM format. Must be valid SPDX or CycloneDX JSON.');
}

await run().catch((cause: unknown) => core.setFailed(cause instanceof Error ? cause : String(cause)));
