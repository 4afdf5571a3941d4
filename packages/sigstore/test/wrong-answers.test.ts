import type { Http } from '@slipway/core/ports';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { requestIdentity } from '../src/signing/signing-identity.ts';
import { createTimeWitness } from '../src/signing/time-witness.ts';
import { publishStatement } from '../src/statements/pypi-attestation.ts';
import { type Answer, answerAlways } from './support/answer-always.ts';
import { envelope, pem } from './support/signed-envelope.ts';
import { openSigningWorld } from './support/signing-world.ts';

function tokenOf(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJlIG9mIHRoZSBpc3N1ZXI`;
}

async function identify(answer: Answer, token = tokenOf({ sub: 'repo:octo/demo' })) {
  const { http, asked } = answerAlways(answer);
  const instance = { fulcioUrl: 'https://ca.example.com', trust: 'public-good' } as const;
  const clock = createManualClock(0);
  const options = { http, clock, log: createMemoryLog(), instance, requestIdToken: async () => token };
  return { error: await requestIdentity(options).catch((error: unknown) => error), asked };
}

const inChain = (certificates: unknown): unknown => ({
  signedCertificateEmbeddedSct: { chain: { certificates } },
});

describe('Fulcio', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['an empty object', {}],
    ['a list', []],
    ['no chain', { signedCertificateEmbeddedSct: {} }],
    ['no certificate', inChain([])],
    ['a number', inChain([7])],
    ['a text', inChain('certificate')],
    ['something that is not a certificate', inChain([pem])],
  ])('an answer with %s is rejected', async (_, answer) => {
    const { error, asked } = await identify({ status: 201, body: JSON.stringify(answer) });
    expect(error).toMatchObject({
      code: 'E_SIGSTORE_CERTIFICATE',
      retryable: true,
      message: 'Fulcio did not return a certificate for the requested key.',
    });
    expect(asked).toHaveLength(1);
  });

  it('a token that the library would quote is rejected before any request, without a part of it in the error', async () => {
    const token = tokenOf({ sub: 'repo:octo/demo', email: 'octo@example.com', email_verified: false });
    const { error, asked } = await identify({ body: '{}' }, token);
    expect(error).toMatchObject({ code: 'E_SIGSTORE_ID_TOKEN' });
    const said = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).stack)}`;
    for (const part of token.split('.')) expect(said).not.toContain(part);
    expect(asked).toEqual([]);
  });

  const statement = publishStatement({ name: 'demo-1.0.0.tar.gz', sha256: '1'.repeat(64) });

  it('a certificate for the key of a different attempt is rejected', async () => {
    const place = await openSigningWorld();
    const issued: Uint8Array[] = [];
    const http: Http = {
      async request(request) {
        const response = await place.http.request(request);
        if (!request.url.startsWith('https://fulcio.')) return response;
        issued.push(response.body);
        if (issued.length === 1) return { ...response, json: () => ({}) };
        return { ...response, json: () => JSON.parse(Buffer.from(issued[0] ?? '').toString('utf8')) };
      },
    };
    const signing = place.openSigner({ http, budgetMs: 1_500 }).signStatement(statement);
    await expect(signing).rejects.toMatchObject({ code: 'E_SIGSTORE_CERTIFICATE', retryable: true });
    expect(issued.length).toBeGreaterThan(1);
    expect(new Set(place.idTokens).size).toBe(issued.length);
    expect(await place.sigstore.entryCount()).toBe(0);
  });

  it('a certificate without a logged timestamp is accepted only from GitHub', async () => {
    const place = await openSigningWorld();
    const { fulcioUrl } = place.instances.github.instance;
    await place.openSigner({ instance: place.instances.github.instance }).signStatement(statement);
    const instance = { ...place.instances['version 1'].instance, fulcioUrl };
    const signing = place.openSigner({ instance, budgetMs: 1_500 }).signStatement(statement);
    await expect(signing).rejects.toMatchObject({ code: 'E_SIGSTORE_CERTIFICATE', retryable: true });
    expect(await place.sigstore.entryCount()).toBe(0);
  });
});

describe('timestamp authority', () => {
  it.each<[string, string | Uint8Array]>([
    ['an HTML page', '<!doctype html><title>Sign in</title>'],
    ['nothing', ''],
    // RFC 3161 §2.4.2: status 2 is a rejection, and there is no token.
    ['a rejection', Buffer.from('30053003020102', 'hex')],
  ])('a 200 with %s is rejected', async (_, body) => {
    const { http } = answerAlways({ body });
    const witness = createTimeWitness('https://time.example.com/api/v1/timestamp', { http });
    await expect(witness.testify(envelope, pem)).rejects.toMatchObject({
      code: 'E_SIGSTORE_TIMESTAMP',
      retryable: true,
      message: 'The timestamp authority did not return a timestamp for the signature.',
    });
  });

  it('a timestamp is accepted only for its own signature', async () => {
    const { http, instances } = await openSigningWorld();
    const url = instances.github.instance.timestampUrl ?? '';
    const { rfc3161Timestamps: [timestamp] = [] } = await createTimeWitness(url, { http }).testify(
      envelope,
      pem,
    );
    const again = createTimeWitness(url, answerAlways({ body: timestamp?.signedTimestamp ?? '' }));
    expect(await again.testify(envelope, pem)).toEqual({ rfc3161Timestamps: [timestamp] });
    const { dsseEnvelope } = envelope;
    const signatures = [{ sig: Buffer.from('a different signature'), keyid: '' }];
    const other = { $case: 'dsseEnvelope', dsseEnvelope: { ...dsseEnvelope, signatures } } as const;
    await expect(again.testify(other, pem)).rejects.toMatchObject({ code: 'E_SIGSTORE_TIMESTAMP' });
  });
});
