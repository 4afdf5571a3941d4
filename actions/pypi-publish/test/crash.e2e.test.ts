import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { FaultEffect } from '@slipway/gateway/faults';
import { chooseKills } from '@slipway/testkit/choose-kills';
import { describe, expect, it } from 'vitest';
import { wheel } from './support/distributions.ts';
import { openPublishWorld, type PublishWorld } from './support/publish-world.ts';

const tags = ['cp310-cp310-win_amd64', 'cp311-cp311-win_amd64', 'cp312-cp312-win_amd64'];

/** A world with five files to publish. */
async function openFive(): Promise<PublishWorld> {
  const of = await openPublishWorld();
  for (const tag of tags) of.add(wheel({ tags: tag, module: `# ${tag}\n` }));
  return of;
}

const describeFiles = ({ pypi }: PublishWorld) =>
  pypi
    .listFiles()
    .map(({ filename, sha256, attestations }) => `${filename} ${sha256} ${attestations.length}`)
    .sort();

/** Uploads that the index took: answered by 200, or committed by it and then lost. */
function countTaken(of: PublishWorld, committedLost: boolean): number {
  return of.world.journal.entries.filter(
    ({ host, method, status, outcome }) =>
      host === pypiUploadHost &&
      method === 'POST' &&
      (status === 200 || (outcome === 'fault' && committedLost)),
  ).length;
}

describe('interrupted publication to PyPI', () => {
  it('a publication killed at any remote call ends in the same state after a re-run without duplicate uploads', {
    timeout: 900_000,
  }, async () => {
    const golden = await openFive();
    expect((await golden.run()).exitCode).toBe(0);
    const expected = describeFiles(golden);
    expect(expected).toHaveLength(5);
    const calls = golden.world.journal.entries.length;
    expect(calls).toBeGreaterThan(20);
    await golden.world.close();

    const cases = Array.from({ length: calls }, (_, index) => index + 1).flatMap((nth) =>
      chooseKills(nth, [
        { nth, when: 'before', effect: { kind: 'stall' } satisfies FaultEffect },
        { nth, when: 'after', effect: { kind: 'reset-after-commit' } satisfies FaultEffect },
      ]),
    );
    const queue = cases.values();
    const drain = async (): Promise<void> => {
      for (const { nth, when, effect } of queue) {
        const of = await openFive();
        of.world.gateway.faults.add({ on: { nth }, effect });
        // Nothing gets through between the call and the end of the process.
        of.world.gateway.faults.add({
          on: { nth: nth + 1, times: Number.POSITIVE_INFINITY },
          effect: { kind: 'stall' },
        });
        const isDone = (): boolean => of.world.journal.entries.some(({ outcome }) => outcome === 'fault');
        const isStruck = (): boolean => of.world.gateway.faults.strikes > 0;
        await of.run({ killWhen: when === 'before' ? isStruck : isDone });
        const struck = of.world.journal.entries.find(({ outcome }) => outcome === 'fault');
        of.world.gateway.faults.lift();
        let run = await of.run();
        if (run.exitCode !== 0) run = await of.run();
        const at = `killed ${when} call ${nth} (${struck?.method ?? ''} ${struck?.host ?? ''}${struck?.path ?? ''})`;
        expect([at, run.exitCode, describeFiles(of)]).toEqual([at, 0, expected]);
        expect([at, countTaken(of, when === 'after')]).toEqual([at, 5]);
        await of.world.close();
      }
    };
    await Promise.all([drain(), drain()]);
  });
});
