import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';
import { openSignWorld, type SignWorld } from './sign-world.ts';
import { type BenchRow, compareTimes } from './table.ts';

const rounds = 3;
const latencyMs = 150;
const manifests = 5;
const bundle = fileURLToPath(new URL('../dist/docker-build-sign/index.js', import.meta.url));

function findCosign(): string {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  const program = process.env['SLIPWAY_COSIGN'] ?? join(cache, 'cosign-v3.1.3/cosign');
  if (spawnSync(program, ['version'], { stdio: 'ignore' }).status !== 0)
    throw new Error(`there is no ${program}; "npm run test:peers" installs it`);
  return program;
}

/** Runs a signer to its end; the image has to be signed whole afterwards. */
async function time(
  of: SignWorld,
  call: readonly [file: string, ...args: string[]],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly requests: number }> {
  const { seconds, exitCode, output } = await runProgram(call, { ...of.env, ...env });
  const [stored] = of.registry.listPackages();
  // Five manifests of the image, and one with a bundle for each.
  if (exitCode !== 0 || (stored?.manifests.length ?? 0) < 2 * manifests)
    throw new Error(`${call[0]} ended with ${exitCode}: ${output.slice(-2000)}`);
  return { seconds, requests: of.countRequests() };
}

async function signOnce(
  home: string,
  cosign: string | undefined,
  referrersApi: boolean,
): Promise<{ readonly seconds: number; readonly requests: number }> {
  const of = await openSignWorld(home, latencyMs, referrersApi);
  try {
    if (cosign === undefined)
      return await time(of, [process.execPath, bundle], {
        INPUT_MODE: 'merge',
        INPUT_DIGESTS: of.digest,
        INPUT_TOKEN: of.token,
        INPUT_PROVENANCE: 'false',
        'INPUT_SIGNATURE-FORMATS': 'bundle',
      });
    const args = [
      ...['sign', '--yes', '--recursive', '--signing-config', of.signingConfig],
      ...['--trusted-root', of.trustedRoot, '--identity-token', await of.requestIdToken(), of.reference],
    ];
    return await time(of, [cosign, ...args], {});
  } finally {
    await of.close();
  }
}

/**
 * Signs an index and four platforms, all that is already in the registry, while every answer of the registry and of Sigstore
 * comes late. The bundle looks at what is there before, and verifies all of it as stored afterwards; cosign does neither.
 */
export async function run(): Promise<BenchRow[]> {
  const cosign = findCosign();
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const referrersApi of [true, false]) {
      const own: number[] = [];
      const other: number[] = [];
      let requests = '';
      for (let round = 0; round < rounds; round += 1) {
        const ours = await signOnce(home, undefined, referrersApi);
        const theirs = await signOnce(home, cosign, referrersApi);
        own.push(ours.seconds);
        other.push(theirs.seconds);
        requests = `${ours.requests} and ${theirs.requests} requests`;
      }
      const place = referrersApi ? 'the referrers API' : 'the fallback tag';
      const what = `signing an index and 4 platforms, ${latencyMs} ms, ${place} (${requests})`;
      rows.push(compareTimes(what, [own, other], 'cosign sign --recursive', 3));
    }
    return rows;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
