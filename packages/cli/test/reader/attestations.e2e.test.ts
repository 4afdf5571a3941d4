import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toAttestation } from '@slipway/sigstore/statements/attestation';
import { publishStatement } from '@slipway/sigstore/statements/pypi-attestation';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { type InstanceName, openSigningWorld } from '../../../sigstore/test/support/signing-world.ts';
import { type CliRun, namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const files = [wheel(), sdist()].map(({ name, bytes }) => ({ name, bytes, sha256: hex(bytes) }));
const manifest = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

interface Evidence {
  readonly of: ReaderWorld;
  /** Writes a file of evidence. @returns its path */
  write(name: string, text: string): string;
  statement(some?: readonly { readonly name: string; readonly sha256: string }[]): Promise<object>[];
  blob(text: string): Promise<object>;
  /** Downloads into a folder that is new. */
  download(...words: string[]): Promise<CliRun & { readonly left: string[] }>;
}

/** A public release, and a job of the given repository that signs. */
async function openEvidence(
  repository = 'octo/demo',
  instanceName: InstanceName = 'version 1',
): Promise<Evidence> {
  const signing = await openSigningWorld({ job: { repository } });
  const { instance, json } = signing.instances[instanceName];
  const signer = signing.openSigner({ instance });
  const of = await openReaderWorld();
  await of.publish('demo', '1.2.0', files);
  of.registry.setVisibility(`${namespace}/demo`, 'public');
  const folder = of.folder();
  const root = join(folder, 'trusted-root.json');
  writeFileSync(root, JSON.stringify(json));
  return {
    of,
    write(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    statement: (some = files) => some.map((file) => signer.signStatement(publishStatement(file))),
    blob: (text) => signer.signBlob(Buffer.from(text)),
    async download(...words) {
      const directory = join(of.folder(), 'new');
      const base = ['download', 'demo==1.2.0', '--namespace', namespace, '--directory', directory];
      const run = await of.run([...base, '--trusted-root', root, ...words]);
      return { ...run, left: existsSync(directory) ? readdirSync(directory) : [] };
    },
  };
}

const names = files.map(({ name }) => name).sort();
const signer = 'signed by https://github.com/octo/demo/.github/workflows/release.yml@';
const attest = (...paths: string[]): string[] => paths.flatMap((path) => ['--attestation', path]);

describe('a download that is held against attestations', () => {
  it('a bundle for each file is accepted, and the signer is shown', async () => {
    const evidence = await openEvidence();
    const bundles = await Promise.all(evidence.statement());
    const paths = bundles.map((bundle, index) =>
      evidence.write(`${files[index]?.name}.sigstore.json`, JSON.stringify(bundle)),
    );
    const run = await evidence.download(...attest(...paths));
    expect(run.exitCode, run.output).toBe(0);
    expect(run.left.sort()).toEqual(names);
    expect(run.output.split(signer)).toHaveLength(3);
  });

  it.each<[string, InstanceName]>([
    ['the newer log', 'version 2'],
    ['the instance of GitHub, which signs for private repositories', 'github'],
  ])('bundles of %s are accepted, and changed ones are rejected', async (_what, instanceName) => {
    const evidence = await openEvidence('octo/demo', instanceName);
    const bundles = await Promise.all(evidence.statement());
    const lines = bundles.map((bundle) => JSON.stringify(bundle)).join('\n');
    const run = await evidence.download(...attest(evidence.write('all.jsonl', lines)));
    expect(run.exitCode, run.output).toBe(0);
    expect(run.left.sort()).toEqual(names);
    const signature = /"sig":"([^"]+)"/.exec(lines)?.[1] ?? '';
    const bytes = Buffer.from(signature, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const changed = lines.replace(signature, bytes.toString('base64'));
    const other = await evidence.download(...attest(evidence.write('other.jsonl', changed)));
    expect([other.exitCode, other.left]).toEqual([1, []]);
    expect(other.output).toContain('E_ATTESTATION_INVALID');
  });

  it.each<[string, (evidence: Evidence) => Promise<string>]>([
    [
      'lines of bundles, as GitHub gives them',
      async ({ statement, write }) => {
        const bundles = await Promise.all(statement());
        return write('all.jsonl', bundles.map((bundle) => `${JSON.stringify(bundle)}\n`).join(''));
      },
    ],
    [
      'the provenance object of PEP 740',
      async ({ statement, write }) => {
        const bundles = await Promise.all(statement());
        const attestations = bundles.map((bundle) =>
          toAttestation(bundle as Parameters<typeof toAttestation>[0]),
        );
        const bundle = { publisher: { kind: 'GitHub' }, attestations };
        return write('provenance.json', JSON.stringify({ version: 1, attestation_bundles: [bundle] }));
      },
    ],
    [
      'the signature of a SHA256SUMS',
      async ({ blob, write }) => {
        write('SHA256SUMS', manifest);
        return write('SHA256SUMS.sigstore.json', JSON.stringify(await blob(manifest)));
      },
    ],
  ])('a download accepts %s', async (_what, make) => {
    const evidence = await openEvidence();
    const run = await evidence.download(...attest(await make(evidence)));
    expect(run.exitCode, run.output).toBe(0);
    expect(run.left.sort()).toEqual(names);
    expect(run.output).toContain(signer);
  });

  it.each<[string, (evidence: Evidence) => Promise<string>, RegExp]>([
    [
      'names only one of the files',
      async ({ statement, write }) => write('one.json', JSON.stringify(await statement()[0])),
      /No attestation covers demo-1\.2\.0\.tar\.gz/,
    ],
    [
      'was changed behind its signature',
      async ({ statement, write }) => {
        const [bundle] = (await Promise.all(statement())) as { dsseEnvelope: { payload: string } }[];
        const { payload } = bundle?.dsseEnvelope ?? { payload: '' };
        const other = Buffer.from(payload, 'base64')
          .toString('utf8')
          .replace(/[0-9a-f]{64}/, '0'.repeat(64));
        const changed = { ...bundle?.dsseEnvelope, payload: Buffer.from(other).toString('base64') };
        return write('changed.json', JSON.stringify({ ...bundle, dsseEnvelope: changed }));
      },
      /E_ATTESTATION_INVALID/,
    ],
    [
      'is the signature of another SHA256SUMS',
      async ({ blob, write }) => {
        write('SHA256SUMS', manifest);
        return write('SHA256SUMS.sigstore.json', JSON.stringify(await blob(`${manifest}\n`)));
      },
      /E_ATTESTATION_INVALID/,
    ],
    [
      'is the signature of something that is not there',
      async ({ blob, write }) => write('a.sigstore.json', JSON.stringify(await blob(manifest))),
      /not next to the SHA256SUMS/,
    ],
    [
      'is no attestation',
      async ({ write }) => write('note.txt', 'all is well'),
      /neither JSON nor JSON lines/,
    ],
    [
      'is an empty provenance object',
      async ({ write }) => write('none.json', '{"version":1,"attestation_bundles":[]}'),
      /it contains no attestation/,
    ],
  ])('nothing is downloaded if the attestation %s', async (_what, make, words) => {
    const evidence = await openEvidence();
    const run = await evidence.download(...attest(await make(evidence)));
    expect(run.exitCode, run.output).toBe(1);
    expect(run.output).toMatch(words);
    expect(run.left).toEqual([]);
  });

  it('a signature of a different repository is rejected unless that repository is named', async () => {
    const evidence = await openEvidence('mallory/demo');
    const bundles = await Promise.all(evidence.statement());
    const path = evidence.write('all.jsonl', bundles.map((bundle) => JSON.stringify(bundle)).join('\n'));
    const run = await evidence.download(...attest(path));
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('https://github.com/mallory/demo');
    expect(run.left).toEqual([]);
    const named = await evidence.download(...attest(path), '--repository', 'Mallory/demo');
    expect(named.exitCode, named.output).toBe(0);
  });

  it('a missing attestation file and a signer without an attestation fail with exit code 2', async () => {
    const evidence = await openEvidence();
    const gone = await evidence.download(...attest('/no/such/file'));
    expect([gone.exitCode, gone.left]).toEqual([2, []]);
    const alone = await evidence.download('--repository', 'octo/demo');
    expect(alone.exitCode).toBe(2);
    expect(alone.output).toContain('--attestation');
  });
});
