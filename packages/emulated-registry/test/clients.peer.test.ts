import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runChild } from '@slipway/testkit/run-child';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { describe, expect, it } from 'vitest';
import { digestOf, jobToken, ociIndex, ociManifest, openRegistryWorld, type RegistryWorld } from './world.ts';

/** A program by the variable of the peer suite, else on PATH. */
function findProgram(name: string, variable: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = [process.env[variable], ...folders].find((path) => {
    try {
      accessSync(path ?? '', constants.X_OK);
      return path !== undefined;
    } catch {
      return false;
    }
  });
  if (found === undefined) console.log(`not shown: the registry against ${name} (${variable} is not set)`);
  return found;
}

const skopeo = findProgram('skopeo', 'SLIPWAY_SKOPEO');
const crane = findProgram('crane', 'SLIPWAY_CRANE');
const oras = findProgram('oras', 'SLIPWAY_ORAS');
const image = 'ghcr.io/octo/demo:1.0';

/** An OCI layout of two platforms; the digest of its index. */
async function writeLayout(): Promise<{ readonly directory: string; readonly root: string }> {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, 'blobs/sha256'), { recursive: true });
  const keep = async (mediaType: string, value: unknown) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    await writeFile(join(directory, 'blobs/sha256', digestOf(text).slice(7)), text);
    return { mediaType, digest: digestOf(text), size: Buffer.byteLength(text) };
  };
  const manifests = [];
  for (const architecture of ['amd64', 'arm64']) {
    const layer = await keep('application/vnd.oci.image.layer.v1.tar', `layer ${architecture}`.repeat(3000));
    const rootfs = { type: 'layers', diff_ids: [layer.digest] };
    const config = await keep('application/vnd.oci.image.config.v1+json', {
      architecture,
      os: 'linux',
      rootfs,
    });
    const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers: [layer] };
    manifests.push({
      ...(await keep(ociManifest, manifest)),
      platform: { architecture, os: 'linux' },
    });
  }
  const root = await keep(ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests });
  const entry = { ...root, annotations: { 'org.opencontainers.image.ref.name': 'demo' } };
  await writeFile(
    join(directory, 'index.json'),
    JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [entry] }),
  );
  await writeFile(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  return { directory, root: root.digest };
}

/** Runs a client that is signed in by Docker's configuration, as a login action leaves it. */
async function client(of: RegistryWorld, program: string | undefined, token: string = jobToken(of)) {
  const home = await temporaryDirectory();
  const auth = Buffer.from(`octocat:${token}`).toString('base64');
  const config = join(home, 'config.json');
  await writeFile(config, JSON.stringify({ auths: { 'ghcr.io': { auth } } }));
  const environment = {
    ...of.world.env,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    DOCKER_CONFIG: home,
    REGISTRY_AUTH_FILE: config,
  };
  return async (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = await runChild(program ?? '', args, environment, home);
    return { exitCode, stdout: stdout.trim(), output: `${stdout}\n${stderr}`, home };
  };
}

const packageOf = (of: RegistryWorld) => of.registry.listPackages()[0];

describe.skipIf(skopeo === undefined)('registry with skopeo', () => {
  it('an image with two platforms is pushed and pulled back unchanged', async () => {
    const of = await openRegistryWorld();
    const run = await client(of, skopeo);
    const { directory, root } = await writeLayout();
    const options = ['--insecure-policy', 'copy', '--all', '--preserve-digests'];
    const pushed = await run(...options, `oci:${directory}:demo`, `docker://${image}`);
    expect([pushed.exitCode, pushed.output]).toEqual([0, pushed.output]);
    expect(packageOf(of)?.tags).toEqual({ '1.0': root });
    expect(digestOf((await run('inspect', '--raw', `docker://${image}`)).stdout)).toBe(root);
    expect(JSON.parse((await run('list-tags', 'docker://ghcr.io/octo/demo')).stdout)).toMatchObject({
      Tags: ['1.0'],
    });
    const pulled = await temporaryDirectory();
    const back = await run(...options, `docker://${image}`, `oci:${pulled}:demo`);
    expect([back.exitCode, back.output]).toEqual([0, back.output]);
    const name = join('blobs/sha256', root.slice(7));
    expect(await readFile(join(pulled, name), 'utf8')).toBe(await readFile(join(directory, name), 'utf8'));
    expect(of.world.gateway.serviceErrors).toEqual([]);
  });

  it('a job without the permission gets the error of ghcr.io', async () => {
    const of = await openRegistryWorld();
    const run = await client(of, skopeo, jobToken(of, { permissions: { packages: 'read' } }));
    const { directory } = await writeLayout();
    const refused = await run(
      '--insecure-policy',
      'copy',
      '--all',
      `oci:${directory}:demo`,
      `docker://${image}`,
    );
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain('installation not allowed to Create organization package');
  });
});

