import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { World } from '@slipway/world/world';

// GitHub's own client, in a process of its own: it reads the environment of a job.
const storingJob = fileURLToPath(
  new URL('../../../../packages/github/test/fixtures/artifact-job.ts', import.meta.url),
);

/**
 * Stores files as an artifact of a run, as the job that built them would.
 * @param credentials of a job of that run
 */
export async function storeArtifact(
  world: World,
  credentials: { readonly runtimeToken: string; readonly resultsUrl: string },
  directory: string,
  files: readonly string[],
  name = 'python-dist',
): Promise<void> {
  const child = spawn(process.execPath, [storingJob, 'upload', directory, ...files], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...world.env,
      ARTIFACT_NAME: name,
      GITHUB_WORKSPACE: directory,
      ACTIONS_RUNTIME_TOKEN: credentials.runtimeToken,
      ACTIONS_RESULTS_URL: credentials.resultsUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += String(chunk);
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (!/^REPORT .*"digest"/m.test(output)) throw new Error(`the artifact was not stored: ${output}`);
}
