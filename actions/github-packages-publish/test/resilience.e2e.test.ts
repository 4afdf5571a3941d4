import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { ghcrHost, ghcrStorageHost } from '@slipway/emulated-registry/registry';
import { registryFaults } from '@slipway/emulated-registry/registry-faults';
import type { Fault, FaultEffect } from '@slipway/gateway/faults';
import { sourceOfBytes } from '@slipway/oci/blobs/blob-source';
import { uploadBlob } from '@slipway/oci/blobs/upload-blob';
import { digestBytes } from '@slipway/oci/digest';
import { putManifest } from '@slipway/oci/manifests';
import { openRegistry } from '@slipway/oci/registry';
import { chooseKills } from '@slipway/testkit/choose-kills';
import { describe, expect, it } from 'vitest';
import { wheel } from '../../pypi-publish/test/support/distributions.ts';
import { demoPackage, errorOf, openPackagesWorld, type PackagesWorld } from './support/packages-world.ts';

const always = Number.POSITIVE_INFINITY;
const tag = 'cp313-cp313-manylinux_2_17_x86_64';
const indexPut = { host: ghcrHost, method: 'PUT', path: /\/manifests\/1\.2\.0$/ };

function readIndex({ registry }: PackagesWorld): { manifests: { digest: string }[] } {
  const { bytes } = registry.readManifest(demoPackage, '1.2.0') ?? { bytes: Buffer.from('{"manifests":[]}') };
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as { manifests: { digest: string }[] };
}

const stateOf = ({ registry }: PackagesWorld) =>
  registry.listPackages().find(({ name }) => name === demoPackage);

/** Digests of everything the package holds, whatever the order in which it came. */
function describePackage(of: PackagesWorld): unknown {
  const state = stateOf(of);
  return { tags: state?.tags, manifests: [...(state?.manifests ?? [])].sort() };
}

/** Pushes something that is no Python package under a tag, as another job of the repository would. */
async function pushForeign(of: PackagesWorld, reference: string, artifactType?: string): Promise<void> {
  const log = createMemoryLog();
  const http = createHttp({ log, clock: systemClock, userAgent: 'test/1', environment: of.world.env });
  const password = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['write:packages'] });
  const credentials = { kind: 'basic' as const, username: 'octo', password };
  const repository = openRegistry({
    http,
    clock: systemClock,
    log,
    registry: ghcrHost,
    credentials,
  }).repository(demoPackage);
  const config = Buffer.from('{}');
  await uploadBlob(repository, sourceOfBytes(digestBytes(config), config));
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = {
    schemaVersion: 2,
    mediaType,
    ...(artifactType === undefined ? {} : { artifactType }),
    config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestBytes(config), size: 2 },
    layers: [],
  };
  await putManifest(repository, reference, Buffer.from(JSON.stringify(manifest)), mediaType);
}

