import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { type BundleRun, errorOf, runBundle } from '@slipway/testkit/run-bundle';
import { createWorld } from '@slipway/world/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import { storeArtifact } from '../../pypi-publish/test/support/store-artifact.ts';

const bundle = fileURLToPath(new URL('../../../dist/checksums/index.js', import.meta.url));
const sdist = 'demo-1.0.tar.gz';
const wheel = 'demo-1.0-cp313-cp313-manylinux_2_17_x86_64.whl';

const second = 'demo-1.0-cp312-cp312-manylinux_2_17_x86_64.whl';

/** The list of a job whose files contain their own name. */
const listOf = (...names: readonly string[]): string =>
  JSON.stringify(
    names.map((name) => ({
      name,
      sha256: createHash('sha256').update(name).digest('hex'),
      size: name.length,
      kind: name.endsWith('.whl') ? 'wheel' : 'sdist',
    })),
  );

/** A run of a workflow with these artifacts, by name of each file its content; and its job that collects. */
async function collect(
  artifacts: Readonly<Record<string, Readonly<Record<string, string>>>>,
  inputs: Readonly<Record<string, string>>,
): Promise<{ run: BundleRun; left: readonly string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-collect-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const world = await createWorld({
    directory: join(directory, 'world'),
    userEnvironment: {},
    services: () => ({ services: [], handles: undefined }),
  });
  onTestFinished(() => world.close());
  const credentials = world.tokens.issueJob(jobIdentity({ permissions: {} }));
  for (const [name, files] of Object.entries(artifacts)) {
    const folder = join(directory, 'stored', name);
    await mkdir(folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
    const paths = Object.keys(files).map((file) => join(folder, file));
    await storeArtifact(world, credentials, folder, paths, name);
  }
  const [workspace, temporary] = [join(directory, 'workspace'), join(directory, 'temporary')];
  for (const folder of [workspace, temporary]) await mkdir(folder);
  const run = await runBundle({
    ...{ bundle, directory },
    inputs: { mode: 'collect', ...inputs },
    variables: {
      ...world.env,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temporary,
      GITHUB_SERVER_URL: 'https://github.com',
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
    },
  });
  return { run, left: [...(await readdir(workspace)), ...(await readdir(temporary))] };
}

const honest = { 'python-dist': { [sdist]: sdist }, 'wheels-linux-x86_64': { [wheel]: wheel } };
const given = {
  'artifact-name': 'python-dist\n\nwheels-linux-x86_64\n',
  digests: `${listOf(sdist)}\n\n${listOf(wheel)}`,
  expected: 'linux-x86_64',
};

describe('collecting what several jobs built', () => {
  it('an sdist and the wheels of one platform are proven, and nothing is left behind', async () => {
    const { run, left } = await collect(honest, given);
    expect(errorOf(run), run.output).toBe('');
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.outputs['files'] ?? '')).toEqual([
      ...JSON.parse(listOf(wheel)),
      ...JSON.parse(listOf(sdist)),
    ]);
    expect(run.summary).toMatch(/wheels.{0,2}linux.{0,2}x86.{0,2}64 \|/);
    expect(left).toEqual([]);
  }, 60_000);

  it.each<[string, Parameters<typeof collect>[0], Readonly<Record<string, string>>, RegExp]>([
    [
      'an artifact that another job replaced',
      { ...honest, 'wheels-linux-x86_64': { [wheel]: 'replaced' } },
      given,
      /E_FILES_DIFFER.*different: demo-1\.0-cp313/s,
    ],
    [
      'an artifact with a file that its job did not list',
      { ...honest, 'wheels-linux-x86_64': { [wheel]: wheel, 'more.whl': 'x' } },
      given,
      /wheels-linux-x86_64 is not what its job stored.*not promised: more\.whl/,
    ],
    [
      'an artifact without a file that its job listed',
      honest,
      { ...given, digests: `${listOf(sdist)}\n${listOf(wheel, second)}` },
      /is not what its job stored.*missing: demo-1\.0-cp312/,
    ],
    [
      'a job that claims the name of a file of another',
      honest,
      { ...given, digests: `${listOf(sdist)}\n${listOf(sdist, wheel)}` },
      /several jobs list demo-1\.0\.tar\.gz/,
    ],
    [
      'a job that claims the artifact of another',
      honest,
      { ...given, 'artifact-name': 'python-dist\npython-dist' },
      /"artifact-name" contains "python-dist" twice/,
    ],
    [
      'a list without an artifact',
      honest,
      { ...given, 'artifact-name': 'python-dist' },
      /"artifact-name" has 1 lines and "digests" 2/,
    ],
    [
      'a platform without a wheel',
      honest,
      { ...given, expected: 'linux-x86_64\nmacos-arm64' },
      /E_COLLECTION_INVALID.*no wheel was built for macos-arm64/s,
    ],
  ])(
    '%s is rejected',
    async (_, artifacts, inputs, message) => {
      const { run, left } = await collect(artifacts, inputs);
      expect(run.exitCode).toBe(1);
      expect(run.output).toMatch(message);
      expect(run.outputs['files']).toBeUndefined();
      expect(left).toEqual([]);
    },
    60_000,
  );
});
