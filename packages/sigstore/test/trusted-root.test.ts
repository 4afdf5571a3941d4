import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ActionError } from '@slipway/core/errors/action-error';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import type { Service } from '@slipway/emulators/service';
import { createWorld } from '@slipway/emulators/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import { publishStatement, toAttestation, verifyAttestation } from '../src/pypi-attestation.ts';
import { loadTrustedRoot } from '../src/trusted-root.ts';
import { openSigningWorld } from './support/signing-world.ts';

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-trust-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

describe('a trusted root from a file', () => {
  it('verifies what its instance signed, and its use is said aloud', async () => {
    const place = await openSigningWorld();
    const directory = await temporaryDirectory();
    const path = join(directory, 'trusted_root.json');
    await writeFile(path, JSON.stringify(await place.sigstore.trustedRoot()));
    const log = createMemoryLog();
    const trustedRoot = await loadTrustedRoot({ path, cacheDirectory: directory, log });
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
    const directory = await temporaryDirectory();
    const path = join(directory, 'trusted_root.json');
    if (text !== undefined) await writeFile(path, text);
    const loading = loadTrustedRoot({ path, cacheDirectory: directory, log: createMemoryLog() });
    const error = await loading.then(
      () => undefined,
      (cause: ActionError) => cause,
    );
    expect(error?.code).toBe('E_SIGSTORE_TRUST');
    expect(error?.message).toContain(path);
  });
});

describe('the trusted root of the public-good instance', () => {
  const host = 'tuf-repo-cdn.sigstore.dev';
  const program = fileURLToPath(new URL('fixtures/load-trusted-root.ts', import.meta.url));

  async function load(services: readonly Service[]) {
    const directory = await temporaryDirectory();
    const world = await createWorld({ directory, userEnvironment: {}, services: () => services });
    onTestFinished(() => world.close());
    const { stdout } = await promisify(execFile)(process.execPath, [program, join(directory, 'tuf')], {
      env: { ...world.env },
    });
    return { world, answer: JSON.parse(stdout) };
  }

  it('is asked for through the proxy of the job, and its absence is a clear error', async () => {
    const { world, answer } = await load([]);
    expect(answer.code).toBe('E_SIGSTORE_TRUST');
    expect(answer.message).toContain('could not be fetched and verified');
    expect(world.journal.refusedHosts()).toEqual([host]);
  });

  it('is not replaced by what a mirror makes up', async () => {
    const asked: string[] = [];
    const made = JSON.stringify({
      signed: {
        _type: 'root',
        spec_version: '1.0',
        version: 99,
        expires: '2100-01-01T00:00:00Z',
        keys: {},
        roles: {},
        consistent_snapshot: true,
      },
      signatures: [],
    });
    const mirror: Service = {
      name: 'mirror',
      hosts: [host],
      handle: async ({ url }) => {
        asked.push(url.pathname);
        return { status: 200, body: made };
      },
    };
    const { answer } = await load([mirror]);
    expect(asked[0]).toMatch(/^\/\d+\.root\.json$/);
    expect(answer.code).toBe('E_SIGSTORE_TRUST');
  });
});