describe('interrupted publication', () => {
  it('a publication killed at any write has the same digests after a re-run and leaves no orphaned manifest', {
    timeout: 600_000,
  }, async () => {
    const golden = await openPackagesWorld();
    golden.add(wheel({ tags: tag }));
    expect((await golden.run()).exitCode).toBe(0);
    const expected = describePackage(golden);
    const writes = golden.writes().map((write) => write.split(' ', 1)[0] ?? '');
    // Three files, the config and the note that these are perhaps not all files by two requests each, three manifests, one index.
    expect(writes).toHaveLength(14);
    const cases = writes.flatMap((method, index) => {
      const nth = writes.slice(0, index + 1).filter((each) => each === method).length;
      return chooseKills(index, [
        { at: index + 1, method, nth, effect: { kind: 'stall' } satisfies FaultEffect },
        { at: index + 1, method, nth, effect: { kind: 'reset-after-commit' } satisfies FaultEffect },
      ]);
    });
    const queue = cases.values();
    const drain = async (): Promise<void> => {
      for (const { at, method, nth, effect } of queue) {
        const of = await openPackagesWorld();
        of.add(wheel({ tags: tag }));
        const on = { host: ghcrHost, method, path: /\/blobs\/uploads?\/|\/manifests\//, nth };
        of.world.gateway.faults.add({ on, effect });
        await of.run({ killWhen: () => of.world.gateway.faults.strikes > 0 });
        expect(of.world.gateway.faults.strikes).toBeGreaterThan(0);
        of.world.gateway.faults.lift();
        const again = await of.run();
        expect([`killed at write ${at}, ${effect.kind}`, errorOf(again), describePackage(of)]).toEqual([
          `killed at write ${at}, ${effect.kind}`,
          '',
          expected,
        ]);
        await of.world.close();
      }
    };
    await Promise.all([drain(), drain()]);
  });
});

describe('registry faults', () => {
  const recovered = registryFaults.filter(({ expectation }) => expectation === 'recovers');
  it.each(recovered.map(({ name, summary, faults }) => [name, summary, faults] as const))(
    'a publication recovers from %s: %s',
    async (_name, _summary, faults) => {
      const of = await openPackagesWorld();
      for (const fault of faults as Fault[]) of.world.gateway.faults.add(fault);
      const run = await of.run();
      expect(errorOf(run)).toBe('');
      expect(of.world.gateway.faults.strikes).toBeGreaterThan(0);
      expect(readIndex(of).manifests).toHaveLength(2);
    },
  );

  it('a file is added to the index again when another job replaced the index', async () => {
    const of = await openPackagesWorld();
    await of.run();
    of.add(wheel({ tags: tag }));
    // The first write of the index is answered and not kept, as if another job had written right behind it.
    of.world.gateway.faults.add({
      on: indexPut,
      effect: { kind: 'status', status: 201, body: '' },
    });
    const run = await of.run();
    expect(errorOf(run)).toBe('');
    expect(run.output).toContain('Another job wrote 1.2.0 at the same time');
    expect(readIndex(of).manifests).toHaveLength(3);
  });

  it('a publication fails after five lost index writes', async () => {
    const of = await openPackagesWorld();
    of.world.gateway.faults.add({
      on: { ...indexPut, times: always },
      effect: { kind: 'status', status: 201, body: '' },
    });
    const run = await of.run();
    expect(errorOf(run)).toContain('E_GHP_CONTENDED');
    expect(of.writes().filter((write) => write.endsWith('/manifests/1.2.0'))).toHaveLength(5);
  });

  it('nothing is reported as published when the registry is unreachable after the last write', async () => {
    const of = await openPackagesWorld();
    of.world.gateway.faults.add({
      on: { host: ghcrStorageHost, times: always },
      effect: { kind: 'status', status: 403, body: 'no' },
    });
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(run.outputs['index-digest']).toBeUndefined();
    expect(run.outputs['install-command']).toBeUndefined();
    expect(run.summary).toMatch(/\| new \| – not compared \|/);
  });

  it('stored bytes of the right size with the wrong digest are rejected', async () => {
    const of = await openPackagesWorld();
    of.world.gateway.faults.add({
      on: { host: ghcrStorageHost, method: 'GET', times: always },
      effect: { kind: 'status', status: 200, body: 'x'.repeat(wheel().bytes.byteLength) },
    });
    const run = await of.run();
    expect(errorOf(run)).toContain('E_GHP_DAMAGED');
    expect(errorOf(run)).toMatch(/sent (?:content with the digest|\d+ bytes instead of)/);
    expect(run.outputs['index-digest']).toBeUndefined();
  });

  it('a manifest deleted by a cleanup tool is restored', async () => {
    const of = await openPackagesWorld();
    const first = await of.run();
    const [child] = readIndex(of).manifests;
    of.registry.deleteVersion(demoPackage, child?.digest ?? '');
    const run = await of.run();
    expect(errorOf(run)).toBe('');
    expect(run.outputs['index-digest']).toBe(first.outputs['index-digest']);
    expect(stateOf(of)?.manifests).toContain(child?.digest);
  });

  it.each([
    ['an image', undefined],
    ['a signature', 'application/vnd.dev.cosign.artifact.sig.v1+json'],
  ])('a version whose tag contains %s is rejected before any write', async (_what, artifactType) => {
    const of = await openPackagesWorld();
    await pushForeign(of, '1.2.0', artifactType);
    of.registry.linkRepository(demoPackage, 'Octo/demo');
    const before = of.world.journal.entries.length;
    const run = await of.run();
    expect(errorOf(run)).toContain('E_GHP_FOREIGN');
    expect(of.writes(before)).toEqual([]);
  });

  it('foreign tags next to its own do not affect a publication', async () => {
    const of = await openPackagesWorld();
    await pushForeign(of, 'latest');
    of.registry.linkRepository(demoPackage, 'Octo/demo');
    expect(errorOf(await of.run())).toBe('');
  });
});

describe('missing permissions', () => {
  it('a missing permission of the job is named in the error', async () => {
    const of = await openPackagesWorld();
    const run = await of.run({ identity: { permissions: { packages: 'read' } } });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('E_OCI_DENIED');
    expect(run.output).toContain('packages: write');
  });

  it('a package linked to a different repository is reported with its access setting', async () => {
    const of = await openPackagesWorld();
    await of.run();
    of.registry.linkRepository(demoPackage, 'Octo/other');
    of.registry.setActionsAccess(demoPackage, 'Octo/demo', 'read');
    of.add(wheel({ tags: tag }));
    const run = await of.run();
    expect(errorOf(run)).toContain('permission_denied: write_package');
    expect(run.output).toContain('Manage Actions access');
  });
});
