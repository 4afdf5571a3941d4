import { describe, expect, it } from 'vitest';
import { registryFaults } from '../src/registry-faults.ts';
import { bearer, openRegistryWorld, pushArtifact } from './world.ts';

async function struckBy(name: string) {
  const of = await openRegistryWorld();
  const authorization = await bearer(of, 'octo/demo');
  for (const fault of registryFaults.find((each) => each.name === name)?.faults ?? [])
    of.world.gateway.faults.add(fault);
  const push = () => pushArtifact(of, 'octo/demo', '1.0', authorization).then(({ answer }) => answer.status);
  return { of, push };
}

describe('faults between a release and the registry', () => {
  it('a lost manifest response leaves the manifest stored', async () => {
    const { of, push } = await struckBy('manifest-answer-lost');
    await expect(push()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(of.registry.listPackages()[0]?.tags['1.0']).toMatch(/^sha256:/);
    expect(await push()).toBe(201);
  });

  it('an outage page for a manifest leaves nothing stored', async () => {
    const { of, push } = await struckBy('manifest-502');
    expect(await push()).toBe(502);
    expect(of.registry.listPackages()).toEqual([]);
    expect(await push()).toBe(201);
  });

  it('every registry fault has a unique name, a summary and a request to strike', () => {
    expect(new Set(registryFaults.map(({ name }) => name)).size).toBe(registryFaults.length);
    for (const { faults, summary } of registryFaults)
      expect([faults.length > 0, summary]).toEqual([true, summary]);
  });
});
