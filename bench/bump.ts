import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGitHub } from '@slipway/emulated-github/github';
import type { Service } from '@slipway/gateway/service';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { createWorld } from '@slipway/world/world';
import { delay } from './delay.ts';
import { runProgram } from './run-program.ts';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 5;
const commitCount = 15_000;
const tagCount = 500;
const latencyMs = 50;
const maxRatio = 1.2;
const bundle = fileURLToPath(new URL('../dist/version-bump/index.js', import.meta.url));
const pyproject = `[project]
name = "demo"
version = "1.0.499"

[tool.semantic_release]
version_toml = ["pyproject.toml:project.version"]
tag_format = "v{version}"
`;

const git = (directory: string, args: readonly string[], input?: string): string =>
  execFileSync('git', ['-C', directory, ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });

/** A repository with 500 releases, half of them on a line of their own, and 15,000 commits since the last one. */
function createRepository(directory: string): void {
  mkdirSync(directory);
  git(directory, ['init', '--quiet', '--initial-branch=main']);
  const stream: string[] = [];
  let mark = 0;
  const commit = (branch: string, message: string, from?: number): void => {
    mark += 1;
    const person = `Dev <dev@example.com> ${1_600_000_000 + mark * 60} +0000`;
    const body = `${message}\n\nWhat it does and why, in two lines\nof an ordinary length.\n`;
    stream.push(
      `commit refs/heads/${branch}\nmark :${mark}\nauthor ${person}\ncommitter ${person}\ndata ${Buffer.byteLength(body)}\n${body}`,
      ...(from === undefined ? [] : [`from :${from}\n`]),
      ...(mark === 1 ? [`M 644 inline pyproject.toml\ndata ${pyproject.length}\n${pyproject}\n`] : []),
      `M 644 inline src/file-${mark % 500}.py\ndata 8\n${String(mark).padStart(7, '0')}\n\n`,
    );
  };
  const tag = (name: string): void => void stream.push(`reset refs/tags/${name}\nfrom :${mark}\n\n`);
  commit('main', 'feat: first');
  for (let index = 0; index < tagCount / 2; index += 1) {
    commit('other', `feat: other ${index}`, index === 0 ? 1 : undefined);
    tag(`v2.0.${index}`);
  }
  for (let index = tagCount / 2; index < tagCount; index += 1) {
    commit('main', `fix: released ${index}`, index === tagCount / 2 ? 1 : undefined);
    tag(`v1.0.${index}`);
  }
  const titles = [
    'feat(api): add a thing',
    'fix: mend a thing',
    'docs: words',
    'Change a thing',
    'chore: tidy',
  ];
  for (let index = 0; index < commitCount; index += 1)
    commit('main', `${titles[index % titles.length]} ${index}`);
  git(directory, ['fast-import', '--quiet'], stream.join(''));
  git(directory, ['repack', '-a', '-d', '--quiet']);
}

/** How long a service was busy, however many requests it answered at once. */
function measureBusy(service: Service): { readonly service: Service; takeMs(): number } {
  let busyMs = 0;
  let open = 0;
  let sinceMs = 0;
  return {
    service: {
      ...service,
      async handle(request) {
        if (open === 0) sinceMs = performance.now();
        open += 1;
        try {
          return await service.handle(request);
        } finally {
          open -= 1;
          if (open === 0) busyMs += performance.now() - sinceMs;
        }
      },
    },
    takeMs() {
      const taken = busyMs;
      busyMs = 0;
      return taken;
    },
  };
}

/**
 * What the bump needs git for, as a person would type it. Each program has a session of its own, as those of the bump have: Linux
 * shares a busy machine out by sessions, and a new one waits.
 */
function timeGit(clone: string): number {
  const startedMs = performance.now();
  for (const args of [
    ['for-each-ref', '--format=%(refname)', '--merged=HEAD', 'refs/tags'],
    ['log', '-z', '--topo-order', '--reverse', '--format=%H %P%n%B', 'v1.0.499..HEAD'],
  ]) {
    const options = { detached: true, maxBuffer: 2 ** 30 };
    const { status, error } = spawnSync('git', ['-C', clone, ...args], options);
    if (status !== 0) throw new Error(`git ${args[0]} failed`, { cause: error });
  }
  return performance.now() - startedMs;
}

interface Peer {
  readonly name: string;
  readonly args: readonly string[];
}

const peers: readonly Peer[] = [
  { name: 'semantic-release', args: ['--noop', 'version', '--print'] },
  { name: 'git-cliff', args: ['--bumped-version'] },
];
const pinned = ['python-semantic-release==10.7.0', 'git-cliff==2.14.2'];

