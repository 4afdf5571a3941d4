import { describe, expect, it } from 'vitest';
import { findCommitTime, formatSeconds } from '../src/commits/commit-time.ts';
import { openWorld, repositoryName, type TestWorld } from './world.ts';

const request = (world: TestWorld, changes: Partial<Parameters<typeof findCommitTime>[0]>) => ({
  http: world.http,
  log: world.log,
  apiUrl: 'https://api.github.com',
  repository: repositoryName,
  sha: '',
  token: world.token({ contents: 'read' }),
  sourceDateEpoch: undefined,
  ...changes,
});

describe('findCommitTime', () => {
  it('SOURCE_DATE_EPOCH is returned without any request', async () => {
    const world = await openWorld();
    const asked = request(world, { sourceDateEpoch: '1700000000', sha: 'none' });
    expect(await findCommitTime(asked)).toBe(1_700_000_000);
    expect(world.log.lines).toEqual([]);
  });

  it('the committer date is used when SOURCE_DATE_EPOCH is missing or invalid', async () => {
    const world = await openWorld();
    const sha = await world.git('rev-parse', 'main');
    for (const sourceDateEpoch of [undefined, '', 'today', '-5', '1.5'])
      expect(formatSeconds((await findCommitTime(request(world, { sha, sourceDateEpoch }))) ?? 0)).toBe(
        '2026-01-01T00:00:00Z',
      );
  });

  it('the commit time is undefined outside a job and for a missing commit', async () => {
    const world = await openWorld();
    const sha = await world.git('rev-parse', 'main');
    expect(await findCommitTime(request(world, {}))).toBeUndefined();
    expect(await findCommitTime(request(world, { repository: '', sha }))).toBeUndefined();
    expect(await findCommitTime(request(world, { sha: '0'.repeat(40) }))).toBeUndefined();
    expect(world.log.lines.join('\n')).toContain('debug: ');
  });
});
