/** A publication with attestations by the bundle, beside `pypi-attestations sign` followed by `twine upload --attestations`. */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import { createDistributionFolder } from './distribution-folder.ts';
import { findPeerPython } from './peer-python.ts';
import { openBenchWorld } from './pypi-world.ts';
import { runProgram } from './run-program.ts';
import { createSigningConfig } from './signing-config.ts';
import { type BenchRow, compareTimes } from './table.ts';

const rounds = 3;
const files = 60;
const latencyMs = 100;
const bundle = fileURLToPath(new URL('../dist/pypi-publish/index.js', import.meta.url));
const client = fileURLToPath(new URL('peer_client.py', import.meta.url));

type Call = readonly [file: string, ...args: string[]];

/** Runs what publishes a folder, one program after the other; the index has to serve all of it, attested, afterwards. */
async function publish(
  home: string,
  source: string,
  list: (folder: string) => readonly Call[],
  env: (folder: string) => Readonly<Record<string, string>>,
): Promise<number> {
  const of = await openBenchWorld(home, latencyMs);
  // Attestations are written beside the files.
  const folder = join(mkdtempSync(join(home, 'dist-')), 'dist');
  cpSync(source, folder, { recursive: true });
  try {
    let total = 0;
    for (const call of list(folder)) {
      const { seconds, exitCode, output } = await runProgram(call, { ...of.env, ...env(folder) });
      if (exitCode !== 0)
        throw new Error(`${call.slice(0, 4).join(' ')} ended with ${exitCode}: ${output.slice(-2000)}`);
      total += seconds;
    }
    const served = of.pypi.listFiles();
    const attested = served.filter(({ attestations }) => attestations.length > 0);
    if (attested.length !== files)
      throw new Error(`${served.length} files are served, ${attested.length} of them with attestations`);
    return total;
  } finally {
    await of.close();
  }
}

export async function run(): Promise<readonly BenchRow[]> {
  const python = findPeerPython();
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const source = createDistributionFolder(home, files);
    const signingConfig = join(home, 'signing-config.json');
    writeFileSync(signingConfig, JSON.stringify(createSigningConfig()));
    const others = (folder: string): Call[] => {
      const paths = readdirSync(folder).map((name) => join(folder, name));
      const signed = paths.flatMap((path) => [path, `${path}.publish.attestation`]);
      const twine = ['upload', '--non-interactive', '--disable-progress-bar', '--attestations'];
      return [
        [python, client, 'pypi-attestations', 'sign', ...paths],
        [
          python,
          client,
          'twine',
          ...twine,
          '--repository-url',
          `https://${pypiUploadHost}/legacy/`,
          ...signed,
        ],
      ];
    };
    const settings = { GITHUB_ACTIONS: 'true', SIGSTORE_SIGNING_CONFIG: signingConfig };
    const own: number[] = [];
    const other: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const inputs = (folder: string) => ({
        GITHUB_WORKSPACE: dirname(folder),
        'INPUT_PACKAGES-DIR': folder,
      });
      own.push(await publish(home, source, () => [[process.execPath, bundle]], inputs));
      other.push(await publish(home, source, others, () => settings));
    }
    const what = `publication of ${files} files with attestations, ${latencyMs} ms`;
    return [compareTimes(what, [own, other], 'pypi-attestations sign and twine upload --attestations', 4)];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
