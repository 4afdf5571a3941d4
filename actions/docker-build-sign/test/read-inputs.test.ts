import { ActionError } from '@slipway/core/errors/action-error';
import { readGivenInputs } from '@slipway/core/testing/read-given-inputs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInputs } from '../src/check-inputs.ts';
import { selectBuildKitAttestations } from '../src/inputs/attestation-inputs.ts';
import { listSecretLikeNames } from '../src/inputs/build-arguments.ts';
import { formatFields, splitFields } from '../src/inputs/records.ts';
import { type Inputs, inputs } from '../src/inputs.ts';

/** Reads inputs as an action does at its start. */
const read = (given: Readonly<Record<string, string>>): Inputs => {
  const values = readGivenInputs(inputs, given);
  checkInputs(values);
  return values;
};
const refusal = (given: Readonly<Record<string, string>>): ActionError => {
  try {
    read(given);
  } catch (cause) {
    if (cause instanceof ActionError) return cause;
    throw cause;
  }
  throw new Error('it was not refused');
};

const digest = `sha256:${'a'.repeat(64)}`;
const value = (text: string) => ({ kind: 'value', value: text });

describe('inputs of docker-build-sign', () => {
  it('each omitted input has a default value', () => {
    expect(read({})).toMatchObject({
      ...{ context: '.', platforms: [], secrets: [], 'build-args': [], provenance: 'true', sbom: undefined },
      ...{ 'signature-formats': ['bundle', 'legacy'], mode: 'all', latest: 'auto', prerelease: 'auto' },
    });
  });

  it.each([
    ['', []],
    ['zstd', ['compression=zstd']],
    ['compression=zstd, compression-level=22', ['compression=zstd', 'compression-level=22']],
    ['uncompressed,force-compression=true', ['compression=uncompressed', 'force-compression=true']],
  ])('the compression "%s" is passed on as %j', (compression, expected) => {
    expect(read({ compression }).compression).toEqual(expected);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ compression: 'brotli' }, /compression "brotli" does not exist/],
    [{ compression: 'constructor' }, /compression "constructor" does not exist/],
    [{ compression: 'gzip,compression-level=10' }, /level "10"; gzip has the levels 0 to 9/],
    [{ compression: 'zstd,compression-level=-1' }, /level "-1"; zstd has the levels 0 to 22/],
    [
      { compression: 'uncompressed,compression-level=1' },
      /"compression-level=1", which uncompressed does not/,
    ],
    [{ compression: 'gzip,dest=/elsewhere' }, /"dest=\/elsewhere", which gzip does not/],
    [{ compression: 'gzip,compression=zstd' }, /sets "compression" twice/],
    [{ context: '-' }, /"context" is "-"/],
    [{ platforms: 'linux' }, /platform "linux" is not valid/],
    [{ platforms: 'linux/arm46' }, /platform "linux\/arm46" is not valid/],
    [{ platforms: 'linux/arm64,linux/arm64/v8' }, /"linux\/arm64\/v8" is repeated/],
    [{ 'build-args': 'a b=1' }, /line 1: "a b" is neither/],
    [{ 'build-args': 'A=1\nA' }, /line 2: "A" repeats/],
    [{ labels: 'novalue' }, /"labels", line 1/],
    [{ labels: '# comment\na=1\na=2' }, /"labels", line 3: "a=2" repeats/],
    [{ annotations: 'indexx:a=1' }, /unknown level/],
    [{ annotations: 'index[linux/amd64]:a=1' }, /but an index has none/],
    [{ annotations: '=1' }, /is not NAME=VALUE/],
    [{ annotations: 'manifest:=1' }, /not have a valid annotation name/],
    [{ annotations: 'manifest:a=1\nmanifest,index:a=2' }, /line 2: .* repeats/],
    [
      { annotations: 'manifest[linux/arm64]:a=1', platforms: 'linux/amd64' },
      /"a" is for linux\/arm64, which is not among the platforms/,
    ],
    [{ provenance: 'maximal' }, /expected true, false, mode=min or mode=max/],
    [{ provenance: 'mode=middle' }, /expected true, false/],
    [{ provenance: 'mode=max,type=sbom' }, /expected true, false/],
    [{ 'signature-formats': 'bundle,cosign' }, /"cosign"; expected bundle, legacy/],
    [{ 'signature-formats': 'legacy', 'rekor-version': '2' }, /version 2 of the log/],
    [{ sbom: 'sbom.json', sign: 'false' }, /"sbom" names the file sbom\.json, .* "sign" is false/],
    [{ sbom: 'sbom.json', 'signature-formats': 'legacy' }, /"sbom" .* "signature-formats" is only "legacy"/],
    [{ sbom: 'a.json', sign: 'false', mode: 'merge', digests: digest }, /"sbom" .* "sign" is false/],
    [{ version: 'one' }, /not a version of PEP 440/],
    [{ version: `1.0+${'a'.repeat(200)}` }, /a tag has at most 128/],
    [{ tags: 'fine\nnot fine' }, /"not fine" is not a tag/],
    [{ digests: 'sha256:abc', mode: 'merge' }, /"sha256:abc" is not a digest/],
    [{ digests: digest }, /only valid with mode/],
    [{ mode: 'merge' }, /requires the digests/],
    [{ mode: 'promote' }, /requires exactly one digest in "digests", but got 0/],
    [{ mode: 'promote', digests: `${digest}\nsha256:${'b'.repeat(64)}` }, /but got 2/],
    [{ latest: 'yes' }, /expected one of auto, true, false/],
  ])('the inputs %j are rejected before the build', (given, message) => {
    expect(refusal(given).message).toMatch(message);
  });

  it('platform names are normalized', () => {
    const { platforms } = read({
      platforms:
        'linux/amd64/v1, linux/aarch64\n# those with less\nlinux/arm,linux/arm/6\nlinux/amd64/v3\nwindows(10.0.17763)/x86_64',
    });
    expect(platforms).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/arm/v7',
      'linux/arm/v6',
      'linux/amd64/v3',
      'windows/amd64',
    ]);
  });

  it('BuildKit attestations are selected from the inputs', () => {
    const select = (given: Record<string, string>) => selectBuildKitAttestations(read(given));
    expect(select({})).toEqual({ provenance: 'false', sbom: undefined });
    expect(select({ provenance: 'False', sbom: 'false' })).toEqual({ provenance: 'false', sbom: undefined });
    expect(select({ provenance: 'mode=max,builder-id=https://example.com', sbom: 'True' })).toEqual({
      provenance: 'mode=max,builder-id=https://example.com',
      sbom: 'true',
    });
    expect(select({ sbom: 'generator=example.com/scanner:1' }).sbom).toBe('generator=example.com/scanner:1');
    expect(select({ sbom: 'dist/sbom.spdx.json' }).sbom).toBeUndefined();
    // BuildKit's own go into the image, signed or not.
    expect(select({ sbom: 'true', sign: 'false' }).sbom).toBe('true');
  });

  it('build arguments that look like secrets are listed', () => {
    const text =
      'GITHUB_TOKEN\nNPM_KEY=1\npassword=1\nSECRET=1\nKEYBOARD=1\nTOKENIZER=1\nSIGNING_PUBLIC_KEY=1';
    expect(listSecretLikeNames(read({ 'build-args': text })['build-args'])).toEqual([
      'GITHUB_TOKEN',
      'NPM_KEY',
      'password',
      'SECRET',
    ]);
  });
});

