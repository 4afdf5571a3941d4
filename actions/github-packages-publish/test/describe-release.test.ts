import { describe, expect, it } from 'vitest';
import { wheel } from '../../pypi-publish/test/support/distributions.ts';
import { describeRelease, findReleaseTime } from '../src/describe-release.ts';
import { groupReleases } from '../src/group-releases.ts';
import { makeContext, readDistributions, type UnitOptions } from './support/unit-context.ts';

async function describeFile(
  recipe: Parameters<typeof wheel>[0],
  options: UnitOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const [release] = groupReleases(await readDistributions([wheel(recipe)]));
  if (release === undefined) throw new Error('there is no release');
  const facts = describeRelease(makeContext(options).context, release, '2026-01-01T00:00:00Z');
  expect(facts).toMatchObject({ project: 'demo', version: '1.2.0', created: '2026-01-01T00:00:00Z' });
  return facts.annotations;
}

describe('describeRelease', () => {
  it('a release is described by its source, commit, license and summary', async () => {
    expect(await describeFile({ headers: ['License-Expression: MIT'] })).toEqual({
      'org.opencontainers.image.description':
        'Wheels and sdist of the Python package demo 1.2.0; not a container image. A demo',
      'org.opencontainers.image.documentation': 'https://github.com/Octo/demo#readme',
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.revision': 'c'.repeat(40),
      'org.opencontainers.image.source': 'https://github.com/Octo/demo',
      'org.opencontainers.image.url': 'https://github.com/Octo/demo',
      'org.opencontainers.image.version': '1.2.0',
    });
  });

  it('unknown facts are omitted', async () => {
    const variables = { GITHUB_REPOSITORY: '', GITHUB_SHA: '' };
    expect(Object.keys(await describeFile({}, { variables }))).toEqual([
      'org.opencontainers.image.description',
      'org.opencontainers.image.version',
    ]);
  });

  it('a long summary is cut to the GitHub limit', async () => {
    const [release] = groupReleases(await readDistributions([wheel()]));
    if (release === undefined) throw new Error('there is no release');
    const { annotations } = describeRelease(
      makeContext().context,
      { ...release, project: 'd'.repeat(600) },
      '2026-01-01T00:00:00Z',
    );
    const description = annotations['org.opencontainers.image.description'] ?? '';
    expect(description.length).toBeLessThanOrEqual(512);
    expect(description.length).toBeGreaterThan(500);
  });
});

describe('findReleaseTime', () => {
  it('SOURCE_DATE_EPOCH is the release time in every job', async () => {
    const { context, requests } = makeContext({ variables: { SOURCE_DATE_EPOCH: '1767225600' } });
    expect(await findReleaseTime(context)).toEqual({ created: '2026-01-01T00:00:00Z', isOfCommit: true });
    expect(requests).toEqual([]);
  });

  it('the run time is used with a notice if the commit cannot be read', async () => {
    const { context, log } = makeContext();
    expect(await findReleaseTime(context)).toEqual({ created: '2026-05-06T07:08:09Z', isOfCommit: false });
    expect(log.lines.filter((line) => line.startsWith('notice:'))).toEqual([
      expect.stringContaining('"contents: read"'),
    ]);
  });

  it.each([
    ['ghcr.io', 'token of-the-job'],
    ['registry.example.org', undefined],
  ])(
    'the commit time is requested with the token for %s only if that registry belongs to the server',
    async (registry, expected) => {
      const { context, requests } = makeContext({ inputs: { registry, token: 'of-the-job' } });
      await findReleaseTime(context);
      expect(requests.length).toBeGreaterThan(0);
      for (const { headers } of requests) {
        const sent = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
        expect(sent?.[1]).toBe(expected);
      }
    },
  );
});
