import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleasePassport } from '@slipway/sigstore/passport/passport';
import { readPassportBundle, verifyPassport } from '@slipway/sigstore/passport/verify-passport';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { manual, openPassportWorld, type PassportWorld, sdist, wheel } from './passport-world.ts';

const fileName = 'demo-1.2.0.intoto.jsonl';
const manifest = `${wheel.sha256}  ${wheel.name}\n${sdist.sha256}  ${sdist.name}\n`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const textOf = ({ workspace }: PassportWorld): string =>
  readFileSync(join(workspace, 'passport', fileName), 'utf8');

function readBack(of: PassportWorld, trust: 'public-good' | 'github' = 'public-good'): ReleasePassport {
  const bundle = readPassportBundle(textOf(of));
  const signer = { repository: 'https://github.com/octo/demo', ref: 'refs/tags/v1.2.0' };
  return verifyPassport(bundle, { trustedRoot: of.trustedRoot, trust, signer }).passport;
}

const requestsTo = ({ world }: PassportWorld, host: string): string[] =>
  world.journal.entries
    .filter((entry) => entry.host === host)
    .map(({ method, path }) => `${method} ${path.split('?')[0]}`);

describe('passport action', () => {
  it('a passport covers every file, the checksums, and the image with its platforms', async () => {
    const of = await openPassportWorld();
    const run = await of.run();
    expect(errorOf(run), run.output).toBe('');
    const passport = readBack(of);
    expect(passport).toMatchObject({
      repository: 'https://github.com/octo/demo',
      ref: 'refs/tags/v1.2.0',
      commit: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
    });
    expect(passport.files.map(({ name, sha256: digest, kind }) => [name, digest, kind])).toEqual([
      ['SHA256SUMS', sha256(manifest), 'manifest'],
      [wheel.name, wheel.sha256, 'wheel'],
      [sdist.name, sdist.sha256, 'sdist'],
      [manual.name, manual.sha256, 'other'],
    ]);
    expect(passport.image?.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    // One certificate and one entry in the log, however many things there are.
    expect(requestsTo(of, 'fulcio.sigstore.dev')).toHaveLength(1);
    expect(requestsTo(of, 'rekor.sigstore.dev')).toHaveLength(1);
    const [file] = JSON.parse(run.outputs['files'] ?? '') as { sha256: string }[];
    expect(file).toEqual({
      name: fileName,
      sha256: sha256(textOf(of)),
      size: Buffer.byteLength(textOf(of)),
      kind: 'other',
    });
    expect(run.outputs['path']).toBe(`passport/${fileName}`);
    expect(run.summary).toContain(wheel.sha256);
  });

  it('a passport is stored as an attestation of the repository', async () => {
    const of = await openPassportWorld();
    const run = await of.run();
    const [stored] = of.repository.attestations;
    expect(stored?.subjects).toContain(`sha256:${wheel.sha256}`);
    expect(JSON.stringify(stored?.bundle)).toBe(textOf(of).trim());
    expect(run.outputs['attestation-url']).toBe(`https://github.com/octo/demo/attestations/${stored?.id}`);
    expect(run.outputs['result-markdown']).toContain('4 files and an image for 2 platforms');
  });

  it('a second attempt keeps the passport of the first and stores nothing twice', async () => {
    const of = await openPassportWorld();
    const first = await of.run();
    const text = textOf(of);
    await rm(join(of.workspace, 'passport'), { recursive: true });
    const second = await of.run({}, { runAttempt: 2, checkRunId: 90_002 });
    expect(errorOf(second), second.output).toBe('');
    expect(textOf(of)).toBe(text);
    expect(second.outputs['files']).toBe(first.outputs['files']);
    expect(of.repository.attestations).toHaveLength(1);
    expect(requestsTo(of, 'rekor.sigstore.dev')).toHaveLength(1);
  });

  it('a second attempt with other bytes is rejected before anything is signed', async () => {
    const of = await openPassportWorld();
    await of.run();
    const digests = JSON.stringify([wheel, { ...sdist, sha256: 'a'.repeat(64) }]);
    const second = await of.run({ digests }, { runAttempt: 2, checkRunId: 90_002 });
    expect(errorOf(second)).toContain('E_PASSPORT_DIFFERS An earlier attempt of this run signed');
    expect(second.outputs['files']).toBeUndefined();
    expect(requestsTo(of, 'fulcio.sigstore.dev')).toHaveLength(1);
  });

  it('a second attempt signs again when the artifact of the first has expired', async () => {
    const of = await openPassportWorld();
    const first = await of.run();
    await rm(join(of.workspace, 'passport'), { recursive: true });
    of.world.gateway.faults.add({
      on: { path: /GetSignedArtifactURL$/ },
      effect: { kind: 'status', status: 410, body: '{"msg":"Artifact has expired"}' },
    });
    const second = await of.run({}, { runAttempt: 2, checkRunId: 90_002 });
    expect(errorOf(second), second.output).toBe('');
    expect(second.output).toContain('are no longer available. ');
    expect(second.output).toContain('The passport is signed again.');
    expect(second.outputs['files']).not.toBe(first.outputs['files']);
    expect(readBack(of).files).toHaveLength(4);
  });

  it('a job of a called workflow names that file as the signer', async () => {
    const of = await openPassportWorld();
    const own = await of.run();
    expect(own.outputs['signer']).toBe('octo/demo/.github/workflows/release.yml');
    const jobWorkflowRef = 'slipway-actions/slipway/.github/workflows/prepare.yml@refs/tags/v0';
    const called = await of.run({ 'artifact-name': 'called' }, { jobWorkflowRef, checkRunId: 90_002 });
    expect(errorOf(called), called.output).toBe('');
    expect(called.outputs['signer']).toBe('slipway-actions/slipway/.github/workflows/prepare.yml');
  });

  it('a second attempt of a run whose first one stored nothing signs', async () => {
    const of = await openPassportWorld();
    const run = await of.run({}, { runAttempt: 2 });
    expect(errorOf(run), run.output).toBe('');
    expect(readBack(of).files).toHaveLength(4);
  });

  it.each(['User', 'Organization'] as const)(
    'a private repository of a %s without attestations gets its passport and a notice',
    async (ownerType) => {
      const of = await openPassportWorld({ private: true, ownerType });
      const run = await of.run();
      expect(errorOf(run), run.output).toBe('');
      expect(run.output).toContain('::notice::GitHub did not store the attestation: Feature not');
      expect(run.outputs['attestation-url']).toBe('');
      expect(readBack(of, 'github').files).toHaveLength(4);
      // The public log learns nothing of a private repository.
      expect(requestsTo(of, 'rekor.sigstore.dev')).toEqual([]);
    },
  );

  it('an attestation that has to be stored and is not fails the action, with the passport kept', async () => {
    const of = await openPassportWorld({ private: true });
    const run = await of.run({ attestations: 'true' });
    expect(errorOf(run)).toMatch(/^E_PASSPORT_ATTESTATIONS .*Feature not available for user-owned/);
    expect(run.outputs['files']).toContain(fileName);
  });

  it('a job without the permission to store attestations is told which one it lacks', async () => {
    const of = await openPassportWorld();
    const run = await of.run({}, { permissions: { 'id-token': 'write' } });
    expect(errorOf(run)).toContain('E_GITHUB_PERMISSION');
    expect(run.output).toContain('"attestations: write"');
    const without = await of.run(
      { attestations: 'false', 'artifact-name': '' },
      { permissions: { 'id-token': 'write' } },
    );
    expect(errorOf(without), without.output).toBe('');
  });

  it('a job without ID tokens is told so before anything is stored', async () => {
    const of = await openPassportWorld();
    const run = await of.run(
      {},
      { permissions: { attestations: 'write' } },
      { ACTIONS_ID_TOKEN_REQUEST_URL: '' },
    );
    expect(errorOf(run)).toContain('E_GITHUB_ID_TOKEN_PERMISSION');
    expect(existsSync(join(of.workspace, 'passport'))).toBe(false);
    expect(of.repository.attestations).toEqual([]);
  });

  it('a dry run signs nothing and asks nobody', async () => {
    const of = await openPassportWorld();
    const run = await of.run({ 'dry-run': 'true' });
    expect(errorOf(run), run.output).toBe('');
    expect(run.output).toContain(`Dry run: ${fileName} would be signed for 4 files and an image`);
    expect(of.world.journal.entries).toEqual([]);
  });

  it('a server whose ID tokens Sigstore does not trust is named before anything is asked of it', async () => {
    const of = await openPassportWorld();
    const server = { GITHUB_SERVER_URL: 'https://octocorp.ghe.com' };
    const run = await of.run({}, {}, server);
    expect(errorOf(run)).toMatch(/^E_SIGSTORE_ISSUER .*octocorp\.ghe\.com/);
    expect(of.world.journal.entries).toEqual([]);
  });

  it('inputs that a passport cannot cover are rejected before anything is asked', async () => {
    const of = await openPassportWorld();
    const run = await of.run({ image: 'ghcr.io/octo/demo:latest' });
    expect(errorOf(run)).toContain('E_PASSPORT_CONTENTS Input "image" names 0 images by digest');
    expect(of.world.journal.entries).toEqual([]);
  });
});
