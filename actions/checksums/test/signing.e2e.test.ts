import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { parseBundle } from '@slipway/sigstore/statements/attestation';
import { verifySignedBytes } from '@slipway/sigstore/verify-bundle';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { manifest, openSigningWorld, type SigningWorld } from './signing-world.ts';

const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const bundlePath = ({ workspace }: SigningWorld): string => join(workspace, 'dist/SHA256SUMS.sigstore.json');

async function verify(of: SigningWorld, bytes: string, trust: 'public-good' | 'github' = 'public-good') {
  const root = TrustedRoot.fromJSON(JSON.parse(await readFile(of.trustedRootPath, 'utf8')));
  const bundle = parseBundle(await readFile(bundlePath(of), 'utf8'));
  return verifySignedBytes(bundle, Buffer.from(bytes), root, trust);
}

describe('a signed manifest', () => {
  it('the manifest is signed with the identity of the workflow', async () => {
    const of = await openSigningWorld();
    const run = await of.run();
    expect(errorOf(run), run.output).toBe('');
    expect(run.outputs['bundle']).toBe('dist/SHA256SUMS.sigstore.json');
    expect((await verify(of, manifest)).identity).toBe(identity);
    await expect(verify(of, manifest.replace('demo', 'Demo'))).rejects.toThrow(
      expect.objectContaining({ code: 'E_ATTESTATION_INVALID' }),
    );
  });

  it('a private repository is signed without a public log', async () => {
    const of = await openSigningWorld('private');
    const run = await of.run();
    expect(errorOf(run), run.output).toBe('');
    expect((await verify(of, manifest, 'github')).identity).toBe(identity);
    expect(of.world.journal.entries.map(({ host }) => host)).not.toContain('rekor.sigstore.dev');
  });

  it('signatures and passports beside the files are in no manifest', async () => {
    const of = await openSigningWorld();
    await writeFile(join(of.workspace, 'dist/demo-1.0.intoto.jsonl'), '{}');
    for (const _ of [1, 2]) {
      const run = await of.run();
      expect(errorOf(run), run.output).toBe('');
      expect(await readFile(join(of.workspace, 'dist/SHA256SUMS'), 'utf8')).toBe(manifest);
    }
    const verified = await of.run({ mode: 'verify', sign: 'false' });
    expect(errorOf(verified), verified.output).toBe('');
  });

  it('a manifest with "dist/" and "./" before the names is verified in its folder', async () => {
    const of = await openSigningWorld();
    const [wheel = '', sdist = ''] = manifest.split('\n');
    const text = `${wheel.replace('  ', '  dist/')}\n${sdist.replace('  ', '  ./')}\n`;
    await writeFile(join(of.workspace, 'dist/SHA256SUMS'), text);
    const run = await of.run({ mode: 'verify', sign: 'false' });
    expect(errorOf(run), run.output).toBe('');
    await writeFile(join(of.workspace, 'dist/demo-1.0.tar.gz'), 'other');
    expect(errorOf(await of.run({ mode: 'verify', sign: 'false' }))).toContain('different: demo-1.0.tar.gz');
  });

  it('a job that cannot sign is told why, and no signature is left', async () => {
    const of = await openSigningWorld();
    const denied = await of.run({}, {}, { ACTIONS_ID_TOKEN_REQUEST_URL: '' });
    expect(errorOf(denied)).toContain('E_GITHUB_ID_TOKEN_PERMISSION');
    const elsewhere = await of.run({}, {}, { GITHUB_SERVER_URL: 'https://ghes.example.com' });
    expect(errorOf(elsewhere)).toContain('E_SIGSTORE_ISSUER');
    const verifying = await of.run({ mode: 'verify' });
    expect(errorOf(verifying)).toContain('Only a manifest that this step writes can be signed');
    expect(existsSync(bundlePath(of))).toBe(false);
  });

  it('a signature is not written through a link', async () => {
    const of = await openSigningWorld();
    await symlink('/tmp', bundlePath(of));
    const run = await of.run();
    expect(errorOf(run)).toContain('"SHA256SUMS.sigstore.json" is a symbolic link');
  });
});
