import { sigstoreFaults } from '@slipway/emulated-sigstore/sigstore-faults';
import type { Fault, FaultMatcher } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { errorOf, imageName, openImageWorld } from './support/image-world.ts';
import { describeImage, digestsOf, judge, readBundles, readLegacy } from './support/stored-image.ts';

const inputs = { version: '1.2.0' };
const certificates = { host: 'fulcio.sigstore.dev', method: 'POST' };
const entries = { host: 'rekor.sigstore.dev', method: 'POST' };

describe.concurrent('concurrent jobs', () => {
  it.for<[string, boolean]>([
    ['the fallback tag', false],
    ['the referrers API', true],
  ])(
    'all signatures of five concurrent jobs are kept: %s',
    async ([_what, referrersApi], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
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
    },
  );

  it('a referrers list replaced during the read is read again', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const staged = await of.run({ inputs: { ...inputs, mode: 'stage', sign: 'false' } });
    const merge = {
      ...inputs,
      mode: 'merge',
      digests: staged.outputs['digest'] ?? '',
      'signature-formats': 'bundle',
    };
    const { outputs } = await of.run({ inputs: { ...merge, sign: 'false' } });
    const digest = outputs['digest'] ?? '';
    of.world.gateway.faults.add({
      // Read to see what is there, to write it, and to judge it.
      on: { method: 'GET', path: new RegExp(`/manifests/${digest.replace(':', '-')}$`), nth: 3 },
      effect: {
        kind: 'status',
        status: 404,
        headers: { 'content-type': 'application/json' },
        body: '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}',
      },
    });
    const run = await of.run({ inputs: merge });
    expect(errorOf(run), run.output).toBe('');
    expect(of.world.gateway.faults.strikes).toBe(1);
    expect(run.outputs['bundles']).toMatch(/\.1\.sigstore\.json\n.*\.2\.sigstore\.json$/);
  });
});

describe.concurrent('Sigstore faults', () => {
  const answer = (on: FaultMatcher, status: number, body = '{}'): Fault => ({
    on,
    effect: {
      kind: 'status',
      status,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
      body,
    },
  });

  const tooMany = answer({ ...certificates, times: 2 }, 429);
  const rows: readonly (readonly [what: string, fault: Fault])[] = [
    ['the authority turns it away for too many requests', tooMany],
    ['the authority has an outage', answer(certificates, 503)],
    [
      'the log took an entry, and its answer was lost',
      { on: entries, effect: { kind: 'reset-after-commit' } },
    ],
    ['the log is silent for a while', { on: entries, effect: { kind: 'stall', forMs: 500 } }],
  ];

  it('a recoverable Sigstore fault leaves every manifest signed once in each format', async ({
    onTestFinished,
  }) => {
    const outcomes = await Promise.all(
      rows.map(async ([what, fault]) => {
        const of = await openImageWorld({ faults: [fault], onTestFinished });
        const run = await of.run({ inputs });
        expect(errorOf(run), what).toBe('');
        expect(of.world.gateway.faults.strikes, what).toBe(fault.on.times ?? 1);
        const conflicts = of.world.journal.entries.filter(({ status }) => status === 409).length;
        return { what, conflicts, signatures: (await describeImage(of)).signatures };
      }),
    );
    const bundles = ['https://sigstore.dev/cosign/sign/v1', 'https://slsa.dev/provenance/v1'];
    const signature = { bundles, legacy: 1, cosign3: undefined, cosign2: undefined };
    expect(outcomes).toMatchObject(
      // What the log has already is taken from where it says.
      rows.map(([what]) => ({ what, conflicts: what.includes('lost') ? 1 : 0, signatures: [signature] })),
    );
  });

  it.for(sigstoreFaults.filter(({ expectation }) => expectation === 'stops'))(
    'nothing is tagged or attached with the fault $name',
    async ({ faults }, { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      for (const fault of faults) of.world.gateway.faults.add(fault);
      const run = await of.run({ inputs });
      expect(errorOf(run)).toMatch(/^E_SIGSTORE_(CERTIFICATE|ID_TOKEN|LOG) /);
      expect(Object.keys(of.registry.listPackages()[0]?.tags ?? {})).toEqual([]);
      const digest = run.outputs['digest'] ?? '';
      expect(run.outputs['references']).toBe(`${imageName}@${digest}`);
      expect(run.outputs['verify-commands']).toBeUndefined();
      expect(run.summary).toMatch(/\| linux\/amd64 \| `sha256:\w+` \| no \|/);
    },
  );
});
