import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createUpdateRepository } from '@slipway/emulated-sigstore/trust/update-repository';
import { createWorld } from '@slipway/world/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SigstoreInstance } from '../src/instance.ts';
import { parseBundle } from '../src/statements/attestation.ts';
import {
  imageProvenanceStatement,
  imageSignatureType,
  imageStatement,
} from '../src/statements/image-statement.ts';
import { readProvenanceClaims } from '../src/statements/pypi-attestation.ts';
import { type VerifyCommand, verifyCommands } from '../src/verification/verify-command.ts';
import { verifySignedStatement } from '../src/verify-bundle.ts';
import { type InstanceName, openSigningWorld, type SigningWorld } from './support/signing-world.ts';

const programs = [
  { title: 'cosign 3', variable: 'SLIPWAY_COSIGN' },
  { title: 'cosign 2', variable: 'SLIPWAY_COSIGN2' },
].map(({ title, variable }) => ({ title, variable, path: process.env[variable] }));
for (const { title, variable, path } of programs)
  if (path === undefined) console.log(`not shown: ${title} (${variable} is not set)`);
const present = programs.flatMap(({ title, path }) => (path === undefined ? [] : [{ title, cosign: path }]));

const run = promisify(execFile);
const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const issuer = 'https://token.actions.githubusercontent.com';
const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
const names: readonly InstanceName[] = ['version 1', 'version 2', 'github'];

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-cosign-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A bundle around the provenance of some bytes, as files beside what is trusted. */
async function signBytes(place: SigningWorld, name: InstanceName) {
  const directory = await temporaryDirectory();
  const { instance, json } = place.instances[name];
  const content = Buffer.from('the bytes of an index');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const claims = readProvenanceClaims(await place.requestIdToken());
  const image = { name: 'ghcr.io/octo/demo', digest: `sha256:${sha256}` };
  const bundle = await place.openSigner({ instance }).signStatement(imageProvenanceStatement(image, claims));
  await writeFile(join(directory, 'image'), content);
  await writeFile(join(directory, 'other'), 'other bytes');
  await writeFile(join(directory, 'bundle.json'), JSON.stringify(bundle));
  await writeFile(join(directory, 'trusted_root.json'), JSON.stringify(json));
  const commands = verifyCommands({
    reference: `${image.name}@${image.digest}`,
    ...{ identity, issuer, instance, formats: ['bundle'] },
  });
  return { directory, commands, claims };
}

/** What is printed for the image, without the image. */
function flagsFor(title: string, commands: readonly VerifyCommand[]): readonly string[] {
  const isFor = ({ for: versions }: VerifyCommand) => title === 'cosign 3' || versions !== 'cosign 3';
  return commands.find(isFor)?.args.slice(1, -1) ?? [];
}

/** The start of the words for a file in the place of an image. */
const blob = ['verify-blob-attestation', '--bundle', 'bundle.json', '--type', 'slsaprovenance1'];

describe.each(present)('$title', ({ title, cosign }) => {
  it.each(names)('a provenance signed with %s is verified by cosign', async (name) => {
    const place = await openSigningWorld();
    const { directory, commands } = await signBytes(place, name);
    const flags = flagsFor(title, commands);
    const root = flags.includes('--trusted-root') ? [] : ['--trusted-root', 'trusted_root.json'];
    const verify = (file: string, changes: (flag: string) => string = (flag) => flag) =>
      run(cosign, [...blob, ...root, ...flags.map(changes), file], {
        cwd: directory,
        env: { HOME: directory },
      });
    expect((await verify('image')).stderr).toContain('Verified OK');
    await expect(verify('other')).rejects.toThrow(/digest/);
    await expect(verify('image', (flag) => flag.replace('release.yml', 'other.yml'))).rejects.toThrow(
      /identit/,
    );
  });

  it('every printed flag is needed for a signature without a log and for log version 2', async () => {
    const place = await openSigningWorld();
    const without = async (name: InstanceName, left: string): Promise<string> => {
      const { directory, commands } = await signBytes(place, name);
      const flags = flagsFor(title, commands);
      expect(flags).toContain(left);
      const root = flags.includes('--trusted-root') ? [] : ['--trusted-root', 'trusted_root.json'];
      const words = [...blob, ...root, ...flags.filter((flag) => flag !== left), 'image'];
      return run(cosign, words, { cwd: directory, env: { HOME: directory } }).then(
        () => '',
        ({ message }: Error) => message,
      );
    };
    expect(await without('github', '--insecure-ignore-tlog')).toMatch(/log entries/);
    expect(await without('github', '--insecure-ignore-sct')).toMatch(/certificate timestamp|SCT/i);
    expect(await without('github', '--use-signed-timestamps')).toMatch(/expired|certificate/);
    if (title === 'cosign 2')
      expect(await without('version 2', '--use-signed-timestamps')).toMatch(/integrated timestamps/);
  });

  it.each(['version 1', 'version 2'] as const)(
    'a signature made with %s is verified with the root fetched by cosign, and a foreign one is rejected',
    async (name) => {
      const place = await openSigningWorld();
      const { directory, commands } = await signBytes(place, name);
      const verify = await openMirror(place, cosign, directory);
      const flags = flagsFor(title, commands);
      expect((await verify([...blob, ...flags, 'image'])).stderr).toContain('Verified OK');
      const stranger = await openSigningWorld();
      const other = await signBytes(stranger, name);
      const bundle = join(other.directory, 'bundle.json');
      await expect(verify([...blob, ...flags, '--bundle', bundle, 'image'])).rejects.toThrow(/verif/);
    },
  );

  it('every flag of the printed commands exists in cosign', async () => {
    const { stdout } = await run(cosign, ['verify', '--help']);
    const place = await openSigningWorld();
    for (const name of names) {
      const { commands } = await signBytes(place, name);
      const words = commands.flatMap(({ args }) => args.filter((word) => word.startsWith('--')));
      for (const word of words) expect(stdout).toContain(`${word}=`);
    }
  });

  it('a signature over bytes is verified by cosign', async () => {
    const directory = await temporaryDirectory();
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signBlob(Buffer.from('0123  demo.whl\n'));
    await writeFile(join(directory, 'SHA256SUMS'), '0123  demo.whl\n');
    await writeFile(join(directory, 'bundle.json'), JSON.stringify(bundle));
    await writeFile(join(directory, 'root.json'), JSON.stringify(place.instances['version 1'].json));
    const trust = ['--bundle', 'bundle.json', '--trusted-root', 'root.json'];
    const format = title === 'cosign 2' ? ['--new-bundle-format'] : [];
    const words = ['verify-blob', ...trust, ...format, ...who, 'SHA256SUMS'];
    const { stderr } = await run(cosign, words, { cwd: directory, env: { HOME: directory } });
    expect(stderr).toContain('Verified OK');
  });
});

