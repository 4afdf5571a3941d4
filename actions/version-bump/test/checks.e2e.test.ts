import { expect, it } from 'vitest';
import { openWorld, projectFiles } from './world.ts';

// The rule applies to the commit of the release too, so that only a token that bypasses it commits directly.
const protection = {
  pattern: 'refs/heads/main',
  source: 'ruleset',
  name: 'main',
  requiredStatusChecks: ['test'],
  bypass: ['github-actions[bot]'],
} as const;
const rights = { contents: 'write', actions: 'write', checks: 'read', statuses: 'read' } as const;

it('a commit whose required check failed is not released, and one whose check passed is', async () => {
  const world = await openWorld(projectFiles, { protections: [protection] });
  const sha = await world.git('rev-parse', 'main');
  world.repository.checks.push({ kind: 'check run', sha, name: 'test', state: 'failure' });
  const refused = await world.run({}, { permissions: rights, clone: true });
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain(
    `1 check of ${sha.slice(0, 7)} is not green: test (failure). Nothing was written.`,
  );
  const writes = world.world.journal.entries.filter(({ method }) => !['GET', 'CONNECT'].includes(method));
  expect(writes).toEqual([]);
  world.repository.checks.push({ kind: 'check run', sha, name: 'test', state: 'success' });
  const released = await world.run({}, { permissions: rights, clone: true });
  expect(released.outputs, released.output).toMatchObject({ tag: 'v1.2.0', released: 'true' });
});

it('a commit is released only when the check that classic protection requires is green', async () => {
  const world = await openWorld(projectFiles, {
    protections: [{ ...protection, source: 'branch-protection' }],
  });
  const sha = await world.git('rev-parse', 'main');
  // The permissions of the shipped workflows, which cannot read statuses.
  const permissions = { contents: 'write', actions: 'write', checks: 'read' } as const;
  const missing = await world.run({}, { permissions, clone: true });
  expect(missing.output).toMatch(
    /test \(missing; statuses, .* takes "statuses: read"\)\. Nothing was written/,
  );
  world.repository.checks.push({ kind: 'check run', sha, name: 'test', state: 'in_progress' });
  const pending = await world.run({}, { permissions, clone: true });
  expect(pending.output).toContain('test (in_progress). Nothing was written.');
  expect(await world.git('tag', '--list')).not.toContain('v1.2.0');
  world.repository.checks.push({ kind: 'check run', sha, name: 'test', state: 'skipped' });
  const released = await world.run({}, { permissions, clone: true });
  expect(released.outputs, released.output).toMatchObject({ tag: 'v1.2.0', released: 'true' });
  const all = await world.run({ 'require-checks': 'all', bump: 'patch' }, { permissions, clone: true });
  expect(all.output).toContain('were not read, which takes "statuses: read"');
});

it('a job that may not read the required checks releases nothing, and the permission is named', async () => {
  const world = await openWorld(projectFiles, { protections: [protection] });
  const run = await world.run({}, { clone: true });
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain('checks: read');
  expect(await world.git('tag', '--list')).not.toContain('v1.2.0');
});
