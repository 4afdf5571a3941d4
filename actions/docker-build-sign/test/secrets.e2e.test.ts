import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, type ImageWorld, imagePackage, openImageWorld, type Run } from './support/image-world.ts';
import { listManifests, readBytes } from './support/stored-image.ts';

// As the runner reads the values of its commands.
const decode = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

/** Values that the run told the runner to hide. */
function masksOf({ output }: Run): readonly string[] {
  return [...output.matchAll(/^::add-mask::(.*)$/gm)].map(([, value = '']) => decode(value));
}

/** The log without the commands that hide values, which the runner does not show. */
const logOf = ({ output }: Run): string => output.replaceAll(/^::add-mask::.*$/gm, '');

/** Everything that anybody sees of a run: its log, outputs and files, and what the registry has. */
async function collectTexts(of: ImageWorld, run: Run): Promise<string> {
  const texts = [logOf(run), run.summary, JSON.stringify(run.outputs)];
  for (const path of (run.outputs['bundles'] ?? '').split('\n').filter((each) => each !== ''))
    texts.push(readFileSync(path, 'utf8'));
  for (const digest of listManifests(of)) {
    const text = Buffer.from(of.registry.readManifest(imagePackage, digest)?.bytes ?? []).toString('utf8');
    texts.push(text);
    const { config, layers = [] } = JSON.parse(text) as {
      config?: { digest: string };
      layers?: readonly { digest: string }[];
    };
    for (const blob of [...(config === undefined ? [] : [config]), ...layers]) {
      const bytes = await readBytes(of, blob.digest);
      texts.push(bytes.toString('latin1'));
      // A statement is the payload of its bundle.
      const payload = /"payload":"([^"]+)"/.exec(bytes.toString('latin1'))?.[1];
      if (payload !== undefined) texts.push(Buffer.from(payload, 'base64').toString('utf8'));
    }
  }
  for (const { path } of of.world.journal.entries) texts.push(path);
  return texts.join('\n');
}

/** Puts a program in front of the double that keeps its arguments, its environment, and the files of secrets. */
function record(of: ImageWorld): string {
  const [programs, folder] = [join(of.directory, 'programs'), join(of.directory, 'record')];
  mkdirSync(folder);
  const double = readFileSync(join(programs, 'buildx'), 'utf8');
  writeFileSync(join(programs, 'buildx-double'), double, { mode: 0o755 });
  const script = `#!/bin/sh
printf '%s\\n' "$@" >> '${folder}/arguments'
env >> '${folder}/environment'
for word in "$@"; do
  case "$word" in
  id=*,src=*) cp -p "\${word##*,src=}" '${folder}/secret-'"$(basename "\${word##*,src=}")" ;;
  esac
done
exec '${programs}/buildx-double' "$@"
`;
  writeFileSync(join(programs, 'buildx'), script);
  chmodSync(join(programs, 'buildx'), 0o755);
  return folder;
}

describe.concurrent('secrets', () => {
  it('secrets of the job, the registry and Sigstore appear only in the requests that need them', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const run = await of.run({ inputs: { version: '1.2.0' } });
    expect(errorOf(run), run.output).toBe('');
    const masks = masksOf(run);
    // The token of the job, with and without the user, the ID token, and that of the registry.
    expect(masks.filter((mask) => mask.startsWith('ghs_'))).toHaveLength(1);
    expect(masks.some((mask) => mask.startsWith('eyJ'))).toBe(true);
    const basic = masks.map((mask) => Buffer.from(mask, 'base64').toString('latin1'));
    expect(basic.some((text) => text.startsWith('octocat:ghs_'))).toBe(true);
    expect(basic.some((text) => text.startsWith('v1:octo/demo:'))).toBe(true);
    const seen = await collectTexts(of, run);
    expect(seen).toContain('simplesigning');
    for (const mask of masks) expect(seen.includes(mask), mask.slice(0, 6)).toBe(false);
  });

  it('build secrets reach the build as files and variables and appear nowhere else', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const folder = record(of);
    const values = {
      plain: 'p4ssw0rd,with="quotes"=and=more',
      several: 'first line\nsecond "quoted", line=2\n',
      variable: 'from a variable, "as it is"',
      file: 'kept in a file=yes',
    };
    writeFileSync(join(of.workspace, 'token.txt'), values.file);
    const csv = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const secrets = [
      csv(`PLAIN=${values.plain}`),
      csv(`SEVERAL=${values.several}`),
      'id=variable,env=PIP_TOKEN',
      'id=file,src=token.txt',
    ].join('\n');
    const run = await of.run({
      inputs: { mode: 'stage', sign: 'false', secrets, 'build-args': 'LEVEL=1' },
      variables: { PIP_TOKEN: values.variable },
    });
    expect(errorOf(run), run.output).toBe('');
    const kept = readdirSync(folder).filter((name) => name.startsWith('secret-'));
    const contents = kept.map((name) => readFileSync(join(folder, name), 'utf8')).sort();
    expect(contents).toEqual([values.several, values.file, values.plain].sort());
    // What the action wrote is for this user alone.
    const modes = kept
      .filter((name) => /^secret-\d$/.test(name))
      .map((name) => statSync(join(folder, name)).mode);
    expect(modes.map((mode) => mode & 0o777)).toEqual([0o600, 0o600]);
    const words = readFileSync(join(folder, 'arguments'), 'utf8').split('\n');
    expect(words.filter((word) => word.startsWith('id=')).map((word) => word.split(',src=')[0])).toEqual([
      'id=PLAIN',
      'id=SEVERAL',
      'id=variable,env=PIP_TOKEN',
      'id=file',
    ]);
    const environment = readFileSync(join(folder, 'environment'), 'utf8');
    expect(environment).toContain(`PIP_TOKEN=${values.variable}`);
    const visible = [
      words.join('\n'),
      environment.replaceAll(`PIP_TOKEN=${values.variable}`, ''),
      await collectTexts(of, run),
    ].join('\n');
    // No line of one either: a log shows lines.
    for (const line of Object.values(values)
      .flatMap((value) => value.split('\n'))
      .filter((each) => each !== ''))
      expect(visible.includes(line), line).toBe(false);
    expect(masksOf(run)).toEqual(expect.arrayContaining([values.plain, values.variable, values.file]));
    // Gone with the step.
    expect(
      readdirSync(of.directory, { recursive: true })
        .map(String)
        .filter((path) => /build-secrets-/.test(path)),
    ).toEqual([]);
  });

  it.for<[string, string, string]>([
    ['has no ID', 'just-a-value-that-is-secret', 'line 1: "=" is missing after the ID'],
    ['is empty', 'TOKEN=', 'line 1: the value after the first "=" is empty'],
    [
      'has several lines without quotes',
      'KEY=first\nis-secret==',
      'line 2: the value after the first "=" is empty',
    ],
    ['is open-quoted', '"TOKEN=never closed and secret', 'Input "secrets"'],
    ['names a variable that is not set', 'id=token,env=NOT_SET', 'the variable "NOT_SET" is not set'],
  ])(
    'a secret that %s fails before the build without showing its value',
    async ([_what, secrets, words], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      const run = await of.run({ inputs: { mode: 'stage', sign: 'false', secrets } });
      expect(errorOf(run)).toContain(words);
      expect(logOf(run)).not.toMatch(/is-secret|and secret/);
      expect(of.writes()).toEqual([]);
    },
  );
});