describe('input "extra-args"', () => {
  it.each([
    '--push',
    '--push=true',
    '--load',
    '--output',
    '--output=type=local,dest=x',
    '-o',
    '-otype=tar',
    '-o=x',
    '--tag',
    '--tag=a',
    '-t',
    '-tname',
    '-Dt',
    '--metadata-file',
    '--metadata-file=x',
    '--iidfile',
    '--iidfile=x',
    '--builder',
    '--builder=x',
    '-q',
    '--quiet',
    '--check',
    '--call=check',
    '--progress=tty',
    '--platform=linux/s390x',
    '--provenance=false',
    '--attest=type=sbom',
    '--file=x',
    '-f',
    '--target=x',
    '--secret=id=a',
    '--',
    '-',
    '--print=outline',
    '--allow',
    '--allow=security.insecure',
    '--help',
    '-h',
  ])('the extra argument %s is rejected', (argument) => {
    expect(refusal({ 'extra-args': argument })).toMatchObject({ code: 'E_INPUT_INVALID' });
  });

  it('arguments that change only how the image is built are accepted', () => {
    const text =
      '--no-cache\n--pull\n--build-context\nbase=./base\n--add-host=a:1\n--ulimit\nnofile=1\n-D\n--shm-size=1g\n-m\n1g';
    expect(read({ 'extra-args': text })['extra-args']).toHaveLength(11);
  });

  it.each(['./folder', '--no-cache\n./folder', '--pull=true\nx', '--add-host=a\nb'])(
    'the stray positional argument in %j is rejected',
    (text) => {
      expect(refusal({ 'extra-args': text }).message).toMatch(/neither an option nor an option's value/);
    },
  );
});

describe('input "secrets"', () => {
  it('secret values are parsed like docker/build-push-action parses them', () => {
    const { secrets } = read({
      secrets: [
        '# a comment',
        'GIT_AUTH_TOKEN=abc=def,ghi',
        '"MULTI=first',
        '',
        '  # no comment',
        'last"',
        '"JSON={""key"": ""value""}"',
        'DATABASE=file:./dev.db',
        `QUOTES='a' "b"`,
      ].join('\r\n'),
    });
    expect(secrets).toEqual([
      { id: 'GIT_AUTH_TOKEN', source: value('abc=def,ghi') },
      { id: 'MULTI', source: value('first\n\n  # no comment\nlast') },
      { id: 'JSON', source: value('{"key": "value"}') },
      { id: 'DATABASE', source: value('file:./dev.db') },
      { id: 'QUOTES', source: value(`'a' "b"`) },
    ]);
  });

  it('secret sources are parsed like buildx parses them', () => {
    const text =
      'id=a,env=A\nid=b,src=b.txt\nid=c,source=c.txt,type=file\nid=d,type=env,src=D\n"id=e,""src=x,y"""';
    expect(read({ secrets: text }).secrets.map(({ source }) => source)).toEqual([
      { kind: 'env', name: 'A' },
      { kind: 'file', path: 'b.txt' },
      { kind: 'file', path: 'c.txt' },
      { kind: 'env', name: 'D' },
      { kind: 'file', path: 'x,y' },
    ]);
  });

  it.each([
    'tops3cret',
    '=tops3cret',
    'a b=tops3cret',
    'EMPTY=',
    '"A=tops3cret',
    '"A=tops3cret" more',
    'A=tops3cret\nA=tops3cret2',
    'id=tops3cret',
    'id=a,env=',
    'id=a,env=A,src=tops3cret',
    'id=a,tops3cret',
    'id=a,value=tops3cret',
    'id=a,type=tops3cret,src=b',
    'id=,env=A',
    'id=a,env=A,env=tops3cret',
    'id=a,"src=tops3cret',
  ])('the invalid secret %j is rejected without showing its value', (secrets) => {
    const { message, hint, code } = refusal({ secrets });
    expect(['E_DOCKER_SECRET', 'E_INPUT_INVALID']).toContain(code);
    expect(`${message} ${hint}`).not.toContain('tops3cret');
    expect(message).toMatch(/line \d/);
  });

  const line = 'tops3cretTops3cret'.repeat(4);
  it.each([
    ['base64, with a tail that ends in "="', `${line}\ntops3cretA=`],
    ['base64, with a tail that ends in "=="', `${line}\ntops3cret==`],
    ['base64, with a tail that ends in no "="', `${line}\ntops3cretABC`],
    ['base64 whose tail is "=" alone', `${line}\n==`],
    ['base64 in several lines', `${line}\n${line}\ntops3cret==`],
    ['base32', `${line}\ntops3cret======`],
    ['a key in PEM', `-----BEGIN KEY-----\n${line}\ntops3cretA=\n-----END KEY-----`],
    ['the end of a key in PEM', `-----BEGIN KEY-----\n-----END tops3cret KEY-----`],
    ['a key of OpenPGP', `-----BEGIN KEY-----\n\n${line}\n=tops3cret\n-----END KEY-----`],
    ['JSON', `{\n  "tops3cret": "a=b"\n}`],
    ['YAML', `users:\n- token: tops3cret=`],
    ['a file of settings', `[default]\nkey_tops3cret = tops3cret`],
  ])('an unquoted multiline secret is rejected without showing its value: %s', (_what, secret) => {
    const { message, hint, code } = refusal({ secrets: `KEY=${secret}` });
    expect(['E_DOCKER_SECRET', 'E_INPUT_INVALID']).toContain(code);
    expect(`${message} ${hint}`).not.toMatch(/tops3cret/i);
    expect(message).toMatch(/^Input "secrets", line [23]: /);
  });

  it('any quoted secret value is parsed back unchanged', () => {
    // One of "=" alone is taken for the end of base64 and refused.
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((each) => !each.includes('\r') && !/^=+$/.test(each));
    fc.assert(
      fc.property(text, (secret) => {
        // The runner cuts off blanks at the ends of an input: the quotes are what is there.
        const { secrets } = read({ secrets: `"A=${secret.replaceAll('"', '""')}"` });
        expect(secrets).toEqual([{ id: 'A', source: value(secret) }]);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (fields) => {
        const line = formatFields(fields);
        if (!/[\r\n]/.test(line)) expect(splitFields(line)).toEqual(fields);
      }),
    );
  });
});
