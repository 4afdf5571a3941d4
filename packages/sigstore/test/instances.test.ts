import type { SerializedBundle } from '@sigstore/bundle';
import type { ActionError } from '@slipway/core/errors/action-error';
import { rekorV2Host } from '@slipway/emulated-sigstore/rekor/tile-log';
import type { Fault } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { githubInstance, selectVersion2 } from '../src/instance.ts';
import { imageStatement } from '../src/statements/image-statement.ts';
import { toAttestation } from '../src/statements/pypi-attestation.ts';
import { simpleSigningAnnotations } from '../src/statements/simple-signing.ts';
import { verifySignedStatement, verifyStatementBundle } from '../src/verify-bundle.ts';
import {
  answersOf,
  type InstanceName,
  openSigningWorld,
  type SigningWorld,
  type TrustedInstance,
} from './support/signing-world.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const statement = imageStatement(digest);
const timestamps: Readonly<Record<InstanceName, string>> = {
  'version 1': '',
  'version 2': 'timestamp.sigstore.dev',
  github: 'timestamp.githubapp.com',
};
const stamping: readonly InstanceName[] = ['version 2', 'github'];

function sign(place: SigningWorld, name: InstanceName, budgetMs?: number): Promise<SerializedBundle> {
  const { instance } = place.instances[name];
  return place
    .openSigner({ instance, ...(budgetMs === undefined ? {} : { budgetMs }) })
    .signStatement(statement);
}

function verify({ instance, trustedRoot }: TrustedInstance, bundle: SerializedBundle): void {
  const verified = verifySignedStatement(bundle, trustedRoot, instance.trust);
  expect(verified.statement).toEqual(statement);
}

async function failureOf(promise: Promise<unknown>): Promise<ActionError> {
  return promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: ActionError) => error,
  );
}

