import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ActionError } from '@slipway/core/errors/action-error';
import { describe, expect, it } from 'vitest';
import { withBuiltImage } from '../src/build/build-from-inputs.ts';
import { createContext, type TestContext, temporaryFolder, writeFiles } from './support/build-context.ts';

const containerDriver =
  'Name: own\nDriver: docker-container\n\nNodes:\nName: own0\nBuildKit version: v0.16.0\nPlatforms: linux/amd64*, linux/arm64 (+2)\n';
const plainDocker =
  'Name: default\nDriver: docker\n\nNodes:\nBuildKit version: v0.16.0\nPlatforms: linux/amd64\nLabels:\n org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1\n';
const containerdDocker = `${plainDocker} org.mobyproject.buildkit.worker.snapshotter: overlayfs\n`;

interface Fake {
  /** `docker` has the plugin, `buildx` stands alone. */
  readonly program?: 'docker' | 'buildx';
  /** What \`inspect\` says of the current builder, and of any other. */
  readonly current?: string;
  readonly named?: string;
  /** Shell words that run in place of `build`. */
  readonly build?: string;
  readonly create?: string;
}

/** A workspace with a program in place of buildx, which never builds: it records, and says what it is told to. */
function open(
  fake: Fake,
  given: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
): TestContext {
  const bin = temporaryFolder();
  const { program = 'docker', current = containerDriver, named = containerDriver } = fake;
  writeFiles(bin, {
    current,
    named,
    [program]: `#!/bin/sh
${program === 'docker' ? 'shift' : ''}
case "$1" in
  version) echo buildx v0.0.0-fake ;;
  inspect) if [ -n "$3" ]; then cat "${bin}/named"; else cat "${bin}/current"; fi ;;
  create) ${fake.create ?? 'echo "$5"'} ;;
  rm) ;;
  build) ${fake.build ?? 'echo "ERROR: failed to build: failed to solve: the fake builds nothing" >&2; exit 1'} ;;
  *) exit 64 ;;
esac
`,
  });
  return createContext({ Dockerfile: 'FROM scratch\n' }, given, {
    PATH: `${bin}:/usr/bin:/bin`,
    ...variables,
  });
}

const fail = async (test: TestContext): Promise<ActionError> => {
  const failure = await withBuiltImage(test.context, '', async () => undefined).catch(
    (cause: unknown) => cause,
  );
  expect(readdirSync(test.temporaryDirectory)).toEqual([]);
  expect(failure).toBeInstanceOf(ActionError);
  return failure as ActionError;
};
const callsOf = (test: TestContext, command: string) =>
  test.calls.filter(({ args }) => args.includes(command));

describe('builder selection', () => {
  it.each(['docker', 'buildx'] as const)(
    'the current builder is found through %s and used',
    async (program) => {
      const test = open({ program });
      expect(await fail(test)).toMatchObject({
        code: 'E_DOCKER_BUILD',
        message: 'The build failed: the fake builds nothing.',
      });
      const args = callsOf(test, 'build')[0]?.args ?? [];
      expect(args.slice(0, 4 + Number(program === 'docker'))).toEqual([
        ...(program === 'docker' ? ['docker', 'buildx'] : ['buildx']),
        'build',
        '--builder',
        'own',
      ]);
      expect(callsOf(test, 'create')).toEqual([]);
      expect(test.log.lines).toContain(
        'info: Builder own (docker-container; BuildKit v0.16.0; linux/amd64, linux/arm64)',
      );
    },
  );

  it('the Docker builder is used if Docker stores images in containerd', async () => {
    const test = open({ current: containerdDocker });
    await fail(test);
    expect(callsOf(test, 'build')[0]?.args).toContain('default');
  });

  it('a temporary builder is created without the containerd store and removed after a failed build', async () => {
    const test = open({ current: plainDocker });
    expect(await fail(test)).toMatchObject({ code: 'E_DOCKER_BUILD' });
    const name = callsOf(test, 'create')[0]?.args.at(-1);
    expect(callsOf(test, 'create')[0]?.args.slice(2)).toEqual([
      'create',
      '--driver',
      'docker-container',
      '--name',
      name,
    ]);
    expect(test.calls.at(-1)?.args.slice(2)).toEqual(['rm', '--force', name]);
    expect(test.log.lines.join('\n')).toContain('"default" uses Docker without the containerd image store');
  });

  it('an unusable builder requested by the user is rejected and not replaced', async () => {
    const test = open({ named: plainDocker }, { builder: 'mine' });
    expect(await fail(test)).toMatchObject({
      code: 'E_DOCKER_BUILDER',
      message: expect.stringContaining('"mine" cannot be used'),
    });
    expect([...callsOf(test, 'create'), ...callsOf(test, 'build')]).toEqual([]);
  });

  it('a failed builder creation is reported with its output', async () => {
    const test = open({ current: plainDocker, create: 'echo "ERROR: no space" >&2; exit 1' });
    expect(await fail(test)).toMatchObject({
      code: 'E_DOCKER_BUILDER',
      message: expect.stringContaining('ERROR: no space'),
    });
  });

  it('a missing buildx is reported with a setup hint', async () => {
    const { code, message, hint } = await fail(
      createContext({ Dockerfile: '' }, {}, { PATH: temporaryFolder() }),
    );
    expect(code).toBe('E_TOOL_MISSING');
    expect(message).toContain('"docker" is not on PATH; "buildx" is not on PATH');
    expect(hint).toContain('setup-buildx-action');
  });

  it.each([
    ['answers for buildx', 'echo "buildah 1.37.3"'],
    ['does not know buildx', 'echo "Error: unrecognized command \'podman buildx\'" >&2; exit 125'],
  ])('Podman as docker that %s is named, and the way out is not a setup step', async (_, words) => {
    const bin = temporaryFolder();
    writeFiles(bin, { docker: `#!/bin/sh\n${words}\n` });
    const { code, message, hint } = await fail(
      createContext({ Dockerfile: '' }, {}, { PATH: `${bin}:/usr/bin:/bin` }),
    );
    expect(code).toBe('E_TOOL_MISSING');
    expect(message).toContain('"docker" is Podman');
    expect(message).toContain('"buildx" is not on PATH');
    expect(hint).not.toContain('setup-buildx-action');
    expect(hint).toContain('"builder"');
  });

  it.each([
    ['v0.12.5', false],
    ['v0.13.0', true],
    ['v0.9.1', false],
    ['v1.0.0', true],
    ['v0.0.0+unknown', true],
    ['', true],
  ])('the layer timestamps with BuildKit "%s" are rewritten: %s', async (version, expected) => {
    const test = open({ current: containerDriver.replace('v0.16.0', version) });
    await fail(test);
    const output = callsOf(test, 'build')[0]?.args.find((each) => each.startsWith('type=oci')) ?? '';
    expect(output.endsWith(',rewrite-timestamp=true')).toBe(expected);
  });
});

