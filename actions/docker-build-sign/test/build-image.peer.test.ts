import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TestContext, temporaryFolder } from './support/build-context.ts';
import { findMissing, startBuilder } from './support/buildkit.ts';

import { useRealBuilds } from './support/real-builds.ts';

const missing = findMissing();
if (missing !== undefined) console.log(`not shown: images built by buildx and BuildKit (${missing})`);

const oci = (name: string): string => `org.opencontainers.image.${name}`;

describe.skipIf(missing !== undefined)('BuildKit image', () => {
  const { open, build } = useRealBuilds();

  it('an image has the requested labels and annotations at every level and the commit time', async () => {
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
    const { image, platforms, hasAttestations } = await build(test);
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
  });

  it('an image for one platform is a single manifest without index annotations', async () => {
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

  it('secrets with any characters reach only the steps that mount them', async () => {
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

  it('build arguments, the target, contexts and the Dockerfile are passed to BuildKit', async () => {
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

  it('a build cache is written and read by a second build', async () => {
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
});

/** The same with a secret-reading stage as the target. */
function createTarget(test: TestContext, target: string): TestContext {
  return { ...test, context: { ...test.context, inputs: { ...test.context.inputs, target } } };
}