/** Where the peers are; undefined where they cannot be installed. */
function findPeers(): string | undefined {
  const cache = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
  const folder = join(cache, 'bump-venv/bin');
  const isThere = (): boolean => peers.every(({ name }) => existsSync(join(folder, name)));
  if (isThere()) return folder;
  mkdirSync(cache, { recursive: true });
  spawnSync('python3', ['-m', 'venv', join(cache, 'bump-venv')], { stdio: 'ignore' });
  spawnSync(join(folder, 'python'), ['-m', 'pip', 'install', '--quiet', ...pinned], { stdio: 'ignore' });
  return isThere() ? folder : undefined;
}

/** A dry run of the shipped action in a complete checkout, beside the git commands and requests that it is made of. */
export async function run(): Promise<BenchRow[]> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-bump-'));
  const source = join(home, 'source');
  createRepository(source);
  const busy: { takeMs(): number }[] = [];
  const world = await createWorld({
    directory: join(home, 'world'),
    userEnvironment: {},
    services: async ({ tokens }) => {
      const github = await createGitHub({ directory: join(home, 'github'), tokens });
      const measured = measureBusy(delay(github.service, () => latencyMs));
      busy.push(measured);
      return { services: [measured.service], handles: { github } };
    },
  });
  try {
    await world.handles.github.createRepository({ fullName: 'octo/demo', from: source });
    const clone = join(home, 'clone');
    git(home, ['clone', '--quiet', '--no-local', source, clone]);
    git(clone, ['remote', 'set-url', 'origin', 'https://github.com/octo/demo.git']);
    const head = git(clone, ['rev-parse', 'HEAD']).trim();
    const [ref, sha] = ['refs/heads/main', head];
    const identity = { repository: 'octo/demo', jobId: 'bump', eventName: 'workflow_dispatch', ref, sha };
    const { token } = world.tokens.issueJob(jobIdentity({ ...identity, permissions: { contents: 'write' } }));
    const files = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'].map((name) => [
      name,
      join(home, name),
    ]);
    const env = {
      ...Object.fromEntries(Object.entries(world.env).filter(([name]) => name !== 'NODE_USE_ENV_PROXY')),
      ...Object.fromEntries(files),
      ...{ GITHUB_WORKSPACE: clone, GITHUB_REPOSITORY: 'octo/demo', GITHUB_SHA: sha, GITHUB_REF: ref },
      ...{ GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' },
      ...{ INPUT_TOKEN: token, 'INPUT_DRY-RUN': 'true' },
    };
    const bump = async (): Promise<{ seconds: number; apiSeconds: number }> => {
      for (const [, path = ''] of files) writeFileSync(path, '');
      busy[0]?.takeMs();
      const { seconds, exitCode, output } = await runProgram([process.execPath, bundle], env);
      if (exitCode !== 0 || !output.includes('1.1.0'))
        throw new Error(`the bump failed: ${output.slice(-2000)}`);
      return { seconds, apiSeconds: (busy[0]?.takeMs() ?? 0) / 1000 };
    };
    const folder = findPeers();
    await bump();
    const own: number[] = [];
    const needed: number[] = [];
    const others = new Map(peers.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      const { seconds, apiSeconds } = await bump();
      own.push(seconds);
      needed.push(apiSeconds + timeGit(clone) / 1000);
      for (const { name, args } of folder === undefined ? [] : peers) {
        const call = [join(folder ?? '', name), ...args] as const;
        const found = await runProgram(['env', '-C', clone, ...call], { HOME: home, GH_TOKEN: 'x' });
        if (found.exitCode !== 0) throw new Error(`${name} failed: ${found.output.slice(-2000)}`);
        others.get(name)?.push(found.seconds);
      }
    }
    const what = `bump over ${commitCount.toLocaleString('en-US')} commits and ${tagCount} tags`;
    const ratio = takeMedian(own.map((seconds, index) => seconds / (needed[index] ?? Number.NaN)));
    return [
      {
        what: `${what}, ${latencyMs} ms`,
        measured: `${takeMedian(own).toFixed(2)} s`,
        reference: `${takeMedian(needed).toFixed(2)} s, its git commands and its requests`,
        ratio: ratio.toFixed(2),
        target: `at most ${maxRatio}`,
        held: ratio <= maxRatio,
      },
      ...peers.map(({ name }): BenchRow => {
        const times = others.get(name) ?? [];
        const other = takeMedian(times);
        return {
          what,
          measured: `${takeMedian(own).toFixed(2)} s`,
          reference:
            times.length === 0
              ? `not shown: ${name} cannot be installed`
              : `${other.toFixed(2)} s, ${name}, without requests`,
          ratio: times.length === 0 ? '' : (other / takeMedian(own)).toFixed(2),
          target: '',
          held: true,
        };
      }),
    ];
  } finally {
    await world.close();
    rmSync(home, { recursive: true, force: true });
  }
}
