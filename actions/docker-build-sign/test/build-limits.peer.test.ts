import { execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withBuiltImage } from '../src/build/build-from-inputs.ts';
import { temporaryFolder, writeFiles } from './support/build-context.ts';
import { findMissing } from './support/buildkit.ts';
import { findFreePort, waitForPort } from './support/ports.ts';

import { useRealBuilds } from './support/real-builds.ts';

const missing = findMissing();
if (missing !== undefined)
  console.log(`not shown: builds that are repeated, fail or are cancelled (${missing})`);

const _oci = (name: string): string => `org.opencontainers.image.${name}`;

describe.skipIf(missing !== undefined)('BuildKit build', () => {
  const { open, build, fail } = useRealBuilds();

  it('a reproducibility check builds twice and accepts equal images', async () => {
    const test = open(
      {
        Dockerfile: 'FROM scratch\nCOPY probe hello /\nRUN ["/probe", "copy", "/hello", "/copy"]\n',
        hello: 'hello',
      },
      { reproducible: 'check', platforms: 'linux/amd64,linux/arm64' },
    );
    await build(test);
    expect(test.calls.filter(({ args }) => args.includes('build'))).toHaveLength(2);
    expect(test.log.lines).toContain('info: The second build, without the cache, produced the same image.');
  });

  it('a reproducibility check ignores the build time in BuildKit attestations', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY probe /\n' },
      { reproducible: 'check', provenance: 'mode=max' },
    );
    expect((await build(test)).hasAttestations).toBe(true);
  });

  it('a build that is not reproducible fails with the step of the differing layer', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY probe /\nRUN ["/probe", "random", "/random"]\n' },
      { reproducible: 'check', platforms: 'linux/amd64,linux/arm64', provenance: 'mode=max' },
    );
    const { code, message } = await fail(test);
    expect(code).toBe('E_DOCKER_NOT_REPRODUCIBLE');
    expect(message).toMatch(
      /linux\/amd64: layer 2 of 2 \(RUN \/probe random \/random.*\) is sha256:.*linux\/arm64: layer 2 of 2/,
    );
  });

  it('an image is built from a git repository and records its commit', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'image/Dockerfile': 'FROM scratch\nCOPY hello /hello\n',
      'image/hello': 'from git',
    });
    const git = (...args: string[]): Buffer =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    git('init', '-q', '--initial-branch=main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    const port = await findFreePort();
    const daemon = spawn(
      'git',
      ['daemon', '--listen=127.0.0.1', `--port=${port}`, '--export-all', `--base-path=${folder}`],
      { stdio: 'ignore' },
    );
    try {
      await waitForPort(port);
      const { image } = await build(open({}, { context: `git://127.0.0.1:${port}/#main:image` }));
      expect(Object.values(image.platforms)[0]?.files.get('hello')?.content).toBe('from git');
    } finally {
      daemon.kill('SIGTERM');
    }
  });

  it('Dockerfile warnings are shown', async () => {
    const test = open({ Dockerfile: 'from scratch AS Upper\nCOPY probe /\n' });
    const { metadata } = await build(test);
    expect(metadata.warnings.length).toBeGreaterThan(0);
    expect(test.log.lines.filter((line) => line.startsWith('warning: Dockerfile:1 '))).not.toEqual([]);
  });

  it.each<[what: string, dockerfile: string, given: Record<string, string>, message: RegExp, hint: RegExp]>([
    [
      'a step that fails',
      'COPY probe /\nRUN ["/probe", "fail", "the reason"]',
      {},
      /exit code: 7.*the reason/,
      /output of the build/,
    ],
    [
      'a program for a different platform',
      'COPY foreign /\nRUN ["/foreign", "say", "x"]',
      { platforms: 'linux/amd64' },
      /exec format error/,
      /setup-qemu-action/,
    ],
    ['a file outside the context', 'COPY absent /', {}, /absent.*not found/, /dockerignore/],
    ['an unknown instruction', 'COPI probe /', {}, /unknown instruction: COPI/i, /names the line/],
    [
      'a missing stage',
      'COPY probe /',
      { target: 'none' },
      /target stage "none" could not be found/,
      /input "target"/,
    ],
    [
      'an unknown platform',
      'COPY probe /\nFROM --platform=abacus scratch',
      {},
      /abacus/,
      /Correct the platform/,
    ],
    [
      'a missing required secret',
      'COPY probe /\nRUN --mount=type=secret,id=absent,required=true ["/probe", "say", "x"]',
      {},
      /secret absent: not found/,
      /requires a secret/,
    ],
  ])('a build with %s fails with the reason and a hint', async (_what, dockerfile, given, message, hint) => {
    const {
      code,
      message: said,
      hint: advice,
    } = await fail(open({ Dockerfile: `FROM scratch\n${dockerfile}\n` }, given));
    expect(code).toBe('E_DOCKER_BUILD');
    expect(said).toMatch(message);
    expect(advice).toMatch(hint);
  });

  it('a build fails with a login hint when the base image requires credentials', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(401, {
        'content-type': 'application/json',
        'www-authenticate': 'Basic realm="none"',
      });
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as { port: number };
      const { code, hint } = await fail(open({ Dockerfile: `FROM 127.0.0.1:${port}/private/base:1\n` }));
      expect(code).toBe('E_DOCKER_BUILD');
      expect(hint).toContain('docker/login-action');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('a canceled build ends its programs and leaves no files', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY probe /\nRUN --mount=type=secret,id=a ["/probe", "sleep"]\n' },
      { secrets: 'a=some-secret' },
    );
    const reason = new Error('cancelled');
    const running = withBuiltImage(test.context, '', async () => undefined).catch((cause: unknown) => cause);
    while (!test.log.lines.some((line) => line.includes('sleeping'))) await sleep(20);
    test.controller.abort(reason);
    expect(await running).toBe(reason);
    expect(readdirSync(test.temporaryDirectory)).toEqual([]);
  });

  it('a build with a missing builder fails with its name', async () => {
    const test = open({ Dockerfile: 'FROM scratch\nCOPY probe /\n' }, { builder: 'nobody' });
    expect(await fail(test)).toMatchObject({
      code: 'E_DOCKER_BUILDER',
      message: expect.stringContaining('"nobody"'),
    });
  });

  it('a failed builder startup is explained and the builder is removed', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY probe /\n' },
      {},
      { BUILDX_BUILDER: 'default', DOCKER_HOST: 'unix:///nowhere.sock' },
    );
    const { code, message, hint } = await fail(test);
    expect(code).toBe('E_DOCKER_BUILDER');
    expect(message).toContain('nowhere.sock');
    expect(hint).toContain('setup-buildx-action');
    const created = test.calls.find(({ args }) => args.includes('create'))?.args.at(-1);
    expect(test.calls.at(-1)?.args.slice(-3)).toEqual(['rm', '--force', created]);
  });
});
