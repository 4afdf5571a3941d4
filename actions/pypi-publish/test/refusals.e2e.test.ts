import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { countUploads, digestOf, errorOf, openPublishWorld } from './support/publish-world.ts';

const wheelName = wheel().name;
const sdistName = sdist().name;

describe('publishing to PyPI is refused before anything is sent', () => {
  it.each([
    [
      'an altered file',
      `${'0'.repeat(64)}  ${wheelName}\n${digestOf(sdist().bytes)}  ${sdistName}\n`,
      `${wheelName} has`,
    ],
    ['an unlisted file', `${digestOf(wheel().bytes)}  ${wheelName}\n`, `${sdistName} is not listed`],
    [
      'a missing file',
      `${digestOf(wheel().bytes)}  ${wheelName}\n${digestOf(sdist().bytes)}  ${sdistName}\n${'0'.repeat(64)}  gone-1.0.tar.gz\n`,
      'gone-1.0.tar.gz is missing',
    ],
  ])('%s is rejected by SHA256SUMS', async (_what, text, message) => {
    const of = await openPublishWorld();
    writeFileSync(join(of.distributions, 'SHA256SUMS'), text);
    const error = errorOf(await of.run());
    expect(error).toContain('E_FILES_DIFFER');
    expect(error).toContain(message);
    expect(of.world.journal.entries).toEqual([]);
  });

  it.each([
    ['no distribution', () => [], 'E_FILES_MISSING'],
    ['two versions', () => [wheel(), wheel({ version: '1.3.0' })], 'has several versions'],
    [
      'a wheel for a platform that PyPI does not take',
      () => [wheel(), wheel({ tags: 'cp313-cp313-linux_x86_64' })],
      'PyPI does not accept the platform tag "linux_x86_64"',
    ],
    [
      'a wheel and an sdist that disagree',
      () => [wheel({ headers: ['Requires-Dist: hidden'] }), sdist()],
      'Requires-Dist',
    ],
    [
      'a broken archive',
      () => [{ name: 'demo-1.2.0-py3-none-any.whl', bytes: Buffer.from('PK\x03\x04broken') }],
      'E_DISTRIBUTION_INVALID',
    ],
    ['a local version', () => [wheel({ version: '1.2.0+local' })], 'local version'],
    [
      'a private project',
      () => [wheel({ headers: ['Classifier: Private :: Do Not Upload'] })],
      'has the classifier "Private :: Do Not Upload", which PyPI rejects'.replaceAll('::', ':\u200C:'),
    ],
    ['a blank description', () => [wheel({ description: '\n' })], 'description'],
    [
      'a requirement by address',
      () => [wheel({ headers: ['Requires-Dist: foo @ https://example.com/foo-1.0-py3-none-any.whl'] })],
      'foo @ https://example.com',
    ],
  ])('no request is sent for %s', async (_what, make, message) => {
    const of = await openPublishWorld();
    rmSync(of.distributions, { recursive: true });
    mkdirSync(of.distributions);
    for (const file of make()) of.add(file);
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(message);
    expect(of.world.journal.entries).toEqual([]);
  });

  it.each([
    [
      'a called workflow',
      { jobWorkflowRef: 'Octo/demo/.github/workflows/publish.yml@refs/tags/v1.2.0' },
      'E_PYPI_CLAIMS',
      'in the called workflow publish.yml',
    ],
    ['pull_request_target', { eventName: 'pull_request_target' }, 'E_PYPI_CLAIMS', 'pull_request_target'],
    ['a job without the permission', { permissions: {} }, 'E_GITHUB_ID_TOKEN_PERMISSION', 'ID token'],
    ['another environment', { environment: 'staging' }, 'E_PYPI_MINT_REFUSED', 'invalid-publisher'],
    [
      'a renamed repository',
      {
        repository: 'Octo/renamed',
        workflowRef: 'Octo/renamed/.github/workflows/release.yml@refs/tags/v1.2.0',
        jobWorkflowRef: 'Octo/renamed/.github/workflows/release.yml@refs/tags/v1.2.0',
      },
      'E_PYPI_MINT_REFUSED',
      'invalid-publisher',
    ],
  ])('the failure of %s is explained and nothing is uploaded', async (_what, identity, code, message) => {
    const of = await openPublishWorld();
    const run = await of.run({ identity });
    expect(errorOf(run)).toContain(code);
    expect(errorOf(run)).toContain(message);
    expect(run.output.replaceAll(/^::add-mask::.*$/gm, '')).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
    expect(countUploads(of)).toBe(0);
  });
});

describe('attestations that are reused', () => {
  interface Made {
    readonly envelope: { readonly statement: string; readonly signature: string };
  }
  const withStatement = (made: Made, text: string): Made => ({
    ...made,
    envelope: { ...made.envelope, statement: Buffer.from(text).toString('base64') },
  });

  it('existing attestations are uploaded unchanged, and an invalid one is named', async () => {
    const of = await openPublishWorld();
    expect(errorOf(await of.run({ inputs: { 'repository-url': 'testpypi' } }))).toBe('');
    const name = `${wheelName}.publish.attestation`;
    const write = (value: unknown): void =>
      writeFileSync(join(of.distributions, name), typeof value === 'string' ? value : JSON.stringify(value));
    const madeFor = (filename: string): Made[] =>
      (of.testPypi.listFiles().find((file) => file.filename === filename)?.attestations ?? []) as Made[];
    const [made] = madeFor(wheelName);
    const [another] = madeFor(sdistName);
    if (made === undefined || another === undefined) throw new Error('no attestation was made');
    const broken: readonly (readonly [value: unknown, reason: string])[] = [
      ['hello', 'not valid JSON'],
      [withStatement(made, 'nope'), 'not valid JSON'],
      [withStatement(made, 'null'), 'its statement is not an object'],
      [{ ...made, envelope: { ...made.envelope, signature: 'AAAA' } }, 'signature'],
      [another, `describes ${sdistName}`],
    ];
    for (const [value, reason] of broken) {
      write(value);
      const run = await of.run({ inputs: { attestations: 'reuse' } });
      expect(errorOf(run)).toMatch(/^E_ATTESTATION_INVALID /);
      expect(errorOf(run)).toContain(`${name} cannot be reused: `);
      expect(errorOf(run)).toContain(reason);
      expect(run.output).not.toContain('this is a bug');
    }
    expect(countUploads(of)).toBe(0);
    write(made);
    expect(errorOf(await of.run({ inputs: { attestations: 'reuse' } }))).toBe('');
    const sent = of.pypi.listFiles().find(({ filename }) => filename === wheelName)?.attestations ?? [];
    expect((sent as unknown as Made[]).map(({ envelope }) => envelope.signature)).toContain(
      made.envelope.signature,
    );
  });
});
