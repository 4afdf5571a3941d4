import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { pypiHost, pypiUploadHost } from '@slipway/core/pypi-hosts';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { blobHost } from '@slipway/emulated-github/artifacts/signed-url';
import { idTokenRequestHost, resultsHost } from '@slipway/emulated-github/jobs/tokens';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import {
  countUploads,
  digestOf,
  errorOf,
  openPublishWorld,
  type PublishWorld,
} from './support/publish-world.ts';

const wheelName = wheel().name;
const sdistName = sdist().name;

const trustHost = 'tuf-repo-cdn.sigstore.dev';

/** The hosts the README promises, sorted: its words are those of GitHub and PyPI, its names those of Sigstore. */
function listPromisedHosts(): string[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const section = /^## Hosts\n\n([^#]+)/m.exec(readme)?.[1] ?? '';
  const named = [...section.matchAll(/`([a-z0-9.-]+)`/g)].map(([, host = '']) => host);
  return [pypiHost, pypiUploadHost, idTokenRequestHost, resultsHost, blobHost, ...named].sort();
}

async function readJson(of: PublishWorld, path: string): Promise<Record<string, Record<string, unknown>>> {
  const http = createHttp({
    log: createMemoryLog(),
    clock: systemClock,
    userAgent: 'test/1',
    environment: of.world.env,
  });
  return (await http.request({ method: 'GET', url: `https://${pypiHost}${path}` })).json() as Record<
    string,
    Record<string, unknown>
  >;
}

