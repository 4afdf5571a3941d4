/**
 * What a step of a Dockerfile gets hold of while the job has a token that may write packages: nothing of it. The builder is a real
 * BuildKit with the entitlements that docker/setup-buildx-action gives it, and the action runs as it ships.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProbe, findMissing, type RealBuilder, startBuilder } from './support/buildkit.ts';
import {
  errorOf,
  type ImageWorld,
  imagePackage,
  openImageWorld,
  type Run,
  type RunOptions,
  signingJob,
} from './support/image-world.ts';
import { readBytes, readManifest } from './support/stored-image.ts';

const missing = findMissing();
if (missing !== undefined) console.log(`not shown: what a step of a build can reach (${missing})`);

const secrets = {
  // The runner's: the right to say who the job is, its artifacts and its cache.
  ACTIONS_RUNTIME_TOKEN: 'canary-runtime-2b1f',
  ACTIONS_CACHE_TOKEN: 'canary-cache-77aa',
  // Of an earlier step.
  AWS_SECRET_ACCESS_KEY: 'canary-aws-91c3',
} as const;
const ofDocker = 'canary-docker-5d0e';

describe.skipIf(missing !== undefined)('Dockerfile step sandbox', () => {
  let builder: RealBuilder;
  let probe: string;
  beforeAll(async () => {
    probe = buildProbe(process.arch === 'arm64' ? 'arm64' : 'amd64');
    builder = await startBuilder(
      ['network.host', 'security.insecure'].flatMap((each) => ['--allow-insecure-entitlement', each]),
    );
  });
  afterAll(async () => {
    await builder?.stop();
    if (probe !== undefined) rmSync(probe, { recursive: true, force: true });
  });

  /** A job with a token, Docker's configuration with a password, and the Dockerfile of somebody curious. */
  async function openJob(step: string) {
    const of = await openImageWorld();
    copyFileSync(join(probe, 'probe'), join(of.workspace, 'probe'));
    writeFileSync(join(of.workspace, 'Dockerfile'), `FROM scratch\nCOPY probe /probe\n${step}\n`);
    const config = join(of.directory, 'docker');
    mkdirSync(config);
    const auth = Buffer.from(`octocat:${ofDocker}`).toString('base64');
    writeFileSync(
      join(config, 'config.json'),
      JSON.stringify({ auths: { 'registry.example.org': { auth } } }),
    );
    const run = (options: RunOptions = {}): Promise<Run> =>
      of.run({
        ...options,
        inputs: { mode: 'stage', version: '1.2.0', ...options.inputs },
        variables: { ...secrets, DOCKER_CONFIG: config, ...builder.variables },
      });
    return { of, run, config: join(config, 'config.json') };
  }

  const listPlaces = (of: ImageWorld, config: string): string =>
    JSON.stringify([
      '/probe',
      'spy',
      '/report',
      ...[config, join(of.workspace, 'Dockerfile'), of.trustedRoot, builder.socket],
      ...['/var/run/docker.sock', '/run/buildkit/buildkitd.sock'],
      ...['/home/runner/.docker/config.json', '/github/home/.docker/config.json', '/run/secrets/canary'],
    ]);

  /** The report, from the layer that the registry has. */
  async function readReport(of: ImageWorld, { outputs }: Run): Promise<string> {
    const { layers = [] } = readManifest(of, outputs['digest'] ?? '');
    const last = await readBytes(of, layers.at(-1)?.digest ?? '');
    return gunzipSync(last).toString('utf8');
  }

  it('a step sees no token, variable, file or process of the job and cannot leave its sandbox', async () => {
    const { of, run, config } = await openJob('');
    const spy = `RUN ${listPlaces(of, config)}\n`;
    writeFileSync(join(of.workspace, 'Dockerfile'), `FROM scratch\nCOPY probe /probe\n${spy}`);
    const { token } = of.world.tokens.issueJob(signingJob);
    const done = await run({ inputs: { token } });
    expect(errorOf(done), done.output).toBe('');
    const report = await readReport(of, done);
    // It looked, and would have seen: its own variables, its own process, its own files.
    expect(report).toContain('variable PATH=');
    expect(report).toMatch(/^processes 1$/m);
    expect(report).toMatch(/^read \/proc\/self\/mountinfo: \d+ /m);
    for (const secret of [token, ofDocker, Buffer.from(`octocat:${ofDocker}`).toString('base64')])
      expect(report).not.toContain(secret);
    for (const secret of Object.values(secrets)) expect(report).not.toContain(secret);
    expect(report).not.toMatch(/^variable (?:GITHUB|ACTIONS|INPUT|RUNNER|DOCKER|AWS|BUILDX)_/m);
    for (const path of [config, of.trustedRoot, builder.socket, '/var/run/docker.sock']) {
      expect(report).toContain(`read ${path}: refused: open ${path}: no such file or directory`);
      expect(report).toContain(
        `dial ${path}: refused: dial unix ${path}: connect: no such file or directory`,
      );
    }
    expect(report).toContain('mount: refused: operation not permitted');
    expect(report).toMatch(
      /^trace: refused: (?:operation not permitted|no such process|function not implemented)$/m,
    );
    // Filtered system calls, and no right over the machine (CAP_SYS_ADMIN is bit 21).
    expect(report).toMatch(/^Seccomp:\s+2$/m);
    const capabilities = BigInt(`0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(report)?.[1] ?? 'ffffffffffffffff'}`);
    expect(capabilities & (1n << 21n)).toBe(0n);
  });

  it('a step sees a secret that the workflow passes to it', async () => {
    const { of, run, config } = await openJob('');
    const spy = `RUN --mount=type=secret,id=canary ${listPlaces(of, config)}\n`;
    writeFileSync(join(of.workspace, 'Dockerfile'), `FROM scratch\nCOPY probe /probe\n${spy}`);
    const done = await run({ inputs: { secrets: 'canary=canary-given-40c2' } });
    expect(errorOf(done), done.output).toBe('');
    expect(await readReport(of, done)).toContain('read /run/secrets/canary: canary-given-40c2');
  });

  it.each([
    ['security.insecure', 'RUN --security=insecure ["/probe", "say", "out"]'],
    ['network.host', 'RUN --network=host ["/probe", "say", "out"]'],
  ])(
    'a step leaves its sandbox only with the entitlement %s in the input "allow"',
    async (entitlement, step) => {
      const { of, run } = await openJob(step);
      const before = of.world.journal.entries.length;
      const refused = await run();
      expect(errorOf(refused)).toMatch(/^E_DOCKER_BUILD /);
      expect(refused.output).toContain(entitlement);
      expect(of.writes(before)).toEqual([]);
      const asked = await run({ inputs: { allow: entitlement } });
      expect(errorOf(asked), asked.output).toBe('');
      expect(asked.output).toMatch(/^::warning::Steps of the Dockerfile are let out of their sandbox/m);
      expect(of.registry.listPackages().map(({ name }) => name)).toEqual([imagePackage]);
    },
  );
});