describe('buildx process', () => {
  it('buildx receives the job variables without job credentials, and cache variables only for a cache', async () => {
    const variables = {
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      ACTIONS_RUNTIME_TOKEN: 'cache-token',
      GITHUB_OUTPUT: '/x',
      NODE_OPTIONS: '--x',
      MY_VARIABLE: 'mine',
    };
    const plain = open({}, { 'cache-from': 'type=registry,ref=example.com/a' }, variables);
    await fail(plain);
    const env = callsOf(plain, 'build')[0]?.env ?? {};
    expect(env).toMatchObject({
      MY_VARIABLE: 'mine',
      SOURCE_DATE_EPOCH: '1700000000',
      BUILDX_METADATA_WARNINGS: 'true',
    });
    expect(
      Object.keys(env).filter((name) => /^(INPUT_|ACTIONS_|GITHUB_OUTPUT|NODE_OPTIONS)/.test(name)),
    ).toEqual([]);
    const cached = open({}, { 'cache-to': 'type=gha,scope=a' }, variables);
    await fail(cached);
    expect(callsOf(cached, 'build')[0]?.env?.['ACTIONS_RUNTIME_TOKEN']).toBe('cache-token');
    expect(callsOf(cached, 'build')[0]?.env).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  });

  it('each secret is stored in its own private file', async () => {
    const copies = temporaryFolder();
    const test = open(
      {
        build: `for each in "$@"; do case "$each" in id=*) file="\${each#*src=}"; cp -p "$file" "${copies}/" ;; esac; done; exit 1`,
      },
      { secrets: 'A=first-secret\nB=second-secret' },
    );
    await fail(test);
    const secrets = callsOf(test, 'build')[0]?.args.filter((each) => each.startsWith('id=')) ?? [];
    expect(secrets.map((each) => each.replace(/,.*/, ''))).toEqual(['id=A', 'id=B']);
    expect(readdirSync(copies).map((name) => readFileSync(join(copies, name), 'utf8'))).toEqual([
      'first-secret',
      'second-secret',
    ]);
    for (const name of readdirSync(copies)) expect(statSync(join(copies, name)).mode & 0o777).toBe(0o600);
    const folder = dirname(secrets[0]?.replace(/.*src=/, '') ?? '');
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['id=a,env=ABSENT', /variable "ABSENT" is not set/],
    ['id=a,env=ACTIONS_ID_TOKEN_REQUEST_TOKEN', /not available to builds/],
    ['id=a,src=absent.txt', /the file "absent.txt" does not exist/],
    [`A=${'x'.repeat(500 * 1024 + 1)}`, /512000 bytes/],
  ])('buildx does not start when a secret is unusable (case %#)', async (secrets, message) => {
    const test = open({}, { secrets }, { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' });
    const failure = await fail(test);
    expect(failure.code).toBe('E_DOCKER_SECRET');
    expect(failure.message).toMatch(message);
    expect(test.calls).toEqual([]);
  });

  it('buildx does not start without a context and a Dockerfile', async () => {
    expect((await fail(open({}, { context: 'absent' }))).message).toContain(
      '"absent", which is not a folder',
    );
    expect((await fail(open({}, { file: 'absent.dockerfile' }))).message).toContain(
      'No Dockerfile was found at "absent.dockerfile"',
    );
  });

  it('a build without result metadata is rejected', async () => {
    expect(await fail(open({ build: 'exit 0' }))).toMatchObject({ code: 'E_DOCKER_RESULT' });
  });

  it('build argument values stay out of errors, and names that look like secrets produce a warning', async () => {
    const test = open({ build: 'exit 3' }, { 'build-args': 'API_TOKEN=tops3cret' });
    const { message, cause } = await fail(test);
    expect(`${message} ${String(cause)}`).not.toContain('tops3cret');
    expect(message).toBe('The build failed: buildx failed with exit code 3.');
    expect(test.log.lines.filter((line) => line.startsWith('warning: '))).toEqual([
      expect.stringContaining('API_TOKEN'),
    ]);
  });
});
