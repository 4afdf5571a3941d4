import { execFile } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { openSigningWorld } from './signing-world.ts';

const run = promisify(execFile);
const cosign = process.env['SLIPWAY_COSIGN'];
const python = process.env['SLIPWAY_PYTHON_PEERS'];
for (const [tool, path] of Object.entries({ 'cosign 3': cosign, sigstore: python }))
  if (path === undefined) console.log(`not shown: ${tool}`);

const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const issuer = 'https://token.actions.githubusercontent.com';

async function signManifest(visibility: 'public' | 'private' = 'public') {
  const of = await openSigningWorld(visibility);
  const signed = await of.run();
  expect(errorOf(signed), signed.output).toBe('');
  const directory = join(of.workspace, 'dist');
  await copyFile(of.trustedRootPath, join(directory, 'trusted_root.json'));
  await writeFile(join(directory, 'OTHER'), 'other bytes');
  return { directory, env: { HOME: dirname(of.workspace), PATH: process.env['PATH'] ?? '' } };
}

describe.skipIf(cosign === undefined)('cosign', () => {
  const bundle = ['--bundle', 'SHA256SUMS.sigstore.json', '--trusted-root', 'trusted_root.json'];
  const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];

  it('a signed manifest is verified by cosign, and no other bytes or signer are', async () => {
    const { directory: cwd, env } = await signManifest();
    const verify = (file: string, flags = who) =>
      run(cosign ?? '', ['verify-blob', ...bundle, ...flags, file], { cwd, env });
    expect((await verify('SHA256SUMS')).stderr).toContain('Verified OK');
    await expect(verify('OTHER')).rejects.toThrow(/invalid signature|digest/i);
    await expect(
      verify(
        'SHA256SUMS',
        who.map((flag) => flag.replace('octo', 'mallory')),
      ),
    ).rejects.toThrow(/identit/);
  });

  it('the signed manifest of a private repository is verified by cosign without a log', async () => {
    const { directory: cwd, env } = await signManifest('private');
    const unlogged = ['--insecure-ignore-tlog', '--insecure-ignore-sct', '--use-signed-timestamps'];
    const args = ['verify-blob', ...bundle, ...who, ...unlogged, 'SHA256SUMS'];
    expect((await run(cosign ?? '', args, { cwd, env })).stderr).toContain('Verified OK');
  });
});

describe.skipIf(python === undefined)('sigstore', () => {
  it('a signed manifest is verified by sigstore, and no other bytes are', async () => {
    const { directory: cwd, env } = await signManifest();
    const verify = (file: string) =>
      run(
        python ?? '',
        [
          ...['-m', 'sigstore', '--trust-config', 'trust.json', 'verify', 'identity', '--offline'],
          ...[
            '--bundle',
            'SHA256SUMS.sigstore.json',
            '--cert-identity',
            identity,
            '--cert-oidc-issuer',
            issuer,
          ],
          file,
        ],
        { cwd, env },
      );
    await writeTrustConfig(cwd);
    expect((await verify('SHA256SUMS')).stderr).toContain('OK');
    await expect(verify('OTHER')).rejects.toThrow(/FAIL|digest|signature/i);
  });
});

/** The trusted root in the form of a client's configuration: https://github.com/sigstore/protobuf-specs, `sigstore_trustroot.proto`. */
async function writeTrustConfig(directory: string): Promise<void> {
  const trustedRoot: unknown = JSON.parse(await readFile(join(directory, 'trusted_root.json'), 'utf8'));
  const config = {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot,
    signingConfig: { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json' },
  };
  await writeFile(join(directory, 'trust.json'), JSON.stringify(config));
}
