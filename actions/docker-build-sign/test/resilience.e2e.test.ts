import type { Fault, FaultMatcher } from '@slipway/emulators/faults';
import { sigstoreFaults } from '@slipway/emulators/sigstore/sigstore-faults';
import { describe, expect, it } from 'vitest';
import { errorOf, type ImageWorld, imageName, imagePackage, openImageWorld } from './support/image-world.ts';
import { digestsOf, judge, listReleaseTags, readBundles, readLegacy } from './support/stored-image.ts';

const inputs = { version: '1.2.0' };
const certificates = { host: 'fulcio.sigstore.dev', method: 'POST' };
const entries = { host: 'rekor.sigstore.dev', method: 'POST' };

/** What the registry has of an image: its tags, and how often each manifest is signed in which form. */
async function describeImage(of: ImageWorld, name = imagePackage): Promise<unknown> {
  const tags = listReleaseTags(of, name);
  const signatures: unknown[] = [];
  for (const digest of digestsOf(of, tags['1.2.0'] ?? '', name)) {
    const types = (await readBundles(of, digest, name)).map(({ statement }) => statement.predicateType);
    const { cosign3, cosign2 } = await judge(of, digest, { name });
    signatures.push({
      digest,
      bundles: types.sort(),
      legacy: (await readLegacy(of, digest, name)).length,
      cosign3,
      cosign2,
    });
  }
  return { tags, signatures };
}

describe('a job that is killed at any write', { timeout: 600_000 }, () => {
  it('is ended by the next: the same digest and tags, and each manifest signed once in each form', async () => {
    const golden = await openImageWorld();
    expect(errorOf(await golden.run({ inputs }))).toBe('');
    const expected = await describeImage(golden);
    const count = (method: string): number =>
      golden.writes().filter((write) => write.startsWith(`${method} `)).length;
    // Two blobs of the image, of two bundles and their config, and two of the older format are announced and sent. Then there
    // are one manifest, two bundles and their list, the tag of signatures, and four tags.
    expect([count('POST'), count('PUT')]).toEqual([7, 7 + 1 + 3 + 1 + 4]);
    const cases = (['POST', 'PUT'] as const).flatMap((method) =>
      Array.from({ length: count(method) }, (_, index) => ({ method, nth: index + 1 })),
    );
    const queue = cases.entries();
    const outcomes: unknown[] = [];
    const drain = async (): Promise<void> => {
      for (const [index, { method, nth }] of queue) {
        const of = await openImageWorld();
        // Before one write, and behind the next.
        const kind = index % 2 === 0 ? 'stall' : 'reset-after-commit';
        const on = { host: 'ghcr.io', method, path: /^\/v2\/octo\/demo\//, nth };
        of.world.gateway.faults.add({ on, effect: { kind } });
        const killed = await of.run({ inputs, killWhen: () => of.world.gateway.faults.strikes > 0 });
        of.world.gateway.faults.lift();
        const again = await of.run({ inputs });
        outcomes[index] = [method, nth, killed.exitCode, errorOf(again), await describeImage(of)];
        await of.world.close();
      }
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(outcomes).toEqual(cases.map(({ method, nth }) => [method, nth, null, '', expected]));
  });
});

describe('a job beside others', () => {
  it.each([
    ['the fallback tag', false],
    ['the referrers API', true],
  ])('signs with four more at the same time, and every signature stays: %s', async (_what, referrersApi) => {
    const of = await openImageWorld();
    of.registry.behave({ referrersApi });
    const staged = await of.run({ inputs: { ...inputs, mode: 'stage', sign: 'false' } });
    const digest = staged.outputs['digest'] ?? '';
    const workflows = ['a', 'b', 'c', 'd', 'e'].map(
      (each) => `Octo/demo/.github/workflows/${each}.yml@refs/tags/v1.2.0`,
    );
    const runs = await Promise.all(
      workflows.map((workflowRef) =>
        of.run({
          inputs: { ...inputs, mode: 'merge', digests: digest, provenance: 'false' },
          identity: { workflowRef, jobWorkflowRef: workflowRef },
        }),
      ),
    );
    expect(runs.map(errorOf)).toEqual(runs.map(() => ''));
    const signed = runs.map(({ outputs }) => outputs['digest'] ?? '');
    expect(new Set(signed).size).toBe(1);
    for (const each of digestsOf(of, signed[0] ?? '')) {
      expect(await readBundles(of, each)).toHaveLength(workflows.length);
      expect(await readLegacy(of, each)).toHaveLength(workflows.length);
      for (const workflow of workflows) {
        const judged = await judge(of, each, { identity: `https://github.com/${workflow}` });
        expect([judged.cosign3, judged.cosign2], workflow).toEqual([undefined, undefined]);
      }
    }
  });
});

describe('a job whose Sigstore misbehaves', () => {
  const answer = (on: FaultMatcher, status: number, body = '{}'): Fault => ({
    on,
    effect: {
      kind: 'status',
      status,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
      body,
    },
  });

  it.each<[string, readonly Fault[]]>([
    ['the authority turns it away for too many requests', [answer({ ...certificates, times: 2 }, 429)]],
    ['the authority has an outage', [answer(certificates, 503)]],
    [
      'the log took an entry, and its answer was lost',
      [{ on: entries, effect: { kind: 'reset-after-commit' } }],
    ],
    ['the log is silent for a while', [{ on: entries, effect: { kind: 'stall', forMs: 500 } }]],
  ])('goes on when %s', async (_what, faults) => {
    const of = await openImageWorld();
    for (const fault of faults) of.world.gateway.faults.add(fault);
    const run = await of.run({ inputs });
    expect(errorOf(run), run.output).toBe('');
    expect(of.world.gateway.faults.strikes).toBeGreaterThan(0);
    const { signatures } = (await describeImage(of)) as { signatures: unknown[] };
    expect(signatures).toMatchObject([
      { bundles: { length: 2 }, legacy: 1, cosign3: undefined, cosign2: undefined },
    ]);
  });

  it.each(sigstoreFaults.filter(({ expectation }) => expectation === 'stops'))(
    'tags nothing and attaches nothing with the fault $name',
    async ({ faults }) => {
      const of = await openImageWorld();
      for (const fault of faults) of.world.gateway.faults.add(fault);
      const run = await of.run({ inputs });
      expect(errorOf(run)).toMatch(/^E_SIGSTORE_(CERTIFICATE|ID_TOKEN|LOG) /);
      expect(Object.keys(of.registry.listPackages()[0]?.tags ?? {})).toEqual([]);
      const digest = run.outputs['digest'] ?? '';
      expect(run.outputs['references']).toBe(`${imageName}@${digest}`);
      expect(run.outputs['verify-commands']).toBeUndefined();
      expect(run.summary).toMatch(/\| linux\/amd64 \| \d+ \| no \|/);
    },
  );
});
