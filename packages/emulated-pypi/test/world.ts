import { createHash } from 'node:crypto';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { readIssuerKeys } from '@slipway/emulated-sigstore/fulcio/identity-token';
import { type Answer, call } from '@slipway/testkit/client';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { openWorld } from '@slipway/testkit/world';
import type { World, WorldOptions } from '@slipway/world/world';
import { createPypi, type Pypi } from '../src/pypi.ts';
import type { AttestationVerifier } from '../src/upload/attestation-policy.ts';
import { wheel } from './distributions.ts';

/** A world with PyPI in it, and the owner "alice" of the project "demo". */
export interface PypiWorld {
  readonly world: World;
  readonly pypi: Pypi;
  readonly index: string;
  readonly upload: string;
}

export interface PypiWorldOptions extends Partial<WorldOptions> {
  readonly site?: 'pypi' | 'testpypi';
  readonly attestationVerifier?: AttestationVerifier;
  readonly canRender?: (text: string, contentType: string) => boolean;
}

/** Opens the world; with `release.yml` of octo/demo as a trusted publisher of "demo". */
export async function openPypiWorld(options: PypiWorldOptions = {}): Promise<PypiWorld> {
  const { site = 'pypi', attestationVerifier, canRender, ...rest } = options;
  const world = await openWorld({
    ...rest,
    services: ({ directory, idTokens, now }) => {
      const pypi = createPypi({
        site,
        directory,
        now,
        loadKeySet: () => readIssuerKeys(idTokens),
        ...(attestationVerifier === undefined ? {} : { attestationVerifier }),
        ...(canRender === undefined ? {} : { canRender }),
      });
      return { services: [pypi.service], handles: { pypi } };
    },
  });
  const { pypi } = world.handles;
  pypi.addUser('alice');
  pypi.addProject('demo', 'alice');
  pypi.addPublisher(['demo'], { repository: 'octo/demo', workflow: 'release.yml' });
  return { world, pypi, index: `https://${pypi.site.indexHost}`, upload: `https://${pypi.site.uploadHost}` };
}

/** An ID token of a job as GitHub hands it out. */
export async function idToken(
  { world }: PypiWorld,
  changes: Partial<JobIdentity> = {},
  audience = 'pypi',
): Promise<string> {
  const job = world.tokens.issueJob(jobIdentity(changes));
  const answer = await call(world.gateway, `${job.idTokenRequestUrl ?? ''}&audience=${audience}`, {
    headers: { authorization: `Bearer ${job.idTokenRequestToken ?? ''}` },
  });
  return String(JSON.parse(answer.body).value);
}

/** Exchanges an ID token for an API token; returns the whole answer. */
export function mint(of: PypiWorld, token: string, path = '/_/oidc/mint-token'): Promise<Answer> {
  return call(of.world.gateway, `${of.index}${path}`, { method: 'POST', body: JSON.stringify({ token }) });
}

/** An API token of the trusted publisher. */
export async function mintedToken(of: PypiWorld, changes: Partial<JobIdentity> = {}): Promise<string> {
  return String(JSON.parse((await mint(of, await idToken(of, changes))).body).token);
}

export interface UploadCall {
  /** In place of the fields of a well-made upload; `undefined` leaves one out, a list repeats it. */
  readonly fields?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly filename?: string;
  readonly bytes?: Uint8Array;
  /** `none`: without the header. */
  readonly contentType?: string;
  /** Without the file. */
  readonly bare?: boolean;
  readonly authorization?: string;
  readonly accept?: string;
}

export function basic(token: string, user = '__token__'): string {
  return `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
}

/** Uploads a file of `demo` 1.2.0 by the legacy API. */
export function upload(of: PypiWorld, token: string, options: UploadCall = {}): Promise<Answer> {
  const bytes = options.bytes ?? wheel();
  const filename = options.filename ?? 'demo-1.2.0-py3-none-any.whl';
  const isWheel = filename.endsWith('.whl');
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: 'demo',
    version: '1.2.0',
    filetype: isWheel ? 'bdist_wheel' : 'sdist',
    pyversion: isWheel ? 'py3' : 'source',
    sha256_digest: createHash('sha256').update(bytes).digest('hex'),
    ...options.fields,
  };
  const boundary = 'boundary-of-the-test';
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map(
      (text) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
    ),
  );
  const type = options.contentType ?? 'application/octet-stream';
  const typeLine = type === 'none' ? '' : `\r\nContent-Type: ${type}`;
  const file = [
    `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${filename}"${typeLine}\r\n\r\n`,
    bytes,
    '\r\n',
  ];
  const body = [...parts, ...(options.bare === true ? [] : file), `--${boundary}--\r\n`];
  return call(of.world.gateway, `${of.upload}/legacy/`, {
    method: 'POST',
    headers: {
      authorization: options.authorization ?? basic(token),
      accept: options.accept ?? 'application/json',
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'user-agent': 'test/1',
    },
    body: Buffer.concat(body.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))),
  });
}

/** The status and the words of a refusal, from the `code` of the JSON answer. */
export function words(answer: Answer): string {
  return answer.status === 200 ? '200' : String(JSON.parse(answer.body).code);
}
