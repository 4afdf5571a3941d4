import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { handedOver, manual, openPassportWorld, type PassportWorld, sdist, wheel } from './passport-world.ts';

const other = 'f'.repeat(64);
const manifest = { name: 'SHA256SUMS', size: 1 };

/** A signed passport, and the outputs of jobs that published what it lists. */
async function openReleased(options: Parameters<typeof openPassportWorld>[0] = {}) {
  const of = await openPassportWorld(options);
  const signed = await of.run();
  expect(errorOf(signed), signed.output).toBe('');
  const text = Buffer.from(`${wheel.sha256}  ${wheel.name}\n${sdist.sha256}  ${sdist.name}\n`);
  const sums = Buffer.from(await crypto.subtle.digest('SHA-256', text)).toString('hex');
  const passport = { name: 'demo-1.2.0.intoto.jsonl', sha256: other, size: 1 };
  const evidence = {
    release: { assets: JSON.stringify([wheel, sdist, manual, { ...manifest, sha256: sums }, passport]) },
    pypi: { publication: JSON.stringify({ verified: true, files: [wheel, sdist] }) },
    'github-packages': { files: JSON.stringify([wheel, sdist]), 'index-digest': `sha256:${other}` },
    image: { digest: `sha256:${'5'.repeat(64)}`, platforms: handedOver.platforms },
  };
  const verify = (changes: object = {}, inputs: Readonly<Record<string, string>> = {}) =>
    of.run(
      {
        ...{ mode: 'verify', digests: signed.outputs['files'] ?? '', image: '', platforms: '' },
        ...{ 'extra-digests': '', evidence: JSON.stringify({ ...evidence, ...changes }), ...inputs },
      },
      { jobId: 'verify-release', checkRunId: 90_005 },
    );
  return { of, evidence, verify, digests: signed.outputs['files'] ?? '' };
}

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

  const flipped = { ...wheel, sha256: `0${wheel.sha256.slice(1)}` };
  it.each<[string, object, RegExp]>([
    [
      'PyPI',
      { pypi: { publication: JSON.stringify({ verified: true, files: [flipped, sdist] }) } },
      /PyPI does not serve .*demo-1\.2\.0-py3-none-any\.whl has SHA-256 0222.* instead of 2222/,
    ],
    [
      'GitHub Packages',
      { 'github-packages': { files: JSON.stringify([flipped, sdist]), 'index-digest': `sha256:${other}` } },
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
  ])('evidence with %s is rejected', async (_what, evidence, words) => {
    const { verify } = await openReleased();
    const run = await verify({}, { evidence });
    expect(errorOf(run)).toMatch(/^E_PASSPORT_EVIDENCE /);
    expect(errorOf(run)).toContain(words);
  });

  it('a private repository without attestations is verified without signed summaries', async () => {
    const { of, verify } = await openReleased({ private: true });
    const run = await verify();
    expect(errorOf(run), run.output).toBe('');
    expect(readVerified(run.outputs)).toHaveLength(4);
    expect(of.repository.attestations).toEqual([]);
  });
});
