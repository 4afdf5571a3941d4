import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import type { EmulatorResponse } from '@slipway/gateway/service';
import { invalidRequest, json, notFound, Refusal } from '../answers.ts';
import type { Repository } from '../repository.ts';
import { mayAttest } from '../settings/plan.ts';
import { type Call, type JsonObject, type Route, readBody, readPage } from './call.ts';

const documentation = 'https://docs.github.com/rest/repos/attestations#create-an-attestation';

/** Subjects of one statement: https://github.com/actions/attest, "maximum of 1024". */
const maxSubjects = 1024;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The words that `actions/attest` prints behind "Failed to persist attestation:" (github.com/actions/attest/issues/193). */
function refusePlan({ owner, ownerType }: Repository): Refusal {
  const message =
    ownerType === 'User'
      ? 'Feature not available for user-owned private repositories. To enable this feature, please make this repository public.'
      : `Feature not available for the ${owner} organization. To enable this feature, please upgrade the billing plan, or make this repository public.`;
  return new Refusal(403, message, { documentation_url: documentation });
}

interface Statement {
  readonly subjects: readonly string[];
  readonly predicateType: string;
}

/** @throws Refusal 422 for a bundle that is not an envelope around an in-toto statement about digests */
function readStatement(bundle: JsonObject): Statement {
  const envelope = bundle['dsseEnvelope'];
  const payload = isObject(envelope) ? envelope['payload'] : undefined;
  let statement: unknown;
  try {
    statement = JSON.parse(Buffer.from(String(payload), 'base64').toString('utf8'));
  } catch {
    throw invalidRequest('The bundle has no statement.');
  }
  const { subject, predicateType } = isObject(statement) ? statement : {};
  if (!Array.isArray(subject) || subject.length === 0 || subject.length > maxSubjects)
    throw invalidRequest('The statement has no subjects, or too many.');
  const subjects = (subject as unknown[]).map((each) => {
    const digest = isObject(each) ? each['digest'] : undefined;
    const sha256 = isObject(digest) ? digest['sha256'] : undefined;
    if (typeof sha256 !== 'string') throw invalidRequest('A subject of the statement has no sha256 digest.');
    return `sha256:${sha256}`;
  });
  return { subjects, predicateType: String(predicateType) };
}

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md: the source repository, a DER UTF8String.
const sourceRepository = '1.3.6.1.4.1.57264.1.12';

function readSigner(bundle: JsonObject): string {
  const material = bundle['verificationMaterial'];
  const certificate = isObject(material) ? material['certificate'] : undefined;
  const raw = isObject(certificate) ? certificate['rawBytes'] : undefined;
  try {
    const extension = new X509Certificate(String(raw)).getExtension(sourceRepository);
    return Buffer.from(extension?.value ?? new ArrayBuffer(0))
      .subarray(2)
      .toString('utf8');
  } catch {
    throw invalidRequest('The bundle has no certificate.');
  }
}

async function createAttestation(call: Call): Promise<EmulatorResponse> {
  const { world, repository, request } = call;
  if (!mayAttest(repository)) throw refusePlan(repository);
  const { bundle } = await readBody(request);
  if (!isObject(bundle)) throw invalidRequest('"bundle" wasn\'t supplied.');
  const statement = readStatement(bundle);
  const own = `https://github.com/${repository.fullName}`;
  const signer = readSigner(bundle);
  // https://github.com/actions/attest-build-provenance/issues/216
  if (signer.toLowerCase() !== own.toLowerCase())
    throw new Refusal(422, `Invalid Argument - values do not match: ${signer} != ${own}`, {
      documentation_url: documentation,
    });
  const id = world.nextId();
  repository.attestations.push({ id, bundle, ...statement });
  return json(201, { id });
}

/** Where there is nothing, `gh attestation verify` prints "HTTP 404: Not Found" with this address. */
async function listAttestations({ repository, params, query }: Call): Promise<EmulatorResponse> {
  const digest = params['digest'] ?? '';
  const wanted = query.get('predicate_type');
  const isWanted = (type: string): boolean =>
    wanted === null ||
    type === wanted ||
    (wanted === 'provenance' && type.startsWith('https://slsa.dev/provenance/'));
  const found = repository.attestations.filter(
    ({ subjects, predicateType }) => subjects.includes(digest) && isWanted(predicateType),
  );
  if (found.length === 0) throw notFound();
  const attestations = [...found]
    .reverse()
    .slice(0, readPage(query).size)
    .map(({ bundle }) => ({ bundle, repository_id: repository.id, bundle_url: '', initiator: 'user' }));
  return json(200, { attestations });
}

export const attestationRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/attestations',
    needs: { scope: 'attestations', level: 'write' },
    handle: createAttestation,
  },
  {
    method: 'GET',
    path: '/attestations/:digest',
    needs: { scope: 'attestations', level: 'read' },
    handle: listAttestations,
  },
];