describe('bundle', () => {
  it('a bundle with log version 1 has an entry with promise and proof and no timestamp', async () => {
    const place = await openSigningWorld();
    const bundle = await sign(place, 'version 1');
    verify(place.instances['version 1'], bundle);
    const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
    expect(tlogEntries.map(({ kindVersion }) => kindVersion)).toEqual([{ kind: 'dsse', version: '0.0.1' }]);
    expect(tlogEntries[0]?.inclusionPromise?.signedEntryTimestamp).toBeTruthy();
    expect(timestampVerificationData?.rfc3161Timestamps ?? []).toEqual([]);
    verifyStatementBundle(bundle, place.trustedRoot);
  });

  it('a bundle with log version 2 has an entry with a proof only and a timestamp', async () => {
    const place = await openSigningWorld();
    const bundle = await sign(place, 'version 2');
    verify(place.instances['version 2'], bundle);
    const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
    expect(tlogEntries.map(({ kindVersion }) => kindVersion)).toEqual([
      { kind: 'hashedrekord', version: '0.0.2' },
    ]);
    expect(tlogEntries[0]?.inclusionPromise).toBeUndefined();
    // 0 is what the JSON form of a message leaves out.
    expect(tlogEntries[0]?.integratedTime).toBeUndefined();
    expect(tlogEntries[0]?.inclusionProof?.checkpoint?.envelope).toMatch(
      /^log2025-1\.rekor\.sigstore\.dev\n\d+\n/,
    );
    expect(timestampVerificationData?.rfc3161Timestamps).toHaveLength(1);
    expect(await place.sigstore.tileEntryCount()).toBe(1);
    expect(await place.sigstore.entryCount()).toBe(0);
  });

  it('a bundle of the GitHub instance has a timestamp and no entry, and no public service is asked', async () => {
    const place = await openSigningWorld();
    const bundle = await sign(place, 'github');
    verify(place.instances.github, bundle);
    const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
    expect(tlogEntries).toEqual([]);
    expect(timestampVerificationData?.rfc3161Timestamps).toHaveLength(1);
    const hosts = place.world.journal.entries.map(({ host }) => host);
    expect(hosts.filter((host) => host.endsWith('sigstore.dev'))).toEqual([]);
  });

  it.each(stamping)(
    'a bundle of %s is rejected as a PyPI attestation and as the older format',
    async (name) => {
      const place = await openSigningWorld();
      const bundle = await sign(place, name);
      expect(() => verifyStatementBundle(bundle, place.trustedRoot)).toThrow(/is not valid/);
      if (name === 'github') expect(() => toAttestation(bundle)).toThrow(/no entry of the transparency log/);
      const { instance } = place.instances[name];
      const error = await failureOf(place.openSigner({ instance }).signBlob(Buffer.from('a payload')));
      expect(error.code).toBe('E_SIGSTORE_FORMAT');
      expect(() => simpleSigningAnnotations(bundle)).toThrow(/no inclusion promise/);
    },
  );

  it.each(stamping)('a bundle of %s with a missing or foreign timestamp is rejected', async (name) => {
    const place = await openSigningWorld();
    const bundle = await sign(place, name);
    const other = await sign(place, name);
    const edit = (data: SerializedBundle['verificationMaterial']['timestampVerificationData']) => () =>
      verify(place.instances[name], {
        ...bundle,
        verificationMaterial: { ...bundle.verificationMaterial, timestampVerificationData: data },
      });
    expect(edit(bundle.verificationMaterial.timestampVerificationData)).not.toThrow();
    expect(edit({ rfc3161Timestamps: [] })).toThrow(/expected 1 timestamps/);
    expect(edit(other.verificationMaterial.timestampVerificationData)).toThrow(/timestamp/);
  });

  it('a bundle without its entry or with the trust of a different instance is rejected', async () => {
    const place = await openSigningWorld();
    const bundle = await sign(place, 'version 2');
    const bare = { ...bundle, verificationMaterial: { ...bundle.verificationMaterial, tlogEntries: [] } };
    expect(() => verify(place.instances['version 2'], bare)).toThrow(/expected 1 tlog entries/);
    expect(() => verify(place.instances.github, bundle)).toThrow(/is not valid/);
    const unlogged = await sign(place, 'github');
    expect(() => verify(place.instances['version 1'], unlogged)).toThrow(/is not valid/);
  });

  it('a bundle of the public-good instance needs a certificate timestamp', async () => {
    const place = await openSigningWorld();
    const { trustedRoot } = place.instances['version 1'];
    const bundle = await sign(place, 'version 1');
    const root = { ...trustedRoot, ctlogs: [] };
    expect(() => verifySignedStatement(bundle, root, 'public-good')).toThrow(/SCT/);
  });
});

