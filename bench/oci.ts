import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPeer, openEmptyRegistry } from './registry-world.ts';
import { type Cost, measured, runProgram } from './run-program.ts';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 3;
const largestRatio = 1.1;
const largestPeak = 150;
const mebibyte = 1024 * 1024;
// Of one image, in the order of its layers: 1 GiB.
const layerMebibytes = [512, 256, 128, 64, 32, 16, 8, 8];
const pusher = fileURLToPath(new URL('oci-push.ts', import.meta.url));
const bundler = fileURLToPath(new URL('../packages/tooling/src/bundles/bundle-worker.ts', import.meta.url));

/** How a client is called for a layout and the name of the image in an empty registry. */
type Call = (name: string) => readonly [file: string, ...args: string[]];

/** An OCI layout of one platform with layers of random bytes, as a folder. */
function createLayout(directory: string): void {
  const blobs = join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const keep = (mediaType: string, chunks: Iterable<Uint8Array>) => {
    const partial = join(blobs, 'partial');
    writeFileSync(partial, '');
    const hash = createHash('sha256');
    let size = 0;
    for (const chunk of chunks) {
      hash.update(chunk);
      appendFileSync(partial, chunk);
      size += chunk.byteLength;
    }
    const hex = hash.digest('hex');
    renameSync(partial, join(blobs, hex));
    return { mediaType, digest: `sha256:${hex}`, size };
  };
  function* random(mebibytes: number): Iterable<Uint8Array> {
    for (let index = 0; index < mebibytes; index += 1) yield randomBytes(mebibyte);
  }
  const json = (value: unknown): Uint8Array[] => [Buffer.from(JSON.stringify(value))];
  const type = 'application/vnd.oci.image';
  const layers = layerMebibytes.map((size) => keep(`${type}.layer.v1.tar`, random(size)));
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const config = keep(`${type}.config.v1+json`, json({ architecture: 'amd64', os: 'linux', rootfs }));
  const manifest = { schemaVersion: 2, mediaType: `${type}.manifest.v1+json`, config, layers };
  const root = {
    ...keep(`${type}.manifest.v1+json`, json(manifest)),
    annotations: { 'org.opencontainers.image.ref.name': 'demo' },
  };
  writeFileSync(join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [root] }));
  writeFileSync(join(directory, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}

/** Runs a program to its end. */
function runTool(file: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(file, [...args], { cwd: join(dirname(pusher), '..') });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${String(stderr)}`);
}

/** One push into an empty registry, from the start of the process to its end. */
async function push(registry: string, home: string, call: Call): Promise<Cost> {
  const { host, close } = await openEmptyRegistry(registry, home);
  // A home of its own: skopeo remembers where it pushed a blob, and would not send it again.
  const own = mkdtempSync(join(home, 'home-'));
  try {
    const [file, ...args] = call(`${host}/octo/demo`);
    const folders = { HOME: own, XDG_RUNTIME_DIR: own, TMPDIR: own };
    const cost = await runProgram(measured('python3', file, args), folders);
    if (cost.exitCode !== 0)
      throw new Error(`${file} ended with ${cost.exitCode}: ${cost.output.slice(-2000)}`);
    return cost;
  } finally {
    await close();
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * Pushing an image of 1 GiB by its digest into a real, empty registry, against skopeo, in turn; medians are compared. Both
 * look whether a blob is there before it is sent, and push blobs side by side.
 */
export async function run(): Promise<BenchRow[]> {
  const registry = findPeer('docker-registry', 'SLIPWAY_DOCKER_REGISTRY');
  const skopeo = findPeer('skopeo', 'SLIPWAY_SKOPEO');
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const folder = join(home, 'layout');
    createLayout(folder);
    const archive = join(home, 'layout.tar');
    runTool('tar', '-cf', archive, '-C', folder, 'oci-layout', 'index.json', 'blobs');
    // Bundled as an action is: Node's own handling of TypeScript takes memory that no action takes.
    const bundle = join(home, 'bundle');
    runTool(process.execPath, '--no-deprecation', bundler, pusher, bundle);
    const sources = [
      { what: 'folder', path: folder, reference: `oci:${folder}:demo` },
      { what: 'tar archive', path: archive, reference: `oci-archive:${archive}:demo` },
    ];
    const rows: BenchRow[] = [];
    for (const { what, path, reference } of sources) {
      const own: Cost[] = [];
      const other: Cost[] = [];
      for (let round = 0; round < rounds; round += 1) {
        own.push(
          await push(registry, home, (name) => [process.execPath, join(bundle, 'index.js'), path, name]),
        );
        const copy = ['copy', '--quiet', '--all', '--preserve-digests', '--dest-tls-verify=false', reference];
        other.push(await push(registry, home, (name) => [skopeo, ...copy, `docker://${name}:demo`]));
      }
      rows.push(...compare(what, own, other));
    }
    return rows;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function compare(what: string, own: readonly Cost[], other: readonly Cost[]): BenchRow[] {
  const [measured, compared] = [own, other].map((all) => takeMedian(all.map(({ seconds }) => seconds)));
  const [peak, otherPeak] = [own, other].map((all) => Math.max(...all.map((cost) => cost.peak)));
  if (measured === undefined || compared === undefined || peak === undefined || otherPeak === undefined)
    throw new Error('nothing was measured');
  const ratio = measured / compared;
  return [
    {
      what: `push of an image of 1 GiB, from a ${what}`,
      measured: `${measured.toFixed(2)} s`,
      reference: `${compared.toFixed(2)} s, skopeo`,
      ratio: ratio.toFixed(2),
      target: `at most ${largestRatio}`,
      held: ratio <= largestRatio,
    },
    {
      what: `peak memory of the push from a ${what}`,
      measured: `${peak.toFixed(0)} MiB`,
      reference: `${otherPeak.toFixed(0)} MiB skopeo`,
      ratio: '',
      target: `at most ${largestPeak} MiB`,
      held: peak > 0 && peak <= largestPeak,
    },
  ];
}