describe('publishing to PyPI', () => {
  it('a release is signed, uploaded with wheels first, verified and its proof is output', async () => {
    const of = await openPublishWorld();
    const description = '# demo\n\nLF\n\n--boundary\n 𝒳 ☃ "quoted"\n';
    const hashes = {
      [wheelName]: of.add(wheel({ description })),
      [sdistName]: of.add(sdist({ description })),
    };
    const digests = JSON.stringify([
      {
        name: wheelName,
        sha256: hashes[wheelName],
        size: wheel({ description }).bytes.byteLength,
        kind: 'wheel',
      },
      {
        name: sdistName,
        sha256: hashes[sdistName],
        size: sdist({ description }).bytes.byteLength,
        kind: 'sdist',
      },
    ]);
    await of.storeFolder();
    const storing = of.world.journal.entries.length;
    const run = await of.run({ inputs: { digests, 'artifact-name': 'python-dist' } });
    expect(run.output).not.toContain('::error');
    expect(run.exitCode).toBe(0);
    expect(of.world.gateway.serviceErrors).toEqual([]);
    const files = of.pypi.listFiles();
    expect(Object.fromEntries(files.map(({ filename, sha256 }) => [filename, sha256]))).toEqual(hashes);
    for (const file of files) expect(file.attestations).toHaveLength(2);
    expect(files.map(({ filename }) => filename)).toEqual([wheelName, sdistName]);
    expect((await readJson(of, '/pypi/demo/json'))['info']?.['description']).toBe(description);
    const publication = JSON.parse(run.outputs['publication'] ?? '') as {
      verified: boolean;
      files: { name: string; sha256: string; state: string; provenance: string }[];
    };
    expect(publication.verified).toBe(true);
    expect(publication.files.map(({ name, sha256, state }) => ({ name, sha256, state }))).toEqual([
      { name: wheelName, sha256: hashes[wheelName], state: 'uploaded' },
      { name: sdistName, sha256: hashes[sdistName], state: 'uploaded' },
    ]);
    for (const { provenance } of publication.files)
      expect(provenance).toMatch(/\/integrity\/demo\/1\.2\.0\/.+\/provenance$/);
    expect(JSON.parse(run.outputs['urls'] ?? '')).toEqual([`https://${pypiHost}/project/demo/1.2.0/`]);
    expect(run.outputs['result-markdown']).toBe(
      `[demo 1.2.0](https://${pypiHost}/project/demo/1.2.0/): 2 files, attested`,
    );
    expect(run.summary).toMatch(/^### Published \[.*\| new \| ✓ \|/s);
    expect(run.output).toContain('environment: pypi');
    // One certificate for four signatures.
    expect(of.world.journal.entries.filter(({ host }) => host === 'fulcio.sigstore.dev')).toHaveLength(1);
    // Every host of the README and no other; the trusted root comes from a file here, and not from its host.
    const contacted = new Set(of.world.journal.entries.slice(storing).map(({ host }) => host));
    expect(listPromisedHosts()).toContain(trustHost);
    expect([...contacted].sort()).toEqual(listPromisedHosts().filter((host) => host !== trustHost));
  });

  it('no token appears in any output and every token is revoked after the job', async () => {
    const of = await openPublishWorld();
    const run = await of.run();
    const tokens = JSON.parse(run.state['tokens'] ?? '[]') as string[];
    expect(tokens).toHaveLength(1);
    const shown = `${run.output.replaceAll(/^::add-mask::.*$/gm, '')}${run.summary}${JSON.stringify(run.outputs)}`;
    for (const token of tokens) {
      expect(shown).not.toContain(token);
      expect(shown).not.toContain(Buffer.from(`__token__:${token}`).toString('base64'));
    }
    expect(shown).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
    const post = await of.runPost(run);
    expect(post.exitCode).toBe(0);
    expect(post.output).toContain('Revoked an upload token.');
    expect(of.world.journal.entries.at(-1)).toMatchObject({ path: '/_/oidc/burn-token', status: 202 });
  });

  it('a second run uploads nothing and reports the files as present', async () => {
    const of = await openPublishWorld();
    await of.run();
    const before = of.world.journal.entries.length;
    const run = await of.run();
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.outputs['published'] ?? '')).toEqual([
      { name: wheelName, state: 'present' },
      { name: sdistName, state: 'present' },
    ]);
    const asked = of.world.journal.entries.slice(before);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((JSON.parse(run.outputs['publication'] ?? '') as { verified: boolean }).verified).toBe(true);
  });

  it('different bytes under a published name are rejected with both digests before any upload', async () => {
    const of = await openPublishWorld();
    const other = wheel({ module: '# other\n' });
    await of.pypi.addExistingFile('demo', '1.2.0', other.name, other.bytes);
    const run = await of.run();
    expect(errorOf(run)).toContain('E_PYPI_FILE_DIFFERS');
    expect(errorOf(run)).toContain(digestOf(other.bytes));
    expect(errorOf(run)).toContain(digestOf(wheel().bytes));
    expect(of.world.journal.entries.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('the same bytes under a different name are not accepted as the file', async () => {
    const of = await openPublishWorld();
    await of.pypi.addExistingFile('demo', '1.2.0', 'demo-1.2.0-1-py3-none-any.whl', wheel().bytes);
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_PYPI_FILE_EXISTS');
    expect(errorOf(run)).toContain('but does not list it');
  });

  it('an existing file is rejected with "if-exists: fail"', async () => {
    const of = await openPublishWorld();
    await of.pypi.addExistingFile('demo', '1.2.0', wheelName, wheel().bytes);
    expect(errorOf(await of.run({ inputs: { 'if-exists': 'fail' } }))).toContain('E_PYPI_FILE_EXISTS');
    expect(countUploads(of)).toBe(0);
  });

  it('a release is uploaded to TestPyPI and then to PyPI with attestations', async () => {
    const of = await openPublishWorld();
    expect((await of.run({ inputs: { 'repository-url': 'testpypi' } })).exitCode).toBe(0);
    expect((await of.run()).exitCode).toBe(0);
    for (const index of [of.testPypi, of.pypi]) {
      expect(index.listFiles().map(({ attestations }) => attestations.length)).toEqual([2, 2]);
    }
  });

  it('a release is uploaded without attestations on request', async () => {
    const of = await openPublishWorld();
    expect((await of.run({ inputs: { attestations: 'false' } })).exitCode).toBe(0);
    expect(of.pypi.listFiles().map(({ attestations }) => attestations.length)).toEqual([0, 0]);
    expect(await of.sigstore.entryCount()).toBe(0);
  });

  it('an API token uploads a release without attestations', async () => {
    const of = await openPublishWorld();
    const run = await of.run({
      inputs: { password: of.pypi.addToken('alice') },
      identity: { permissions: {} },
    });
    expect(run.output).not.toContain('::error');
    expect(of.pypi.listFiles().map(({ attestations }) => attestations.length)).toEqual([0, 0]);
    expect(run.output).toContain('Skipping attestations');
  });

  it('a dry run leaves no trace', async () => {
    const of = await openPublishWorld();
    const run = await of.run({ inputs: { 'dry-run': 'true' } });
    expect(run.exitCode).toBe(0);
    expect(run.output).toContain(`Dry run: ${wheelName} would be uploaded to PyPI.`);
    expect(of.world.journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(
      of.world.journal.entries.some(({ path }) => path.includes('oidc') || path.includes('idtoken')),
    ).toBe(false);
  });

  it('several projects are published with one upload token', async () => {
    const of = await openPublishWorld();
    of.pypi.addProject('second-demo', 'alice');
    of.pypi.addPublisher(['demo', 'second-demo'], { repository: 'Octo/demo', workflow: 'monorepo.yml' });
    const ref = 'Octo/demo/.github/workflows/monorepo.yml@refs/tags/v1.2.0';
    of.add(wheel({ name: 'second-demo', version: '3.0' }));
    const run = await of.run({ identity: { workflowRef: ref, jobWorkflowRef: ref, environment: undefined } });
    expect(run.output).not.toContain('::error');
    expect(of.pypi.listFiles()).toHaveLength(3);
    expect(of.world.journal.entries.filter(({ path }) => path.includes('mint-token'))).toHaveLength(1);
    expect(run.output).toContain('::warning::The job has no environment');
  });

  it('a project is created through a pending publisher', async () => {
    const of = await openPublishWorld();
    rmSync(of.distributions, { recursive: true });
    mkdirSync(of.distributions);
    of.add(wheel({ name: 'newcomer' }));
    const ref = 'Octo/demo/.github/workflows/new.yml@refs/tags/v1.2.0';
    of.pypi.addPendingPublisher('newcomer', 'alice', { repository: 'Octo/demo', workflow: 'new.yml' });
    const run = await of.run({ identity: { workflowRef: ref, jobWorkflowRef: ref, environment: undefined } });
    expect(run.output).not.toContain('::error');
    expect(of.pypi.listProjects()).toContain('newcomer');
    expect(run.output).toContain('project_name=newcomer');
  });

  it('companion files of distributions are tolerated and all others are named', async () => {
    const of = await openPublishWorld();
    const list = `${digestOf(wheel().bytes)}  ${wheelName}\n${digestOf(sdist().bytes)}  ${sdistName}\n`;
    writeFileSync(join(of.distributions, 'SHA256SUMS'), list);
    for (const name of ['SHA256SUMS.sigstore.json', `${wheelName}.sigstore.json`, `${wheelName}.asc`])
      writeFileSync(join(of.distributions, name), '{}');
    expect((await of.run({ inputs: { 'dry-run': 'true' } })).exitCode).toBe(0);
    mkdirSync(join(of.distributions, 'nested'));
    writeFileSync(join(of.distributions, 'notes.txt'), 'x');
    writeFileSync(join(of.distributions, 'demo-1.2.0.zip'), 'x');
    symlinkSync(wheelName, join(of.distributions, 'link.whl'));
    const error = errorOf(await of.run({ inputs: { 'dry-run': 'true' } }));
    expect(error).toContain('E_DISTRIBUTION_INVALID');
    for (const name of [
      '"nested" is a folder',
      '"notes.txt" is neither',
      '"demo-1.2.0.zip" has a format that PyPI no longer accepts',
      '"link.whl" is a link',
    ])
      expect(error).toContain(name);
  });
});
