import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { provenanceStatement, readProvenanceClaims } from '../src/pypi-attestation.ts';
import { openSigningWorld } from './support/signing-world.ts';

const cosign = process.env['SLIPWAY_COSIGN'];
if (cosign === undefined) console.log('not shown: cosign (SLIPWAY_COSIGN is not set)');

const run = promisify(execFile);
const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';

describe.skipIf(cosign === undefined)('cosign', () => {
  it('verifies a provenance that was signed here with the trusted root of the emulated instance', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-cosign-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const place = await openSigningWorld();
    const content = Buffer.from('the bytes of a wheel');
    const file = { name: 'demo.whl', sha256: createHash('sha256').update(content).digest('hex') };
    const claims = readProvenanceClaims(await place.requestIdToken());
    const bundle = await place.openSigner().signStatement(provenanceStatement(file, claims));
    await writeFile(join(directory, 'demo.whl'), content);
    await writeFile(join(directory, 'other.whl'), 'other bytes');
    await writeFile(join(directory, 'bundle.json'), JSON.stringify(bundle));
    await writeFile(join(directory, 'root.json'), JSON.stringify(await place.sigstore.trustedRoot()));
    const verify = (name: string, signer: string) =>
      run(
        cosign ?? '',
        [
          'verify-blob-attestation',
          ...['--bundle', 'bundle.json', '--trusted-root', 'root.json', '--type', 'slsaprovenance1'],
          ...['--certificate-identity', signer],
          ...['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com'],
          ...['--certificate-github-workflow-repository', 'octo/demo', name],
        ],
        { cwd: directory, env: { HOME: directory } },
      );
    expect((await verify('demo.whl', identity)).stderr).toContain('Verified OK');
    await expect(verify('other.whl', identity)).rejects.toThrow(/digest/);
    await expect(verify('demo.whl', identity.replace('release', 'other'))).rejects.toThrow(/identit/);
  });

  it('verifies a signature of bytes', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-cosign-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signBlob(Buffer.from('0123  demo.whl\n'));
    await writeFile(join(directory, 'SHA256SUMS'), '0123  demo.whl\n');
    await writeFile(join(directory, 'bundle.json'), JSON.stringify(bundle));
    await writeFile(join(directory, 'root.json'), JSON.stringify(await place.sigstore.trustedRoot()));
    const { stderr } = await run(
      cosign ?? '',
      [
        'verify-blob',
        ...['--bundle', 'bundle.json', '--trusted-root', 'root.json', '--certificate-identity', identity],
        ...['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com', 'SHA256SUMS'],
      ],
      { cwd: directory, env: { HOME: directory } },
    );
    expect(stderr).toContain('Verified OK');
  });
});
