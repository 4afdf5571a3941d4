import { describe, expect, it } from 'vitest';
import { describeReleases, openReleaseWorld, wheelName } from './release-world.ts';

const releasePath = /^\/repos\/octo\/demo\/releases\/\d+$/;

describe('the release-notes action, when GitHub fails', () => {
  it('the action waits out a rate limit, and goes on after an outage page', async () => {
    const world = await openReleaseWorld();
    const { faults } = world.world.gateway;
    faults.add({
      on: { method: 'POST', path: /\/releases$/ },
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'retry-after': '1' },
        body: '{"message":"secondary rate limit"}',
      },
    });
    faults.add({
      on: { method: 'GET', path: /\/releases\/tags\// },
      effect: { kind: 'status', status: 502, body: '<html>' },
    });
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(faults.strikes).toBe(2);
    expect(describeReleases(world)).toMatchObject([{ draft: false, assets: { length: 3 } }]);
  });

  it('the action says which permission is missing', async () => {
    const world = await openReleaseWorld();
    const run = await world.run({}, { permissions: { contents: 'read' } });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('contents: write');
  });

  it('the action replaces what a broken upload left behind', async () => {
    const world = await openReleaseWorld();
    world.github.breakNextUpload('octo/demo', wheelName);
    const run = await world.run();
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: false, assets: { length: 3 } }]);
  });

  it.each([
    ['the answer to the draft is lost', 'POST', /\/releases$/],
    ['the answer to an upload is lost', 'POST', /\/assets\?/],
    ['the answer to the publication is lost', 'PATCH', releasePath],
  ])('the action recovers when %s', async (_name, method, path) => {
    const world = await openReleaseWorld();
    world.world.gateway.faults.add({ on: { method, path }, effect: { kind: 'reset-after-commit' } });
    const first = await world.run();
    const run = first.exitCode === 0 ? first : await world.run();
    expect(world.world.gateway.faults.strikes).toBe(1);
    expect(run.exitCode, run.output).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ draft: false, assets: { length: 3 } }]);
  });
});
