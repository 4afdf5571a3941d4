import { describe, expect, it } from 'vitest';
import { openWorld, type TestWorld } from './world.ts';

const requestsOf = ({ world }: TestWorld): string[] =>
  world.journal.entries.flatMap(({ method, path }) => (path === undefined ? [] : [`${method} ${path}`]));

/** Tags on a line of their own, beside the one that is released. */
async function addOtherLine({ git }: TestWorld, count: number): Promise<void> {
  const side = await git('commit-tree', 'main^{tree}', '-p', 'v1.1.0^{commit}', '-m', 'feat: side');
  for (let index = 0; index < count; index += 1) await git('tag', `v3.0.${index}`, side);
}

describe('the history that a release is planned from', () => {
  it('the history is that of a complete checkout, with as many requests beside 65 tags as beside none', async () => {
    const counts: number[] = [];
    for (const tags of [0, 65]) {
      const world = await openWorld();
      await addOtherLine(world, tags);
      for (let index = 0; index < tags; index += 1) await world.commit(`docs: ${index}`);
      const run = await world.run({}, { clone: true });
      expect(run.exitCode, run.output).toBe(0);
      expect(run.outputs).toMatchObject({ version: '1.2.0', 'previous-version': '1.1.0', released: 'true' });
      expect(run.output).not.toContain('through the API');
      counts.push(requestsOf(world).length);
      await world.world.close();
    }
    expect(counts[1]).toBe(counts[0]);
  });

  it('the history is read through the API without a checkout, and the log says so', async () => {
    const world = await openWorld();
    const run = await world.run({});
    expect(run.outputs).toMatchObject({ version: '1.2.0', reason: expect.stringContaining('minor release') });
    expect(run.output).toContain(
      'The history is read through the API, because the job has no checkout of the repository.',
    );
  });

  it('a maintenance branch goes on from its own last release, whatever else was released', async () => {
    const world = await openWorld();
    await world.git('branch', '1.2.x', 'v1.1.0^{commit}');
    await world.git('tag', 'v1.2.3', 'v1.1.0^{commit}');
    await addOtherLine(world, 65);
    await world.commit('fix: on the line', '1.2.x');
    const run = await world.run({}, { ref: 'refs/heads/1.2.x', clone: true });
    expect(run.exitCode, run.output).toBe(0);
    expect(run.outputs).toMatchObject({ version: '1.2.4', tag: 'v1.2.4', 'previous-version': '1.2.3' });
    expect(await world.git('rev-parse', 'v1.2.4^{commit}')).toBe(await world.git('rev-parse', '1.2.x'));
  });

  it.each([
    ['the same name', 'v1.2.0', 'E_GITHUB_TAG_TAKEN', 'The tag v1.2.0 exists at'],
    ['another name', '1.2.0', 'E_BUMP_VERSION', 'the tag 1.2.0 is a release of the same version'],
  ])(
    'a version that another line has released under %s is rejected before any write',
    async (_, tag, code, words) => {
      const world = await openWorld();
      const side = await world.git('commit-tree', 'main^{tree}', '-p', 'v1.1.0^{commit}', '-m', 'feat: side');
      await world.git('tag', tag, side);
      const before = await world.git('for-each-ref');
      for (const mode of ['direct', 'pull-request']) {
        const run = await world.run({ bump: 'minor', mode, 'dry-run': 'true' }, { clone: true });
        expect(run.exitCode, run.output).toBe(1);
        expect(run.output).toContain(code);
        expect(run.output).toContain(words);
      }
      expect(await world.git('for-each-ref')).toBe(before);
      expect(requestsOf(world).filter((request) => !/^(?:GET|CONNECT) /.test(request))).toEqual([]);
    },
  );
});
