import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError } from '@slipway/core/errors/action-error';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withBuiltImage } from '../src/build-from-inputs.ts';
import type { BuildResult } from '../src/build-image.ts';
import {
  createContext,
  type Files,
  type TestContext,
  temporaryFolder,
  writeFiles,
} from './support/build-context.ts';
import { buildProbe, findMissing, type RealBuilder, startBuilder } from './support/buildkit.ts';
import { findFreePort, waitForPort } from './support/ports.ts';
import { type ReadImage, readImage } from './support/read-image.ts';

const missing = findMissing();
if (missing !== undefined) console.log(`not shown: images built by buildx and BuildKit (${missing})`);

const oci = (name: string): string => `org.opencontainers.image.${name}`;

describe.skipIf(missing !== undefined)('an image built by BuildKit', () => {
  let builder: RealBuilder;
  const probes = new Map<string, string>();
  beforeAll(async () => {
    for (const architecture of ['amd64', 'arm64']) probes.set(architecture, buildProbe(architecture));
    builder = await startBuilder();
  });
  afterAll(async () => {
    await builder?.stop();
    for (const folder of probes.values()) rmSync(folder, { recursive: true, force: true });
  });

  const open = (
    files: Files,
    given: Readonly<Record<string, string>> = {},
    variables: Readonly<Record<string, string>> = {},
  ): TestContext => {
    const test = createContext(files, given, { ...builder.variables, ...variables });
    copyFileSync(
      join(probes.get(process.arch === 'arm64' ? 'arm64' : 'amd64') ?? '', 'probe'),
      join(test.workspace, 'probe'),
    );
    copyFileSync(
      join(probes.get(process.arch === 'arm64' ? 'amd64' : 'arm64') ?? '', 'probe'),
      join(test.workspace, 'foreign'),
    );
    return test;
  };
  /** Builds, and looks whether anything was left behind. */
  const build = async (test: TestContext): Promise<BuildResult & { readonly image: ReadImage }> => {
    const result = await withBuiltImage(test.context, '1.2.0', async (built) => ({
      ...built,
      image: await readImage(built),
    }));
    expect(readdirSync(test.temporaryDirectory)).toEqual([]);
    return result;
  };
  const fail = async (test: TestContext): Promise<ActionError> => {
    const failure = await build(test).catch((cause: unknown) => cause);
    expect(readdirSync(test.temporaryDirectory)).toEqual([]);
    expect(failure).toBeInstanceOf(ActionError);
    return failure as ActionError;
  };

  it('has the labels and annotations that were asked for, at every level, and times of the commit', async () => {
    const event = join(temporaryFolder(), 'event.json');
    writeFileSync(
      event,
      JSON.stringify({ repository: { description: 'Größe = "alles", 日本', license: { spdx_id: 'MIT' } } }),
    );
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY hello /hello\n', hello: 'hello' },
      {
        platforms: 'linux/amd64,linux/arm64/v8',
        labels: `${oci('title')}=Démo\ncom.example.words="a, b" = c`,
        annotations:
          'index:com.example.level=index\nmanifest[linux/arm64]:com.example.arm=yes\ncom.example.both=x',
      },
      { GITHUB_EVENT_PATH: event },
    );
    const { image, platforms, hasAttestations, metadata } = await build(test);
    const known = {
      [oci('created')]: '2023-11-14T22:13:20Z',
      [oci('description')]: 'Größe = "alles", 日本',
      [oci('documentation')]: 'https://github.com/Octo/Demo#readme',
      [oci('licenses')]: 'MIT',
      [oci('revision')]: '9f1c2b3a9f1c2b3a9f1c2b3a9f1c2b3a9f1c2b3a',
      [oci('source')]: 'https://github.com/Octo/Demo',
      [oci('title')]: 'Démo',
      [oci('url')]: 'https://github.com/Octo/Demo',
      [oci('version')]: '1.2.0',
    };
    expect(platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(hasAttestations).toBe(false);
    expect(image.root.manifests).toHaveLength(2);
    expect(image.root.annotations).toEqual({
      ...known,
      'com.example.level': 'index',
      'com.example.both': 'x',
    });
    for (const [platform, { manifest, config, files }] of Object.entries(image.platforms)) {
      expect(config.config.Labels).toEqual({ ...known, 'com.example.words': '"a, b" = c' });
      expect(config.created).toBe('2023-11-14T22:13:20Z');
      expect(manifest.annotations).toEqual({
        ...known,
        'com.example.both': 'x',
        ...(platform === 'linux/arm64' ? { 'com.example.arm': 'yes' } : {}),
      });
      expect(files.get('hello')).toEqual({ content: 'hello', time: 1_700_000_000 });
    }
    expect(metadata.buildRef).not.toBe('');
  });

  it('is a single manifest for one platform, without what belongs to an index', async () => {
    const test = open(
      { Dockerfile: 'FROM scratch\nCOPY hello /hello\n', hello: 'hello' },
      {
        platforms: 'linux/arm64',
        annotations: 'index:a=b\nmanifest[linux/arm64]:arm=yes\nmanifest[linux/amd64]:amd=no',
        mode: 'stage',
      },
    );
    const { root, image } = await build(test);
    expect(root.mediaType).toBe('application/vnd.oci.image.manifest.v1+json');
    const annotations = image.platforms['linux/arm64']?.manifest.annotations;
    expect(annotations).toMatchObject({ arm: 'yes', [oci('version')]: '1.2.0' });
    expect(annotations).not.toHaveProperty('amd');
    expect(annotations).not.toHaveProperty('a');
  });

  it('takes secrets with any characters, from values, variables and files, and keeps them to the steps that mount them', async () => {
    const difficult = 'a "quoted", comma=equals\nsecond line\n  and \'more\' $HOME';
    const quoted = `"difficult=${difficult.replaceAll('"', '""')}"`;
    const test = open(
      {
        Dockerfile: [
          'FROM scratch AS reading',
          'COPY probe /probe',
          ...['difficult', 'plain', 'variable', 'file'].map(
            (id) => `RUN --mount=type=secret,id=${id} ["/probe", "copy", "/run/secrets/${id}", "/${id}.out"]`,
          ),
          'FROM scratch AS clean',
          'COPY probe /probe',
          'RUN --mount=type=secret,id=difficult,required=true ["/probe", "say", "seen"]',
        ].join('\n'),
        'my,secret "file"': 'contents-of-the-file',
      },
      {
        secrets: `${quoted}\nplain=env:NOT_A_VARIABLE\nid=variable,env=MY_TOKEN\n"id=file,""src=my,secret """"file"""""""`,
        provenance: 'mode=max',
      },
      { MY_TOKEN: 'value-of-the-variable' },
    );
    const result = await build(createTarget(test, 'reading'));
    const files = Object.values(result.image.platforms)[0]?.files;
    expect(files?.get('difficult.out')?.content).toBe(difficult);
    expect(files?.get('plain.out')?.content).toBe('env:NOT_A_VARIABLE');
    expect(files?.get('variable.out')?.content).toBe('value-of-the-variable');
    expect(files?.get('file.out')?.content).toBe('contents-of-the-file');

    const clean = await build(test);
    expect(clean.hasAttestations).toBe(true);
    expect(clean.image.everything).toContain('buildkit');
    const seen = [clean.image.everything, ...test.log.lines, ...test.calls.flatMap(({ args }) => args)].join(
      '\n',
    );
    for (const secret of [
      ...difficult.split('\n'),
      'NOT_A_VARIABLE',
      'value-of-the-variable',
      'contents-of-the-file',
    ])
      expect(seen).not.toContain(secret);
    expect([...test.log.masked]).toEqual(
      expect.arrayContaining([
        difficult,
        'env:NOT_A_VARIABLE',
        'value-of-the-variable',
        'contents-of-the-file',
      ]),
    );
  });

  it('passes build arguments, the target, contexts and the Dockerfile', async () => {
    const test = open(
      {
        'docker/Other.dockerfile': [
          'FROM scratch AS wanted',
          'ARG EQUALS',
          'ARG LINES',
          'ARG BARE',
          'ARG UNSET=default',
          'COPY probe /probe',
          'COPY --from=extra note /note',
          ...['EQUALS', 'LINES', 'BARE', 'UNSET'].map(
            (name) => `RUN ["/probe", "env", "${name}", "/${name}"]`,
          ),
          'FROM scratch AS unwanted',
          'COPY missing /missing',
        ].join('\n'),
        'further/note': 'from the other context',
      },
      {
        file: 'docker/Other.dockerfile',
        target: 'wanted',
        'build-args': 'EQUALS=a=b, "c"\n"LINES=one\ntwo"\nBARE\nUNSET',
        'extra-args': '--build-context\nextra=further',
      },
      { BARE: 'of the environment' },
    );
    const { image } = await build(test);
    const files = Object.values(image.platforms)[0]?.files;
    const contents = Object.fromEntries(
      [...(files ?? [])].filter(([name]) => name !== 'probe').map(([name, { content }]) => [name, content]),
    );
    expect(contents).toEqual({
      EQUALS: 'a=b, "c"',
      LINES: 'one\ntwo',
      BARE: 'of the environment',
      UNSET: 'default',
      note: 'from the other context',
    });
  });

  it('writes a cache and reads it again', async () => {
    const cache = join(temporaryFolder(), 'cache');
    const files = { Dockerfile: 'FROM scratch\nCOPY probe /probe\nRUN ["/probe", "random", "/random"]\n' };
    const first = await build(open(files, { 'cache-to': `type=local,dest=${cache},mode=max` }));
    const other = await startBuilder();
    try {
      const test = open(files, { 'cache-from': `type=local,src=${cache}` }, other.variables);
      const second = await build(test);
      expect(second.root.digest).toBe(first.root.digest);
      expect(test.log.lines.some((line) => line.endsWith(' CACHED'))).toBe(true);
    } finally {
      await other.stop();
    }
  });

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
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim();
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
      const { image, metadata } = await build(open({}, { context: `git://127.0.0.1:${port}/#main:image` }));
      expect(Object.values(image.platforms)[0]?.files.get('hello')?.content).toBe('from git');
      expect(metadata.materials).toEqual([
        { uri: expect.stringContaining(`127.0.0.1:${port}`), digest: { sha1: git('rev-parse', 'HEAD') } },
      ]);
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

/** The same with a secret-reading stage as the target. */
function createTarget(test: TestContext, target: string): TestContext {
  return { ...test, context: { ...test.context, inputs: { ...test.context.inputs, target } } };
}