/** The services of an instance, as cosign 3 is told of them. Source: sigstore/protobuf-specs, `sigstore_trustroot.proto`, SigningConfig. */
function describeServices({ fulcioUrl, log, timestampUrl }: SigstoreInstance): object {
  const service = (url: string, majorApiVersion = 1) => ({
    ...{ url, majorApiVersion, operator: 'emulated' },
    validFor: { start: '2020-01-01T00:00:00Z' },
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: [service(fulcioUrl)],
    oidcUrls: [service('https://token.actions.githubusercontent.com')],
    rekorTlogUrls: log === undefined ? [] : [service(log.url, log.version)],
    tsaUrls: timestampUrl === undefined ? [] : [service(timestampUrl)],
    rekorTlogConfig: { selector: 'ANY' },
    tsaConfig: { selector: 'ANY' },
  };
}

/** The names of everything that is in a value, without the values. */
function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => shapeOf(each, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value)
    .flatMap(([name, each]) => shapeOf(each, `${path}.${name}`))
    .sort();
}

describe.each(present.filter(({ title }) => title === 'cosign 3'))(
  'bundles signed by $title',
  ({ cosign }) => {
    it.each(names)(
      "a bundle by cosign with %s is accepted by the emulated services, verifies, and has the shape of Slipway's",
      async (name) => {
        const place = await openSigningWorld({ clock: createManualClock(Date.now()) });
        const { instance, trustedRoot, json } = place.instances[name];
        const directory = await temporaryDirectory();
        const files = {
          image: 'the bytes of an index',
          'predicate.json': '{}',
          'services.json': JSON.stringify(describeServices(instance)),
          'trusted_root.json': JSON.stringify(json),
        };
        for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
        const token = await place.requestIdToken();
        const services = ['--signing-config', 'services.json', '--trusted-root', 'trusted_root.json'];
        const what = [
          '--predicate',
          'predicate.json',
          '--type',
          imageSignatureType,
          '--bundle',
          'bundle.json',
        ];
        const words = ['attest-blob', ...services, ...what, '--identity-token', token, '--yes', 'image'];
        await run(cosign, words, { cwd: directory, env: { ...place.world.env, HOME: directory } });
        const theirs = parseBundle(await readFile(join(directory, 'bundle.json'), 'utf8'));
        const verified = verifySignedStatement(theirs, trustedRoot, instance.trust);
        expect(verified.identity).toBe(identity);
        const [subject] = verified.statement.subject;
        const ours = await place
          .openSigner({ instance })
          .signStatement(imageStatement(`sha256:${subject?.digest['sha256']}`));
        // Version 1 of cosign's entry for an envelope is of the same type, with the same fields.
        expect(shapeOf(theirs)).toEqual(shapeOf(ours));
        expect(theirs.mediaType).toBe(ours.mediaType);
        const kinds = [theirs, ours].map(({ verificationMaterial: { tlogEntries } }) =>
          tlogEntries.map(({ kindVersion }) => kindVersion),
        );
        expect(kinds[0]).toEqual(kinds[1]);
      },
    );
  },
);

/** A cosign that trusts the emulated instance by an update repository of its own. */
async function openMirror(place: SigningWorld, cosign: string, directory: string) {
  const text = JSON.stringify(place.instances['version 1'].json);
  // At the address of the real repository cosign begins with the root it carries, whatever it was initialized with.
  const host = 'updates.example.com';
  const repository = createUpdateRepository({ host, trustedRoot: async () => text });
  const world = await createWorld({
    directory: await temporaryDirectory(),
    userEnvironment: {},
    services: () => ({ services: [repository], handles: undefined }),
  });
  onTestFinished(() => world.close());
  await writeFile(join(directory, 'root.json'), JSON.stringify(repository.root));
  const verify = (args: readonly string[]) =>
    run(cosign, [...args], { cwd: directory, env: { ...world.env, HOME: directory } });
  await verify(['initialize', '--mirror', `https://${host}`, '--root', 'root.json']);
  return verify;
}