describe.skipIf(crane === undefined)('registry with crane', () => {
  it('an image is pushed, tagged again and mounted into a different package', async () => {
    const of = await openRegistryWorld();
    const run = await client(of, crane);
    const { directory, root } = await writeLayout();
    const pushed = await run('push', '--index', directory, image);
    expect([pushed.exitCode, pushed.output]).toEqual([0, pushed.output]);
    const digest = packageOf(of)?.tags['1.0'] ?? '';
    expect((await run('digest', image)).stdout).toBe(digest);
    expect((await run('tag', image, 'latest')).exitCode).toBe(0);
    expect((await run('ls', 'ghcr.io/octo/demo')).stdout.split('\n').sort()).toEqual(['1.0', 'latest']);
    expect((await run('manifest', `ghcr.io/octo/demo@${root}`)).exitCode).toBe(0);
    const copied = await run('copy', image, 'ghcr.io/octo/tools:1.0');
    expect([copied.exitCode, copied.output]).toEqual([0, copied.output]);
    const mounts = of.world.journal.entries.filter(({ path }) => path.includes('mount='));
    expect(mounts.length).toBeGreaterThan(0);
    expect(mounts.every(({ status }) => status === 201)).toBe(true);
    const pulled = await run('pull', '--format', 'oci', image, 'pulled');
    expect([pulled.exitCode, pulled.output]).toEqual([0, pulled.output]);
    const name = join('blobs/sha256', root.slice(7));
    expect(await readFile(join(pulled.home, 'pulled', name), 'utf8')).toBe(
      await readFile(join(directory, name), 'utf8'),
    );
    expect(of.world.gateway.serviceErrors).toEqual([]);
  });
});

describe.skipIf(oras === undefined)('registry with oras', () => {
  it.each([false, true])(
    'artifacts and their attachments are stored and discovered (referrers API: %s)',
    async (referrersApi) => {
      const of = await openRegistryWorld();
      of.registry.behave({ referrersApi });
      const run = await client(of, oras);
      const { home } = await run('version');
      await writeFile(join(home, 'demo.whl'), 'wheel');
      await writeFile(join(home, 'note.txt'), 'größer');
      const pushed = await run('push', image, 'demo.whl:application/octet-stream');
      expect([pushed.exitCode, pushed.output]).toEqual([0, pushed.output]);
      const attach = [
        'attach',
        image,
        '--artifact-type',
        'application/vnd.example.note',
        'note.txt:text/plain',
      ];
      const attached = await run(...attach, '--annotation', 'title=größer');
      expect([attached.exitCode, attached.output]).toEqual([0, attached.output]);
      const found = await run(
        'discover',
        image,
        '--artifact-type',
        'application/vnd.example.note',
        '--format',
        'json',
      );
      expect(found.stdout).toContain('application/vnd.example.note');
      const tags = Object.keys(packageOf(of)?.tags ?? {});
      expect(tags.some((tag) => tag.startsWith('sha256-'))).toBe(!referrersApi);
      const pulled = await run('pull', image, '-o', 'out');
      expect([pulled.exitCode, pulled.output]).toEqual([0, pulled.output]);
      expect(await readFile(join(home, 'out/demo.whl'), 'utf8')).toBe('wheel');
      const copied = await run('cp', '-r', image, 'ghcr.io/octo/copy:1.0');
      expect([copied.exitCode, copied.output]).toEqual([0, copied.output]);
    },
  );

  it('a package is hidden from anonymous clients until it is public', async () => {
    const of = await openRegistryWorld();
    const run = await client(of, oras);
    const { home } = await run('version');
    await writeFile(join(home, 'demo.whl'), 'wheel');
    await run('push', image, 'demo.whl');
    const nobody = async () =>
      runChild(oras ?? '', ['manifest', 'fetch', image], {
        ...of.world.env,
        HOME: await temporaryDirectory(),
      });
    expect((await nobody()).exitCode).toBe(1);
    of.registry.setVisibility('octo/demo', 'public');
    expect((await nobody()).exitCode).toBe(0);
  });
});