describe.each(stamping)('signing with %s', (name) => {
  const host = timestamps[name];
  const forms: readonly [string, Fault['effect']][] = [
    ['an outage', { kind: 'status', status: 503 }],
    ['too many requests', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['an HTML page', { kind: 'html' }],
    ['a stalled response', { kind: 'stall', forMs: 20 }],
    ['a truncated response', { kind: 'truncate' }],
    ['a lost response', { kind: 'reset-after-commit' }],
  ];
  it.each(forms)('signing continues after %s of the timestamp authority', async (_, effect) => {
    const place = await openSigningWorld({ faults: [{ on: { host }, effect }] });
    verify(place.instances[name], await sign(place, name));
    expect(place.world.gateway.faults.strikes).toBe(1);
  });

  it('signing fails within its budget and names the timestamp authority', async () => {
    const place = await openSigningWorld({ isDown: (asked) => asked === host });
    const startedAtMs = place.clock.now();
    const error = await failureOf(sign(place, name, 120_000));
    expect(error.code).toBe('E_SIGSTORE_TIMESTAMP');
    expect(error.message).toContain('The timestamp authority could not be used');
    expect(place.clock.now() - startedAtMs).toBeLessThan(200_000);
  });

  it.each([-300_000, 300_000])(
    'a signature is valid if the clock of the authority is off by %i ms',
    async (aheadMs) => {
      const place = await openSigningWorld({ timestampsAheadMs: aheadMs });
      const bundle = await sign(place, name);
      verify(place.instances[name], bundle);
    },
  );

  it('a timestamp after the end of the certificate is rejected', async () => {
    const place = await openSigningWorld({ timestampsAheadMs: 660_000 });
    const error = await failureOf(sign(place, name, 60_000));
    expect(error.message).toContain('recorded after its certificate had expired');
    expect(place.idTokens.length).toBeGreaterThan(1);
  });
});

describe('log version 2', () => {
  it('a lost response leads to a second entry with a new signature and the same certificate', async () => {
    const place = await openSigningWorld({
      faults: [{ on: { host: rekorV2Host, method: 'POST' }, effect: { kind: 'reset-after-commit' } }],
    });
    verify(place.instances['version 2'], await sign(place, 'version 2'));
    expect(answersOf(place.world, rekorV2Host)).toEqual(['POST fault', 'POST 409', 'POST 201']);
    expect(await place.sigstore.tileEntryCount()).toBe(2);
    // The same certificate: nothing was wrong with it.
    expect(place.idTokens).toHaveLength(1);
  });

  it.each<[string, Fault['effect']]>([
    ['too many requests', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['an outage', { kind: 'status', status: 502, body: 'Bad Gateway' }],
    ['a response without a proof', { kind: 'status', status: 201, body: '{"logIndex":"1"}' }],
  ])('the log is asked again after %s', async (_, effect) => {
    const place = await openSigningWorld({ faults: [{ on: { host: rekorV2Host, method: 'POST' }, effect }] });
    verify(place.instances['version 2'], await sign(place, 'version 2'));
  });

  it('a frozen log is asked once and its message is quoted', async () => {
    const body = 'This log has been frozen, please switch to the latest log.\n';
    const effect = { kind: 'status', status: 405, body } as const;
    const on = { host: rekorV2Host, method: 'POST', times: Number.POSITIVE_INFINITY };
    const place = await openSigningWorld({ faults: [{ on, effect }] });
    const error = await failureOf(sign(place, 'version 2'));
    expect(error.code).toBe('E_SIGSTORE_LOG');
    expect(error.message).toContain('This log has been frozen');
    expect(answersOf(place.world, rekorV2Host)).toHaveLength(1);
  });
});

describe('selectVersion2', () => {
  it('the newest open log is selected with the timestamp authority of the trusted root', async () => {
    const place = await openSigningWorld();
    const { trustedRoot } = place.instances['version 2'];
    const nowMs = place.clock.now();
    const [, log] = trustedRoot.tlogs;
    if (log?.publicKey === undefined) throw new Error('there is no second log');
    const { publicKey } = log;
    const logOf = (baseUrl: string, start: number, end?: number) => ({
      ...log,
      baseUrl,
      publicKey: {
        ...publicKey,
        validFor: {
          start: new Date(nowMs + start),
          end: end === undefined ? undefined : new Date(nowMs + end),
        },
      },
    });
    const dayMs = 86_400_000;
    const tlogs = [
      ...trustedRoot.tlogs.slice(0, 1),
      logOf('https://log2024.example.com', -700 * dayMs),
      logOf('https://log2026.example.com/', -30 * dayMs),
      logOf('https://log2025.example.com', -20 * dayMs, -dayMs),
      logOf('https://log2027.example.com', dayMs),
    ];
    expect(selectVersion2({ ...trustedRoot, tlogs }, nowMs)).toEqual({
      trust: 'public-good',
      fulcioUrl: 'https://fulcio.sigstore.dev',
      log: { url: 'https://log2026.example.com', version: 2 },
      timestampUrl: 'https://timestamp.sigstore.dev/api/v1/timestamp',
    });
  });

  it('a trusted root without a log of version 2 or without a timestamp authority is rejected', async () => {
    const place = await openSigningWorld();
    const { trustedRoot } = place.instances['version 2'];
    const choose = (changes: object) => () =>
      selectVersion2({ ...trustedRoot, ...changes }, place.clock.now());
    expect(choose({ tlogs: trustedRoot.tlogs.slice(0, 1) })).toThrow(/contains no active log of version 2/);
    expect(choose({ timestampAuthorities: [] })).toThrow(/contains no active timestamp authority/);
    expect(githubInstance.log).toBeUndefined();
  });
});
