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

describe.skipIf(missing !== undefined)('a build by BuildKit', () => {
  const { open, build, fail } = useRealBuilds();

  it('is built twice when that is asked for, and the same image twice', async () => {
    const test = open(
      {
        Dockerfile: 'FROM scratch\nCOPY probe hello /\nRUN ["/probe", "copy", "/hello", "/copy"]\n',
        hello: 'hello',
      },
      { reproducible: 'check', platforms: 'linux/amd64,linux/arm64' },
    );
    await build(test);
    expect(test.calls.filter(({ args }) => args.includes('build'))).toHaveLength(2);
    expect(test.log.lines).toContain('info: A second build without the cache gave the same image.');
  });

  it('is the same image twice though BuildKit attests another time of building', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY probe /\n' },
      { reproducible: 'check', provenance: 'mode=max' },
    );
    expect((await build(test)).hasAttestations).toBe(true);
  });

  it('is refused when a second build differs, with the step that made the layer', async () => {
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

  it('is built from a git repository, and knows the commit it was made from', async () => {
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

  it('shows the warnings of the Dockerfile', async () => {
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
      'a program of another platform',
      'COPY foreign /\nRUN ["/foreign", "say", "x"]',
      { platforms: 'linux/amd64' },
      /exec format error/,
      /setup-qemu-action/,
    ],
    ['a file that is not in the context', 'COPY absent /', {}, /absent.*not found/, /dockerignore/],
    ['an unknown instruction', 'COPI probe /', {}, /unknown instruction: COPI/i, /line is named/],
    [
      'a stage that is not there',
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
      'a secret that is required',
      'COPY probe /\nRUN --mount=type=secret,id=absent,required=true ["/probe", "say", "x"]',
      {},
      /secret absent: not found/,
      /asks for a secret/,
    ],
  ])('is not built because of %s, which is said', async (_what, dockerfile, given, message, hint) => {
    const {
      code,
      message: said,
      hint: advice,
    } = await fail(open({ Dockerfile: `FROM scratch\n${dockerfile}\n` }, given));
    expect(code).toBe('E_DOCKER_BUILD');
    expect(said).toMatch(message);
    expect(advice).toMatch(hint);
  });

  it('is not built on a base image that is not given away', async () => {
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

  it('ends with its programs when the job is cancelled, and leaves nothing behind', async () => {
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

  it('is not built by a builder that is not there', async () => {
    const test = open({ Dockerfile: 'FROM scratch\nCOPY probe /\n' }, { builder: 'nobody' });
    expect(await fail(test)).toMatchObject({
      code: 'E_DOCKER_BUILDER',
      message: expect.stringContaining('"nobody"'),
    });
  });

  it('needs a builder, and says what is in the way of one', async () => {
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
