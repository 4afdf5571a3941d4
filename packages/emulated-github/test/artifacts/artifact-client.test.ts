import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { runChild } from '@slipway/testkit/run-child';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { createWorld, type World } from '@slipway/world/world';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JobCredentials } from '../../src/jobs/identity.ts';

const script = fileURLToPath(new URL('./fixtures/artifact-round-trip.mjs', import.meta.url));

async function openWorld(): Promise<{ world: World; directory: string }> {
  const directory = await temporaryDirectory();
  const world = await createWorld({ directory: join(directory, 'world'), userEnvironment: {} });
  onTestFinished(() => world.close());
  return { world, directory };
}

async function runClient(world: World, job: JobCredentials, step: string, source: string, target: string) {
  const environment = {
    ...world.env,
    ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
    ACTIONS_RESULTS_URL: job.resultsUrl,
    GITHUB_WORKSPACE: target,
    GITHUB_SERVER_URL: 'https://github.com',
  };
  const result = await runChild(process.execPath, [script, source, target, step], environment);
  const line = result.stdout.split('\n').find((text) => text.startsWith('REPORT '));
  expect(line, `${result.stdout}\n${result.stderr}`).toBeDefined();
  return JSON.parse(line?.slice('REPORT '.length) ?? '{}');
}

describe("artifacts with GitHub's own client", () => {
  it('an artifact uploaded by one job is listed, downloaded and deleted by another job of the same run', async () => {
    const { world, directory } = await openWorld();
    const source = join(directory, 'source');
    const target = join(directory, 'target');
    await Promise.all([mkdir(source), mkdir(target)]);
    // Larger than one block of the client, which is 8 MiB.
    const contents = [randomBytes(9 * 1024 * 1024), randomBytes(1000)];
    await writeFile(join(source, 'demo-1.2.0.tar.gz'), contents[0] ?? '');
    await writeFile(join(source, 'demo-1.2.0-py3-none-any.whl'), contents[1] ?? '');

    const builder = world.tokens.issueJob(jobIdentity());
    const { uploaded, second } = await runClient(world, builder, 'upload', source, target);
    expect(uploaded).toMatchObject({ id: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(second).toContain('(409) Conflict: an artifact with this name already exists on the workflow run');

    const publisher = world.tokens.issueJob(jobIdentity({ jobId: 'publish', checkRunId: 90_002 }));
    const report = await runClient(world, publisher, 'download', source, target);
    expect(report.listed).toEqual([
      {
        name: 'python-dist',
        id: 1,
        size: uploaded.size,
        digest: `sha256:${uploaded.digest}`,
        createdAt: expect.any(String),
      },
    ]);
    expect(report.download.digestMismatch).toBe(false);
    expect(
      report.contents.map((text: string) => createHash('sha256').update(text, 'base64').digest('hex')),
    ).toEqual(contents.map((bytes) => createHash('sha256').update(bytes).digest('hex')));
    expect(report.deleted).toEqual({ id: 1 });
    expect(report.left).toEqual([]);
    expect(world.gateway.serviceErrors).toEqual([]);
    expect(JSON.stringify(world.journal.entries)).not.toMatch(/sig=(?!\*\*\*)/);
  });
});
