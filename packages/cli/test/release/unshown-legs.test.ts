import { parseWorkflowFile } from '@slipway/runner/workflow/parse-workflow-file';
import { expect, it } from 'vitest';
import { explainUnshownLeg, readRunnerLabel } from '../../src/release/unshown-legs.ts';

/** A job that runs python-build on a machine. */
async function jobOf(runsOn: string, native: string, uses = 'octo/slipway/actions/python-build@v0') {
  const text = `on: push\njobs:\n  leg:\n    runs-on: ${runsOn}\n    steps:\n      - uses: ${uses}\n        with:\n          native: ${native}\n`;
  const { jobs } = await parseWorkflowFile('.github/workflows/x.yml', text);
  return { id: 'leg', name: 'leg', runsOn, permissions: {}, steps: jobs[0]?.steps ?? [] };
}

const linux = { platform: 'linux', arch: 'x64' };

it.each([
  ['ubuntu-24.04', 'linux', 'x64'],
  ['ubuntu-24.04-arm', 'linux', 'arm64'],
  ['macos-15', 'darwin', 'arm64'],
  ['macos-15-intel', 'darwin', 'x64'],
  ['windows-2025', 'win32', 'x64'],
  ['windows-11-arm', 'win32', 'arm64'],
])('the machine %s is %s on %s', (label, platform, arch) => {
  expect(readRunnerLabel(label)).toEqual({ platform, arch });
});

it('a machine of one’s own is of no known platform', () => {
  expect(readRunnerLabel('self-hosted')).toBeUndefined();
});

it('wheels of another platform are not shown, and the reason names both machines', async () => {
  expect(explainUnshownLeg(await jobOf('macos-15', 'build'), linux)).toBe(
    'its wheels are built on macos-15 (darwin, arm64), and this machine is linux, x64',
  );
  expect(
    explainUnshownLeg(await jobOf('ubuntu-24.04-arm', 'build', '$/actions/python-build'), linux),
  ).toMatch(/linux, arm64/);
});

it.each([
  ['wheels of this platform', 'ubuntu-24.04', 'build', undefined],
  ['a build that is the same on every platform', 'macos-15', 'auto', undefined],
  ['another action', 'macos-15', 'build', 'octo/slipway/actions/checksums@v0'],
])('%s are shown', async (_, runsOn, native, uses) => {
  expect(explainUnshownLeg(await jobOf(runsOn, native, uses), linux)).toBeUndefined();
});
