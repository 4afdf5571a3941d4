import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { createFixtureProject, temporaryFolder } from './support/fixture-project.ts';
import { startCli } from './support/run-cli.ts';

const tools = ['buildx', 'buildkitd', 'runc'].map((name) => ({
  name,
  program: process.env[`SLIPWAY_${name.toUpperCase()}`],
}));
const missing = tools.filter(({ program }) => program === undefined).map(({ name }) => name);
const canRun = missing.length === 0 && process.getuid?.() === 0;
if (!canRun)
  console.log(`not shown: a rehearsal with a real build (${missing.join(', ') || 'buildkitd needs root'})`);

/** A machine with buildx and buildkitd, and without an engine of Docker. */
function withBuildKit(): Readonly<Record<string, string>> {
  const folder = join(temporaryFolder(), 'programs');
  mkdirSync(folder);
  for (const { name, program } of tools) symlinkSync(program ?? '', join(folder, name));
  return { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
}

it.skipIf(!canRun)(
  'a rehearsal builds the image of the sample with BuildKit, for two platforms',
  async () => {
    const run = startCli(['rehearse'], withBuildKit());
    const { exitCode, output, report } = await run.ended;
    expect(exitCode, output).toBe(0);
    expect(report?.image).toMatchObject({
      platforms: ['linux/amd64', 'linux/arm64'],
      tags: expect.arrayContaining(['1.2.0', 'latest']),
      rehearsed: true,
    });
    expect(report?.checks.filter(({ ok }) => !ok)).toEqual([]);
    // The daemon and everything it kept are gone.
    expect(readdirSync(run.temporary)).toEqual([]);
  },
);

it.skipIf(!canRun)('a project whose Dockerfile does not build stops before anything is public', async () => {
  const folder = createFixtureProject({ Dockerfile: 'FROM scratch\nCOPY no-such-file /\n' });
  const { exitCode, output, report } = await startCli(
    ['rehearse', '--project', folder, '--bump', 'minor'],
    withBuildKit(),
  ).ended;
  expect(exitCode, output).toBe(1);
  expect(report?.problems.map(({ code }) => code)).toContain('E_DOCKER_BUILD');
  expect(report?.problems[0]?.message).toContain('no-such-file');
  expect(report?.release).toBeNull();
});
