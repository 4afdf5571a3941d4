import { describe, expect, it } from 'vitest';
import { errorOf, openImageWorld } from './support/image-world.ts';
import { describeImage } from './support/stored-image.ts';

const inputs = { version: '1.2.0' };

describe('interrupted publication', { timeout: 600_000 }, () => {
  it('a job killed at any write is completed by a re-run with the same digest, tags and signatures', async () => {
    const golden = await openImageWorld();
    expect(errorOf(await golden.run({ inputs }))).toBe('');
    const expected = await describeImage(golden);
    const count = (method: string): number =>
      golden.writes().filter((write) => write.startsWith(`${method} `)).length;
    // Two blobs of the image, of two bundles and their config, and two of the older format are announced and sent. Then there
    // are one manifest, two bundles and their list, the tag of signatures, and four tags.
    expect([count('POST'), count('PUT')]).toEqual([7, 7 + 1 + 3 + 1 + 4]);
    // Before each announcement, and behind each write that keeps something.
    const list = (method: string, kind: 'stall' | 'reset-after-commit') =>
      Array.from({ length: count(method) }, (_, index) => ({ method, kind, nth: index + 1 }) as const);
    const cases = [...list('POST', 'stall'), ...list('PUT', 'reset-after-commit')];
    const queue = cases.entries();
    const outcomes: unknown[] = [];
    const drain = async (): Promise<void> => {
      // An image for each case: one after the other, so a fault that struck was that of the case.
      const of = await openImageWorld();
      const { faults } = of.world.gateway;
      for (const [index, { method, kind, nth }] of queue) {
        const name = `octo/case${index}`;
        const run = { inputs: { ...inputs, image: `ghcr.io/${name}` } };
        const before = faults.strikes;
        const on = { host: 'ghcr.io', method, path: new RegExp(`^/v2/${name}/`), nth };
        faults.add({ on, effect: { kind } });
        const killed = await of.run({ ...run, killWhen: () => faults.strikes > before });
        faults.lift();
        const again = await of.run(run);
        outcomes[index] = [method, nth, killed.exitCode, errorOf(again), await describeImage(of, name)];
      }
    };
    await Promise.all([drain(), drain(), drain(), drain()]);
    expect(outcomes).toEqual(cases.map(({ method, nth }) => [method, nth, null, '', expected]));
  });
});
