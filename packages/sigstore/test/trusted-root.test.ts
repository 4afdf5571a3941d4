import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionError } from '@slipway/core/errors/action-error';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
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
