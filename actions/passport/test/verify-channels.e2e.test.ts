import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testPypiHost } from '@slipway/core/pypi-hosts';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { type PassportWorld, sdist, wheel } from './passport-world.ts';
import { openReleased, other, publicationOf, publishPassport, stored } from './released-world.ts';

interface Summary {
  readonly predicateType: string;
  readonly subject: readonly { readonly name: string }[];
  readonly predicate: Readonly<Record<string, unknown>>;
}

/** The statements that GitHub stores beside the passport. */
const summariesOf = ({ repository }: PassportWorld): Summary[] =>
  repository.attestations.slice(1).map(({ bundle }) => {
    const { payload } = bundle['dsseEnvelope'] as { readonly payload: string };
    return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Summary;
  });

interface Verified {
  readonly name: string;
  readonly result: string;
  readonly items: readonly { readonly name: string; readonly result: string; readonly served?: string }[];
}
const readVerified = (outputs: Readonly<Record<string, string>>): Verified[] =>
  JSON.parse(outputs['verification'] ?? '[]') as Verified[];

const flipped = { ...wheel, sha256: `0${wheel.sha256.slice(1)}` };

describe('passport action in verify mode', () => {
  it('every channel that serves what the passport lists gets a signed summary', async () => {
    const { of, verify } = await openReleased();
    const run = await verify();
    expect(errorOf(run), run.output).toBe('');
    expect(readVerified(run.outputs).map(({ name, result }) => [name, result])).toEqual([
      ['GitHub Release', 'same'],
      ['PyPI', 'same'],
      ['GitHub Packages', 'same'],
      ['Container image', 'same'],
    ]);
    expect(run.outputs['result-markdown']).toBe('4 of 4 channels serve what the passport lists');
    const summaries = summariesOf(of);
    expect(
      summaries.map(({ predicate }) => [predicate['verificationResult'], predicate['resourceUri']]),
    ).toEqual([
      ['PASSED', 'https://github.com/octo/demo/releases/tag/v1.2.0'],
      ['PASSED', 'pkg:pypi/demo@1.2.0'],
      ['PASSED', 'https://github.com/octo/demo/releases/tag/v1.2.0'],
      ['PASSED', `ghcr.io/octo/demo@sha256:${'5'.repeat(64)}`],
    ]);
    expect(new Set(summaries.map(({ predicateType }) => predicateType))).toEqual(
      new Set(['https://slsa.dev/verification_summary/v1']),
    );
    expect(run.summary).toContain(wheel.sha256);
  });

  it.each<[string, object, RegExp]>([
    [
      'PyPI',
      { pypi: { publication: publicationOf([flipped, sdist]) } },
      /PyPI does not serve .*demo-1\.2\.0-py3-none-any\.whl has SHA-256 0222.* instead of 2222/,
    ],
    [
      'GitHub Packages',
      { 'github-packages': { files: stored(flipped, sdist), 'index-digest': `sha256:${other}` } },
      /GitHub Packages does not serve .*has SHA-256 0222/,
    ],
    [
      'GitHub Release',
      { release: { assets: JSON.stringify([flipped, sdist]) } },
      /GitHub Release does not serve .*SHA256SUMS is missing.*has SHA-256 0222/,
    ],
    ['Container image', { image: { digest: `sha256:${other}`, platforms: '[]' } }, /index has SHA-256 ffff/],
  ])(
    'one byte that was changed on %s fails the action, with a summary that says so',
    async (name, changes, words) => {
      const { of, verify } = await openReleased();
      const run = await verify(changes);
      expect(errorOf(run)).toMatch(/^E_PASSPORT_MISMATCH /);
      expect(errorOf(run)).toMatch(words);
      const wrong = readVerified(run.outputs).filter(({ result }) => result !== 'same');
      expect(wrong.map((each) => [each.name, each.result])).toEqual([[name, 'differs']]);
      const results = summariesOf(of).map(({ predicate }) => predicate['verificationResult']);
      expect(results.filter((result) => result === 'FAILED')).toHaveLength(1);
      expect(results.filter((result) => result === 'PASSED')).toHaveLength(3);
    },
  );

  it('a channel whose job published nothing is left out', async () => {
    const { verify } = await openReleased();
    const skipped = { pypi: { publication: '' }, 'github-packages': {}, image: { digest: '' } };
    const run = await verify(skipped);
    expect(errorOf(run), run.output).toBe('');
    expect(readVerified(run.outputs).map(({ name }) => name)).toEqual(['GitHub Release']);
    const nothing = await verify({ ...skipped, release: {} });
    expect(errorOf(nothing), nothing.output).toBe('');
    expect(nothing.output).toContain('there is nothing to compare with the passport');
  });

  it('a passport that another job replaced is rejected before anything is compared', async () => {
    const { verify, digests } = await openReleased();
    const [file] = JSON.parse(digests) as { sha256: string }[];
    const run = await verify({}, { digests: JSON.stringify([{ ...file, sha256: other }]) });
    expect(errorOf(run)).toMatch(/^E_FILES_DIFFER /);
    expect(run.outputs['verification']).toBeUndefined();
  });

  it.each([
    ['no JSON', 'x', 'is not a JSON object: "x"'],
    ['an unknown channel', '{"npm":{}}', 'names "npm", which is none of release, pypi'],
    ['an entry without a name', '{"release":{"assets":"[{}]"}}', 'has an entry without "name"'],
    ['assets that are cut off', '{"release":{"assets":"[{"}}', 'has a list that cannot be read'],
    [
      'a publication that is cut off',
      '{"pypi":{"publication":"{"}}',
      'has a publication that cannot be read',
    ],
  ])('evidence with %s is rejected', async (_what, evidence, words) => {
    const { verify } = await openReleased();
    const run = await verify({}, { evidence });
    expect(errorOf(run)).toMatch(/^E_PASSPORT_EVIDENCE /);
    expect(errorOf(run)).toContain(words);
  });

  it.each<[string, object, string]>([
    [
      'GitHub Packages without "verify"',
      {
        'github-packages': {
          files: stored({ ...wheel, verified: false }, sdist),
          'index-digest': `sha256:${other}`,
        },
      },
      'GitHub Packages',
    ],
    [
      'an index without an address to read',
      { pypi: { publication: publicationOf([wheel, sdist], { verified: false }) } },
      'PyPI',
    ],
  ])('%s is named as not read back, and no summary is signed for it', async (_what, changes, name) => {
    const { of, verify } = await openReleased();
    const run = await verify(changes);
    expect(errorOf(run), run.output).toBe('');
    const verified = readVerified(run.outputs).map((each) => [each.name, each.result]);
    expect(verified).toContainEqual([name, 'unreachable']);
    expect(verified.filter(([, result]) => result === 'same')).toHaveLength(3);
    expect(run.output).toContain(`::warning::${name} was not compared with the passport`);
    expect(run.outputs['result-markdown']).toBe('3 of 4 channels serve what the passport lists');
    expect(summariesOf(of)).toHaveLength(3);
  });

  it('an index is named as itself, in the summary of the job and in the signed one', async () => {
    const { of, verify } = await openReleased();
    const publication = publicationOf([wheel, sdist], { kind: 'testpypi', repository: 'TestPyPI' });
    const files = stored(wheel, sdist);
    const run = await verify({ pypi: { publication }, 'github-packages': { files, 'index-digest': '' } });
    expect(errorOf(run), run.output).toBe('');
    expect(readVerified(run.outputs).map(({ name }) => name)).toContain('TestPyPI');
    expect(readVerified(run.outputs).map(({ name }) => name)).toContain('Package index');
    expect(run.summary).not.toContain('| PyPI |');
    const places = summariesOf(of).map(({ predicate }) => String(predicate['resourceUri']));
    expect(places).toContain(
      `pkg:pypi/demo@1.2.0?repository_url=${encodeURIComponent(`https://${testPypiHost}`)}`,
    );
  });

  it('files that GitHub keeps under other names are those of the passport', async () => {
    const epoch = [wheel, sdist].map((file) => ({ ...file, name: file.name.replace('1.2.0', '1!1.2.0') }));
    const { verify } = await openReleased({}, epoch);
    const run = await verify({ pypi: {}, 'github-packages': {}, image: {} });
    expect(errorOf(run), run.output).toBe('');
    const [release, ...others] = readVerified(run.outputs);
    expect([release?.result, others]).toEqual(['same', []]);
    expect(release?.items.map(({ name }) => name)).toContain('demo-1!1.2.0.intoto.jsonl');
  });

  it('an outage of signing does not hide a channel that differs', async () => {
    const { of, verify } = await openReleased();
    of.world.gateway.faults.add({
      on: { host: 'fulcio.sigstore.dev', times: Number.POSITIVE_INFINITY },
      effect: { kind: 'status', status: 400, body: '{"code":3,"message":"refused"}' },
    });
    const run = await verify({ pypi: { publication: publicationOf([flipped, sdist]) } });
    expect(errorOf(run)).toMatch(/^E_PASSPORT_MISMATCH .*has SHA-256 0222/);
    expect(run.output).toContain('::warning::The summaries were not signed. E_SIGSTORE_CERTIFICATE');
    const same = await verify();
    expect(errorOf(same)).toMatch(/^E_SIGSTORE_CERTIFICATE /);
  });

  it('a passport that was replaced in the release is found', async () => {
    const { verify, assets } = await openReleased();
    const replaced = assets.map((file) => (file.name.endsWith('.jsonl') ? { ...file, sha256: other } : file));
    const run = await verify({ release: { assets: JSON.stringify(replaced) } }, {}, { contents: 'read' });
    expect(errorOf(run)).toMatch(/^E_PASSPORT_MISMATCH .*demo-1\.2\.0\.intoto\.jsonl has SHA-256 ffff/);
    const gone = assets.filter(({ name }) => !name.endsWith('.jsonl'));
    const without = await verify({ release: { assets: JSON.stringify(gone) } });
    expect(errorOf(without)).toMatch(/^E_PASSPORT_MISMATCH .*demo-1\.2\.0\.intoto\.jsonl is missing/);
  });

  it('the passport of the run that published the release is accepted if it lists the same', async () => {
    const { verify, of, assets, digests } = await openReleased();
    const text = await readFile(join(of.workspace, 'passport', 'demo-1.2.0.intoto.jsonl'), 'utf8');
    await publishPassport(of, assets, text);
    const later = await of.run({}, { runId: 90_100, checkRunId: 90_101 });
    const signed = later.outputs['files'] ?? '';
    expect(signed).not.toBe(digests);
    const run = await verify({}, { digests: signed }, { contents: 'read' }, { runId: 90_100 });
    expect(errorOf(run), run.output).toBe('');
    expect(run.output).toContain('published with a passport of an earlier run, which lists the same');
  });

  it('a second attempt stores no summary twice', async () => {
    const { of, verify } = await openReleased();
    await verify();
    const before = summariesOf(of).length;
    const again = await verify({}, {}, {}, { runAttempt: 2, checkRunId: 90_006 });
    expect(errorOf(again), again.output).toBe('');
    expect(before).toBe(4);
    expect(summariesOf(of)).toHaveLength(before);
  });

  it('a private repository without attestations is verified without signed summaries', async () => {
    const { of, verify } = await openReleased({ private: true });
    const run = await verify();
    expect(errorOf(run), run.output).toBe('');
    expect(readVerified(run.outputs)).toHaveLength(4);
    expect(of.repository.attestations).toEqual([]);
  });
});
