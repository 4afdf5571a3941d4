import type { EmulatedRegistry } from '@slipway/emulated-registry/registry';
import { describe, expect, it } from 'vitest';
import { readStoredFiles, readTaggedFiles } from '../../src/expectations/read-layers.ts';

const layer = (title: string | undefined, hex: string) => ({
  digest: `sha256:${hex}`,
  ...(title === undefined ? {} : { annotations: { 'org.opencontainers.image.title': title } }),
});
const manifests: Readonly<Record<string, unknown>> = {
  one: { layers: [layer('a.whl', 'aa'), layer(undefined, 'cc')] },
  two: { layers: [layer('b.whl', 'bb')] },
  index: { manifests: [{ digest: 'one' }, { digest: 'two' }, { digest: 'gone' }] },
  loop: { manifests: [{ digest: 'loop' }], layers: [layer('l.whl', 'dd')] },
};
const registry = {
  readManifest: (_name: string, reference: string) => {
    const found = manifests[reference];
    return found === undefined ? undefined : { bytes: Buffer.from(JSON.stringify(found)) };
  },
  listPackages: () => [
    { name: 'p', tags: { one: '', two: '' } },
    { name: 'q', tags: {} },
  ],
} as unknown as EmulatedRegistry;

describe('the files of a package', () => {
  it('the titled layers below a tag are found through its index', () => {
    expect([...readTaggedFiles(registry, 'p', 'index')]).toEqual([
      ['a.whl', 'aa'],
      ['b.whl', 'bb'],
    ]);
    expect([...readTaggedFiles(registry, 'p', 'none')]).toEqual([]);
  });

  it('end where an index holds itself', () => {
    expect([...readTaggedFiles(registry, 'p', 'loop')]).toEqual([['l.whl', 'dd']]);
  });

  it('the files of every tag of every package are found', () => {
    expect([...readStoredFiles(registry).keys()]).toEqual(['a.whl', 'b.whl']);
  });
});
