import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import type { ActionError } from '@slipway/core/errors/action-error';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import type { Service } from '@slipway/emulators/service';
import {
  createUpdateRepository,
  type EmulatedUpdateRepository,
  githubUpdatesHost,
  publicGoodUpdatesHost,
} from '@slipway/emulators/sigstore/update-repository';
import { createWorld } from '@slipway/emulators/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SigstoreInstance } from '../src/instance.ts';
import { publishStatement, toAttestation, verifyAttestation } from '../src/pypi-attestation.ts';
import { loadTrustedRoot } from '../src/trusted-root.ts';
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
  const world = await createWorld({ directory, userEnvironment: {}, services: () => services });
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

describe('a trusted root from a file', () => {
  it('verifies what its instance signed, and its use is said aloud', async () => {
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
    ['is not there', undefined],
    ['is not JSON', 'trusted'],
    ['is of another kind', '{"hello":1}'],
  ])('is an error that names the file when it %s', async (_, text) => {
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

describe('the trusted root of the public-good instance', () => {
  const text = async (): Promise<string> =>
    JSON.stringify(await (await openSigningWorld()).sigstore.trustedRoot());

  it('is fetched, verified and kept, also after the key of the repository was changed', async () => {
    const repository = createRepository(await text());
    const { load, world } = await openMirror([repository]);
    expect((await load(repository)).tlogs[0]?.baseUrl).toBe('https://rekor.sigstore.dev');
    repository.rotate(true);
    await load(repository);
    const targets = world.journal.entries.filter(({ path }) => path.startsWith('/targets/'));
    expect(targets).toHaveLength(1);
  });

  it('is refused when the new key has no signature of the old one', async () => {
    const repository = createRepository(await text());
    repository.rotate(false);
    const { load } = await openMirror([repository]);
    expect((await failureOf(load(repository)))?.code).toBe('E_SIGSTORE_TRUST');
  });

  it('is refused when the mirror stands still, and when it changed the file', async () => {
    const old = createRepository(await text());
    old.expires = '2020-01-01T00:00:00Z';
    const still = await openMirror([old]);
    expect((await failureOf(still.load(old)))?.message).toMatch(/expired/i);
    const changed = createRepository(await text());
    changed.tamper = (target) => target.replace('rekor', 'reeky');
    const other = await openMirror([changed]);
    expect((await failureOf(other.load(changed)))?.code).toBe('E_SIGSTORE_TRUST');
  });

  it('begins with a root that is embedded: another repository at its address is refused', async () => {
    const repository = createRepository(await text());
    for (let version = 1; version < 40; version += 1) repository.rotate(true);
    const { load, world } = await openMirror([repository]);
    const error = await failureOf(load());
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(world.journal.entries[0]?.path).toMatch(/^\/\d+\.root\.json$/);
  });

  it('is a clear error when there is no way to it', async () => {
    const { load, world } = await openMirror([]);
    const error = await failureOf(load());
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(error?.message).toContain('could not be fetched and verified');
    expect(world.journal.refusedHosts()).toEqual(['tuf-repo-cdn.sigstore.dev']);
  });
});

describe('the trusted root of the instance of GitHub', () => {
  it('comes from its own repository, and nothing is asked of the public-good instance for it', async () => {
    const place = await openSigningWorld();
    const repository = createRepository(JSON.stringify(await place.github.trustedRoot()), githubUpdatesHost);
    const { load, world } = await openMirror([repository]);
    const trustedRoot = await load(repository, 'github');
    expect(trustedRoot.tlogs).toEqual([]);
    expect(trustedRoot.timestampAuthorities[0]?.uri).toBe('https://timestamp.githubapp.com/api/v1/timestamp');
    expect(new Set(world.journal.entries.map(({ host }) => host))).toEqual(new Set([githubUpdatesHost]));
  });

  it('begins with a root of its own that is embedded', async () => {
    const repository = createRepository('{}', githubUpdatesHost);
    for (let version = 1; version < 40; version += 1) repository.rotate(true);
    const { load, world } = await openMirror([repository]);
    expect((await failureOf(load(undefined, 'github')))?.code).toBe('E_SIGSTORE_TRUST');
    // Version 4: the embedded one is the third.
    expect(world.journal.entries[0]).toMatchObject({ host: githubUpdatesHost, path: '/4.root.json' });
  });

  it('is refused when it names nobody who tells a time', async () => {
    const place = await openSigningWorld();
    const root = { ...(await place.github.trustedRoot()), timestampAuthorities: [] };
    const repository = createRepository(JSON.stringify(root), githubUpdatesHost);
    const { load } = await openMirror([repository]);
    expect((await failureOf(load(repository, 'github')))?.message).toContain('nor a timestamp authority');
  });
});
