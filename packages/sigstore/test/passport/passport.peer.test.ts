import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { passportStatement } from '../../src/passport/passport-statement.ts';
import { renderBundleLine } from '../../src/passport/verify-passport.ts';
import { readProvenanceClaims } from '../../src/statements/provenance.ts';
import { type InstanceName, openSigningWorld } from '../support/signing-world.ts';
import { samplePassport } from './sample-passport.ts';

const run = promisify(execFile);
const cosign = process.env['SLIPWAY_COSIGN'];
const python = process.env['SLIPWAY_PYTHON_PEERS'];
const gh = process.env['SLIPWAY_GH'];
for (const [tool, path] of Object.entries({ 'cosign 3': cosign, sigstore: python, gh }))
  if (path === undefined) console.log(`not shown: ${tool}`);

const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const issuer = 'https://token.actions.githubusercontent.com';
const fileNames = [
  'demo-1.2.0-py3-none-any.whl',
  'demo-1.2.0.tar.gz',
  'SHA256SUMS',
  'index.json',
  'amd64.json',
];

/** A passport beside the files that it covers: two distributions, their checksums, and the manifests of an image. */
async function signPassport(name: InstanceName = 'version 1') {
  const place = await openSigningWorld();
  const directory = await mkdtemp(join(tmpdir(), 'slipway-passport-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const file of [...fileNames, 'other']) await writeFile(join(directory, file), `the bytes of ${file}`);
  const sha256 = (file: string): string => createHash('sha256').update(`the bytes of ${file}`).digest('hex');
  const files = samplePassport.files.map((file) => ({ ...file, sha256: sha256(file.name) }));
  const image = {
    name: 'ghcr.io/octo/demo',
    digest: `sha256:${sha256('index.json')}`,
    platforms: [{ platform: 'linux/amd64', digest: `sha256:${sha256('amd64.json')}` }],
  };
  const claims = readProvenanceClaims(await place.requestIdToken());
  const { instance, json } = place.instances[name];
  const statement = passportStatement({ files, image }, claims, 'https://github.com');
  const bundle = await place.openSigner({ instance }).signStatement(statement);
  await writeFile(join(directory, 'passport.intoto.jsonl'), renderBundleLine(bundle));
  await writeFile(join(directory, 'trusted_root.json'), JSON.stringify(json));
  // `gh` reads one root a line.
  await writeFile(join(directory, 'trusted_root.jsonl'), `${JSON.stringify(json)}\n`);
  const config = {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot: json,
    signingConfig: { mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json' },
  };
  await writeFile(join(directory, 'trust.json'), JSON.stringify(config));
  return { cwd: directory, env: { HOME: directory, PATH: process.env['PATH'] ?? '', GH_TOKEN: 'none' } };
}

describe.skipIf(cosign === undefined)('cosign', () => {
  const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
  const args = [
    ...['verify-blob-attestation', '--bundle', 'passport.intoto.jsonl', '--type', 'slsaprovenance1'],
    ...['--trusted-root', 'trusted_root.json'],
  ];

  it('every file and manifest of a passport is verified by cosign, and no other bytes are', async () => {
    const at = await signPassport();
    const verify = (file: string, signer = who) => run(cosign ?? '', [...args, ...signer, file], at);
    for (const file of fileNames) expect((await verify(file)).stderr).toContain('Verified OK');
    await expect(verify('other')).rejects.toThrow(/digest/);
    await expect(
      verify(
        'SHA256SUMS',
        who.map((flag) => flag.replace('octo', 'mallory')),
      ),
    ).rejects.toThrow(/identit/);
  });
});

describe.skipIf(python === undefined)('sigstore', () => {
  it('every file and manifest of a passport is verified by sigstore, and no other bytes are', async () => {
    const at = await signPassport();
    const verify = (file: string) =>
      run(
        python ?? '',
        [
          ...['-m', 'sigstore', '--trust-config', 'trust.json', 'verify', 'identity', '--offline'],
          ...['--bundle', 'passport.intoto.jsonl', '--cert-identity', identity],
          ...['--cert-oidc-issuer', issuer, file],
        ],
        at,
      );
    for (const file of fileNames) expect((await verify(file)).stderr).toContain('OK');
    await expect(verify('other')).rejects.toThrow(/FAIL|digest|subject/i);
  });
});

describe.skipIf(gh === undefined)('gh', () => {
  it.each(['version 1', 'github'] as const)(
    'every file and manifest of a passport signed with %s is verified by gh',
    async (name) => {
      const at = await signPassport(name);
      const flags = [
        ...['--bundle', 'passport.intoto.jsonl', '--custom-trusted-root', 'trusted_root.jsonl'],
        ...['--repo', 'octo/demo', '--source-ref', 'refs/tags/v1.2.0'],
        ...['--signer-workflow', 'octo/demo/.github/workflows/release.yml', '--format', 'json'],
        ...(name === 'github' ? ['--no-public-good'] : []),
      ];
      const verify = (file: string, changes: (flag: string) => string = (flag) => flag) =>
        run(gh ?? '', ['attestation', 'verify', file, ...flags.map(changes)], at);
      for (const file of fileNames) expect((await verify(file)).stdout).toContain('slsa.dev/provenance/v1');
      await expect(verify('other')).rejects.toThrow();
      await expect(verify('SHA256SUMS', (flag) => flag.replace('v1.2.0', 'v9.9.9'))).rejects.toThrow();
      await expect(verify('SHA256SUMS', (flag) => flag.replace('octo', 'mallory'))).rejects.toThrow();
    },
  );
});
