import { bundleFromJSON, type SerializedBundle } from '@sigstore/bundle';
import type { ActionError } from '@slipway/core/errors/action-error';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { sigstoreFaults } from '@slipway/emulated-sigstore/sigstore-faults';
import { describe, expect, it } from 'vitest';
import { parseBundle, publishStatement } from '../src/statements/pypi-attestation.ts';
import { verifyBlobBundle, verifyStatementBundle } from '../src/verify-bundle.ts';
import { answersOf, openSigningWorld } from './support/signing-world.ts';

const fulcio = 'fulcio.sigstore.dev';
const rekor = 'rekor.sigstore.dev';

function fileOf(number: number) {
  return { name: `demo-1.${number}.0.tar.gz`, sha256: number.toString(16).padStart(64, '0') };
}

function certificateOf(bundle: SerializedBundle): string | undefined {
  return bundle.verificationMaterial.certificate?.rawBytes;
}

async function failureOf(promise: Promise<unknown>): Promise<ActionError> {
  return promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: ActionError) => error,
  );
}

function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingOf(error.cause)].join('\n');
}

describe('signer', () => {
  it('nine files are signed at once with one certificate and one ID token', async () => {
    const place = await openSigningWorld();
    const signer = place.openSigner();
    const files = Array.from({ length: 9 }, (_, number) => fileOf(number));
    const bundles = await Promise.all(files.map((file) => signer.signStatement(publishStatement(file))));
    expect(new Set(bundles.map(certificateOf)).size).toBe(1);
    expect(place.idTokens).toHaveLength(1);
    expect(place.log.masked).toContain(place.idTokens[0]);
    expect(answersOf(place.world, fulcio)).toEqual(['POST 200']);
    for (const [index, bundle] of bundles.entries()) {
      bundleFromJSON(bundle);
      const verified = verifyStatementBundle(bundle, place.trustedRoot);
      expect(verified.statement.subject[0]?.name).toBe(files[index]?.name);
      expect(verified.identity).toBe(
        'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
      );
    }
    expect(await place.sigstore.entryCount()).toBe(9);
  });

  it('a new certificate with a new ID token is requested before the first one ends', async () => {
    const place = await openSigningWorld();
    const signer = place.openSigner();
    const bundles: SerializedBundle[] = [];
    for (let number = 0; number < 30; number += 1) {
      bundles.push(await signer.signStatement(publishStatement(fileOf(number))));
      place.clock.advance(60_000);
    }
    for (const bundle of bundles) verifyStatementBundle(bundle, place.trustedRoot);
    expect(new Set(bundles.map(certificateOf)).size).toBe(4);
    expect(new Set(place.idTokens).size).toBe(4);
  });

  it('an outage of the log for 15 minutes is survived by signing again with a new certificate', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 1, 12));
    const outageEndsAt = clock.now() + 15 * 60_000;
    const isDown = (host: string, nowMs: number): boolean => host === rekor && nowMs < outageEndsAt;
    const place = await openSigningWorld({ clock, isDown });
    const bundle = await place.openSigner().signStatement(publishStatement(fileOf(1)));
    expect(clock.now()).toBeGreaterThanOrEqual(outageEndsAt);
    verifyStatementBundle(bundle, place.trustedRoot);
    expect(place.idTokens.length).toBeGreaterThan(1);
    expect(await place.sigstore.entryCount()).toBe(1);
  });

  it('signing fails when its budget is spent and names the service', async () => {
    const place = await openSigningWorld({
      faults: [
        { on: { host: rekor, times: Number.POSITIVE_INFINITY }, effect: { kind: 'status', status: 503 } },
      ],
    });
    const startedAt = place.clock.now();
    const signer = place.openSigner({ budgetMs: 120_000 });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    expect(error.code).toBe('E_SIGSTORE_LOG');
    expect(error.message).toContain('Rekor could not be used');
    const spent = place.clock.now() - startedAt;
    expect(spent).toBeGreaterThanOrEqual(120_000);
    expect(spent).toBeLessThan(200_000);
  });

  it.each([
    ['the response is lost', { kind: 'reset-after-commit' }],
    ['half of the response is lost', { kind: 'truncate' }],
    ['the log answers with an HTML page', { kind: 'html' }],
  ] as const)('a statement has one entry in the log even if %s', async (_, effect) => {
    const place = await openSigningWorld({ faults: [{ on: { host: rekor, method: 'POST' }, effect }] });
    const bundle = await place.openSigner().signStatement(publishStatement(fileOf(1)));
    verifyStatementBundle(bundle, place.trustedRoot);
    expect(await place.sigstore.entryCount()).toBe(1);
    const expected =
      effect.kind === 'html' ? ['POST fault', 'POST 201'] : ['POST fault', 'POST 409', 'GET 200'];
    expect(answersOf(place.world, rekor)).toEqual(expected);
  });

  it('a new ID token is requested for each attempt when the certificate authority fails', async () => {
    const place = await openSigningWorld({
      faults: [{ on: { host: fulcio, times: 3 }, effect: { kind: 'status', status: 500, body: 'oops' } }],
    });
    await place.openSigner().signStatement(publishStatement(fileOf(1)));
    expect(new Set(place.idTokens).size).toBe(4);
  });

  it('a token rejected by the certificate authority fails at once with its reason', async () => {
    const place = await openSigningWorld();
    const requestIdToken = async (): Promise<string> => {
      const token = await place.requestIdToken();
      place.clock.advance(301_000);
      return token;
    };
    const signer = place.openSigner({ requestIdToken });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    expect(error.code).toBe('E_SIGSTORE_CERTIFICATE');
    expect(error.message).toContain('There was an error processing the identity token');
    expect(answersOf(place.world, fulcio)).toEqual(['POST 400']);
  });

  it.each([
    ['400', 400, (said: string) => ({ body: said })],
    ['500', 500, (said: string) => ({ body: said })],
    [
      // The form of Fulcio's own refusals, which the library reads.
      '400 in JSON',
      400,
      (message: string) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 3, message, details: [] }),
      }),
    ],
  ])('an ID token echoed in a %s response is kept out of errors and logs', async (_, status, form) => {
    const place = await openSigningWorld();
    const requestIdToken = async (): Promise<string> => {
      const token = await place.requestIdToken();
      place.world.gateway.faults.add({
        on: { host: fulcio },
        effect: { kind: 'status', status, ...form(`invalid identity token: ${token}`) },
      });
      return token;
    };
    const signer = place.openSigner({ requestIdToken, budgetMs: 5_000 });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    const said = [everythingOf(error), ...place.log.lines].join('\n');
    expect(place.idTokens.length).toBeGreaterThan(0);
    for (const token of place.idTokens) {
      // No piece of it, so that a cut in the middle hides nothing from this.
      for (let start = 0; start + 24 <= token.length; start += 8)
        expect(said).not.toContain(token.slice(start, start + 24));
    }
  });

  it('an invalid ID token is kept out of the error', async () => {
    const place = await openSigningWorld();
    const canary = 'canary-7f3a.not-base64url-json.canary-9c';
    const signer = place.openSigner({ requestIdToken: async () => canary });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    expect(error.code).toBe('E_SIGSTORE_ID_TOKEN');
    expect(everythingOf(error)).not.toMatch(/canary-|not-base64url/);
  });

  it('bytes are signed with the same certificate as statements', async () => {
    const place = await openSigningWorld({
      faults: [{ on: { host: rekor, method: 'POST' }, effect: { kind: 'reset-after-commit' } }],
    });
    const signer = place.openSigner();
    const blob = Buffer.from('0123  demo.whl\n');
    const bundle = await signer.signBlob(blob);
    expect(certificateOf(await signer.signStatement(publishStatement(fileOf(1))))).toBe(
      certificateOf(bundle),
    );
    expect(bundle.mediaType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json');
    expect(bundle.verificationMaterial.x509CertificateChain).toBeUndefined();
    const verified = verifyBlobBundle(parseBundle(JSON.stringify(bundle)), blob, place.trustedRoot);
    expect(verified.extension(12)).toBe('https://github.com/octo/demo');
    const other = Buffer.from('4567  demo.whl\n');
    expect(() => verifyBlobBundle(bundle, other, place.trustedRoot)).toThrow(/is not valid/);
    expect(() => verifyStatementBundle(bundle, place.trustedRoot)).toThrow(/is not valid/);
    expect(await place.sigstore.entryCount()).toBe(2);
  });

  it.each([-3_600_000, 3_600_000])(
    'signing works on a machine whose clock is off by %i ms',
    async (offMs) => {
      const place = await openSigningWorld();
      const clock = { ...place.clock, now: () => place.clock.now() + offMs };
      const signer = place.openSigner({ clock });
      const bundles: SerializedBundle[] = [];
      for (let number = 0; number < 12; number += 1) {
        bundles.push(await signer.signStatement(publishStatement(fileOf(number))));
        place.clock.advance(60_000);
      }
      for (const bundle of bundles) verifyStatementBundle(bundle, place.trustedRoot);
      expect(new Set(bundles.map(certificateOf)).size).toBe(2);
    },
  );

  it.each(['{', 'null', '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}'])(
    'the invalid bundle %s is rejected',
    (text) => {
      expect(() => parseBundle(text)).toThrow(/it is not a bundle/);
    },
  );

  it.each(sigstoreFaults)('signing with the fault $name $expectation', async ({ expectation, faults }) => {
    const place = await openSigningWorld({ faults });
    const signer = place.openSigner();
    const signing = Promise.all(
      [1, 2].map((number) => signer.signStatement(publishStatement(fileOf(number)))),
    );
    const outcome = await signing.then(
      () => 'recovers',
      ({ code }: ActionError) => code,
    );
    expect(place.world.gateway.faults.strikes).toBeGreaterThan(0);
    if (expectation === 'recovers') expect(outcome).toBe('recovers');
    else expect(outcome).toMatch(/^E_SIGSTORE_/);
  });

  it('a canceled job ends the wait for an outage', async () => {
    const place = await openSigningWorld({ isDown: (host) => host === rekor });
    const controller = new AbortController();
    const startedAtMs = place.clock.now();
    const clock = {
      now: () => place.clock.now(),
      sleep: (milliseconds: number, signal?: AbortSignal) => {
        // The client of HTTP sleeps with a signal of its own.
        if (signal === controller.signal) controller.abort(new Error('cancelled'));
        return place.clock.sleep(milliseconds, signal);
      },
    };
    const signer = place.openSigner({ clock, signal: controller.signal });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    expect(error.message).toBe('cancelled');
    expect(place.clock.now() - startedAtMs).toBeLessThan(120_000);
  });

  it('a request in progress ends when the job is canceled', async () => {
    const controller = new AbortController();
    const act = async (): Promise<boolean> => {
      controller.abort(new Error('cancelled'));
      return false;
    };
    const place = await openSigningWorld({
      faults: [{ on: { host: rekor, method: 'POST' }, effect: { kind: 'hold', at: 'before', act } }],
    });
    const signer = place.openSigner({ signal: controller.signal });
    const error = await failureOf(signer.signStatement(publishStatement(fileOf(1))));
    expect(error.message).toBe('cancelled');
    expect(answersOf(place.world, fulcio)).toEqual(['POST 200']);
  });

  it('a signature is sent again unchanged after a lost response and an outage', async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 1, 12));
    let firstAtMs: number | undefined;
    // Longer than one request is repeated: the next attempt is one of the signer.
    const isDown = (host: string, nowMs: number): boolean => {
      if (host !== rekor) return false;
      const isFirst = firstAtMs === undefined;
      firstAtMs ??= nowMs;
      return !isFirst && nowMs < firstAtMs + 120_000;
    };
    const place = await openSigningWorld({
      clock,
      isDown,
      faults: [{ on: { host: rekor, method: 'POST' }, effect: { kind: 'reset-after-commit' } }],
    });
    const bundle = await place.openSigner().signStatement(publishStatement(fileOf(1)));
    verifyStatementBundle(bundle, place.trustedRoot);
    expect(place.idTokens).toHaveLength(1);
    expect(await place.sigstore.entryCount()).toBe(1);
    expect(answersOf(place.world, rekor).slice(-2)).toEqual(['POST 409', 'GET 200']);
  });
});
