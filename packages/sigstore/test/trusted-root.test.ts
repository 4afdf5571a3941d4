import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import type { ActionError } from '@slipway/core/errors/action-error';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import {
  createUpdateRepository,
  type EmulatedUpdateRepository,
  githubUpdatesHost,
  publicGoodUpdatesHost,
} from '@slipway/emulated-sigstore/trust/update-repository';
import type { Service } from '@slipway/gateway/service';
import { createWorld } from '@slipway/world/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SigstoreInstance } from '../src/instance.ts';
import { publishStatement, toAttestation, verifyAttestation } from '../src/statements/pypi-attestation.ts';
import { loadTrustedRoot } from '../src/verification/trusted-root.ts';
import { openSigningWorld } from './support/signing-world.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-trust-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function createRepository(text: string, host: string = publicGoodUpdatesHost): EmulatedUpdateRepository {
  return createUpdateRepository({ host, trustedRoot: async () => text });
}

async function openMirror(services: readonly Service[]) {
  const directory = await temporaryDirectory();
  const world = await createWorld({
    directory,
    userEnvironment: {},
    services: () => ({ services, handles: undefined }),
  });
  onTestFinished(() => world.close());
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test', environment: world.env });
  const load = (
    repository?: EmulatedUpdateRepository,
    trust: SigstoreInstance['trust'] = 'public-good',
  ): Promise<TrustedRoot> =>
    loadTrustedRoot({
      http,
      log,
      trust,
      cacheDirectory: join(directory, 'cache'),
      ...(repository === undefined
        ? {}
        : { repository: { url: `https://${repository.hosts[0]}`, root: repository.root } }),
    });
  return { world, load };
}

async function failureOf(promise: Promise<unknown>): Promise<ActionError | undefined> {
  return promise.then(
    () => undefined,
    (error: ActionError) => error,
  );
}

describe('trusted root from a file', () => {
  it('a trusted root from a file verifies signatures of its instance and its use is logged', async () => {
    const place = await openSigningWorld();
    const directory = await temporaryDirectory();
    const path = join(directory, 'trusted_root.json');
    await writeFile(path, JSON.stringify(await place.sigstore.trustedRoot()));
    const log = createMemoryLog();
    const { http } = place;
    const trustedRoot = await loadTrustedRoot({ path, http, cacheDirectory: directory, log });
    const file = { name: 'demo-1.0.tar.gz', sha256: '1'.repeat(64) };
    const bundle = await place.openSigner().signStatement(publishStatement(file));
    const publisher = { repository: 'octo/demo', workflow: 'release.yml' };
    verifyAttestation({ attestation: toAttestation(bundle), file, trustedRoot, publisher });
    expect(log.lines.join('\n')).toContain(path);
  });

  it.each([
    ['is missing', undefined],
    ['is not JSON', 'trusted'],
    ['is not a trusted root', '{"hello":1}'],
  ])('a trusted root file that %s is rejected by name', async (_, text) => {
    const { http } = await openSigningWorld();
    const directory = await temporaryDirectory();
    const path = join(directory, 'trusted_root.json');
    if (text !== undefined) await writeFile(path, text);
    const log = createMemoryLog();
    const error = await failureOf(loadTrustedRoot({ path, http, cacheDirectory: directory, log }));
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(error?.message).toContain(path);
  });
});

describe('trusted root of the public-good instance', () => {
  const text = async (): Promise<string> =>
    JSON.stringify(await (await openSigningWorld()).sigstore.trustedRoot());

  it('the trusted root is fetched once and verified, even after a key rotation', async () => {
    const repository = createRepository(await text());
    const { load, world } = await openMirror([repository]);
    expect((await load(repository)).tlogs[0]?.baseUrl).toBe('https://rekor.sigstore.dev');
    repository.rotate(true);
    await load(repository);
    const targets = world.journal.entries.filter(({ path }) => path.startsWith('/targets/'));
    expect(targets).toHaveLength(1);
  });

  it('a rotation that the old key did not sign is rejected', async () => {
    const repository = createRepository(await text());
    repository.rotate(false);
    const { load } = await openMirror([repository]);
    expect((await failureOf(load(repository)))?.code).toBe('E_SIGSTORE_TRUST');
  });

  it('an expired mirror and a changed trusted root are rejected', async () => {
    const old = createRepository(await text());
    old.expires = '2020-01-01T00:00:00Z';
    const still = await openMirror([old]);
    expect((await failureOf(still.load(old)))?.message).toMatch(/expired/i);
    const changed = createRepository(await text());
    changed.tamper = (target) => target.replace('rekor', 'reeky');
    const other = await openMirror([changed]);
    expect((await failureOf(other.load(changed)))?.code).toBe('E_SIGSTORE_TRUST');
  });

  it('a mirror whose root does not chain to the embedded root is rejected', async () => {
    const repository = createRepository(await text());
    for (let version = 1; version < 40; version += 1) repository.rotate(true);
    const { load, world } = await openMirror([repository]);
    const error = await failureOf(load());
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(world.journal.entries[0]?.path).toMatch(/^\/\d+\.root\.json$/);
  });

  it('an unreachable mirror fails with E_SIGSTORE_TRUST', async () => {
    const { load, world } = await openMirror([]);
    const error = await failureOf(load());
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(error?.message).toContain('could not be fetched and verified');
    expect(world.journal.refusedHosts()).toEqual(['tuf-repo-cdn.sigstore.dev']);
  });
});

describe('trusted root of the GitHub instance', () => {
  it('the trusted root is fetched only from the repository of GitHub', async () => {
    const place = await openSigningWorld();
    const repository = createRepository(JSON.stringify(await place.github.trustedRoot()), githubUpdatesHost);
    const { load, world } = await openMirror([repository]);
    const trustedRoot = await load(repository, 'github');
    expect(trustedRoot.tlogs).toEqual([]);
    expect(trustedRoot.timestampAuthorities[0]?.uri).toBe('https://timestamp.githubapp.com/api/v1/timestamp');
    expect(new Set(world.journal.entries.map(({ host }) => host))).toEqual(new Set([githubUpdatesHost]));
  });

  it('the verification starts from the embedded root of GitHub', async () => {
    const repository = createRepository('{}', githubUpdatesHost);
    for (let version = 1; version < 40; version += 1) repository.rotate(true);
    const { load, world } = await openMirror([repository]);
    expect((await failureOf(load(undefined, 'github')))?.code).toBe('E_SIGSTORE_TRUST');
    // Version 4: the embedded one is the third.
    expect(world.journal.entries[0]).toMatchObject({ host: githubUpdatesHost, path: '/4.root.json' });
  });

  it('a trusted root without a timestamp authority is rejected', async () => {
    const place = await openSigningWorld();
    const root = { ...(await place.github.trustedRoot()), timestampAuthorities: [] };
    const repository = createRepository(JSON.stringify(root), githubUpdatesHost);
    const { load } = await openMirror([repository]);
    expect((await failureOf(load(repository, 'github')))?.message).toContain('nor a timestamp authority');
  });
});
