import { readGivenInputs } from '@slipway/core/testing/read-given-inputs';
import { describe, expect, it } from 'vitest';
import { type BuildRun, buildxArguments } from '../src/build/buildx-arguments.ts';
import { inputs } from '../src/inputs.ts';

const run: BuildRun = {
  builder: 'own',
  description: {
    labels: new Map(),
    manifest: new Map(),
    index: new Map([['i', '1']]),
    others: ['index-descriptor:d=2'],
  },
  secrets: ['id=a,src=/t/0'],
  layoutPath: '/t/a,b/image.tar',
  metadataPath: '/t/metadata.json',
  rewriteTimestamps: false,
};
const argumentsOf = (given: Readonly<Record<string, string>>, changes: Partial<BuildRun> = {}): string[] =>
  buildxArguments(readGivenInputs(inputs, given), { ...run, ...changes });

describe('buildxArguments', () => {
  it('default inputs produce the minimal arguments', () => {
    expect(argumentsOf({}, { secrets: [] })).toEqual([
      ...['build', '--builder', 'own', '--progress', 'plain', '--provenance', 'false'],
      ...['--output', 'type=oci,"dest=/t/a,b/image.tar"', '--metadata-file', '/t/metadata.json', '--', '.'],
    ]);
  });

  it('requested attestations are passed to BuildKit with index annotations', () => {
    const given = argumentsOf({
      provenance: 'mode=max',
      sbom: 'generator=example.com/scanner:1',
      platforms: 'linux/arm64',
    });
    expect(given.join(' ')).toContain('--provenance mode=max --sbom generator=example.com/scanner:1');
    expect(given.join(' ')).toContain('--annotation index:i=1 --annotation index-descriptor:d=2');
    expect(argumentsOf({ sbom: 'sbom.json', platforms: 'linux/arm64' }).join(' ')).not.toMatch(
      /--sbom|index:/,
    );
  });

  it('a build without cache has no cache arguments, and extra arguments come before the output', () => {
    const given = { 'cache-from': 'type=gha', 'cache-to': 'type=gha,mode=max', 'extra-args': '--pull' };
    expect(argumentsOf(given).join(' ')).toContain(
      '--cache-from type=gha --cache-to type=gha,mode=max --provenance false --pull --output',
    );
    const without = argumentsOf(given, { withoutCache: true });
    expect(without).toContain('--no-cache');
    expect(without.join(' ')).not.toContain('--cache-');
  });

  it('the requested compression is a field of the exporter', () => {
    const given = { compression: 'zstd,compression-level=19,force-compression=true' };
    expect(argumentsOf(given).join(' ')).toContain(
      '--output type=oci,"dest=/t/a,b/image.tar",compression=zstd,compression-level=19,force-compression=true --metadata-file',
    );
  });

  it('the context is always the last argument', () => {
    expect(argumentsOf({ context: 'https://github.com/octo/demo.git#main:image' }).slice(-2)).toEqual([
      '--',
      'https://github.com/octo/demo.git#main:image',
    ]);
  });
});
