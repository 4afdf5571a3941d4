import type { Fault } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { errorOf, imageName, openImageWorld, succeed } from './support/image-world.ts';
import { listReleaseTags, readBundles } from './support/stored-image.ts';

const inputs = { version: '1.2.0' };

const answer = (on: Fault['on'], status: number, body: object): Fault => ({
  on: { host: 'ghcr.io', method: 'GET', ...on },
  effect: {
    kind: 'status',
    status,
    headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' },
    body: JSON.stringify(body),
  },
});

const absent = { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] };
const nothing = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };

describe.concurrent('registry with delayed reads', () => {
  it.for<[what: string, fault: Fault, inputs: Readonly<Record<string, string>>]>([
    ['the image', answer({ path: /\/manifests\/sha256:/, times: 2 }, 404, absent), {}],
    [
      'the list of the referrers API',
      // It is read before anything is attached.
      answer({ path: /\/referrers\//, nth: 2, times: 2 }, 200, nothing),
      { 'signature-formats': 'bundle' },
    ],
    [
      'the signatures under their tag',
      answer({ path: /\.sig$/, nth: 4, times: 1 }, 404, absent),
      { 'signature-formats': 'legacy' },
    ],
  ])('a delayed response is awaited for %s', async ([_what, fault, more], { onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished, faults: [fault] });
    of.registry.behave({ referrersApi: true });
    const run = await succeed(of, { inputs: { ...inputs, ...more } });
    expect(of.world.gateway.faults.strikes).toBe(fault.on.times);
    expect(Object.keys(listReleaseTags(of)).sort()).toEqual(['1', '1.2', '1.2.0', 'latest']);
    const bundles = more['signature-formats'] === 'legacy' ? 0 : 2;
    expect((run.outputs['bundles'] ?? '').split('\n').filter((path) => path !== '')).toHaveLength(bundles);
  });

  it('an image whose attachments never appear receives no tag', async ({ onTestFinished }) => {
    const faults = [answer({ path: /\/referrers\//, nth: 2, times: Number.POSITIVE_INFINITY }, 200, nothing)];
    const of = await openImageWorld({ onTestFinished, faults });
    of.registry.behave({ referrersApi: true });
    const run = await of.run({ inputs });
    expect(errorOf(run)).toMatch(
      /^E_DOCKER_NOT_VERIFIED The registry accepted .*: https:\/\/sigstore\.dev\/cosign\/sign\/v1, https:\/\/slsa\.dev\/provenance\/v1\./,
    );
    expect(listReleaseTags(of)).toEqual({});
  });
});

describe.concurrent('registry whose referrers API omits attachments', () => {
  it('attachments are also listed under the fallback tag, so the image is signed, promoted and found again', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    of.registry.behave({ referrersApi: 'unlisted' });
    const staged = await succeed(of, { inputs: { ...inputs, mode: 'stage' } });
    const digest = staged.outputs['digest'] ?? '';
    expect(await readBundles(of, digest)).toHaveLength(2);
    expect(staged.outputs['verify-commands']).toContain(`${imageName}@${digest}`);
    expect(staged.output).not.toContain('does not list attachments');
    const promote = { ...inputs, mode: 'promote', digests: digest };
    await succeed(of, { inputs: promote, identity: { permissions: { packages: 'write' } } });
    const before = of.world.journal.entries.length;
    const again = await succeed(of, { inputs });
    expect(again.output).toContain('Skipping the build');
    expect(of.writes(before)).toEqual([]);
    expect(listReleaseTags(of)).toMatchObject({ '1.2.0': digest, latest: digest });
  });

  it('hidden bundles produce a warning and no verify command', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    of.registry.behave({ referrersApi: 'unlisted' });
    const run = await succeed(of, { inputs: { ...inputs, 'signature-formats': 'bundle' } });
    expect(run.output).toMatch(/^::warning::.*does not list attachments.*Add "legacy"/m);
    expect(run.outputs['verify-commands']).toBe('');
    expect((run.outputs['bundles'] ?? '').split('\n')).toHaveLength(2);
    expect(listReleaseTags(of)).toMatchObject({ '1.2.0': run.outputs['digest'] });
  });
});

describe.concurrent('existing release of the same version', () => {
  it('a release without a newly added platform is not accepted as complete', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const { outputs } = await succeed(of, { inputs: { ...inputs, platforms: 'linux/amd64' } });
    const run = await of.run({ inputs: { ...inputs, platforms: 'linux/amd64,linux/arm64' } });
    expect(errorOf(run)).toMatch(
      /^E_DOCKER_TAG_TAKEN This version is already released\. .* Missing: linux\/arm64/,
    );
    expect(run.output).toContain('Release a new version');
    expect(listReleaseTags(of)['1.2.0']).toBe(outputs['digest']);
  });

  it('a variant with explicit tags leaves the release tags unchanged', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const { outputs } = await succeed(of, { inputs });
    const variant = await succeed(of, { inputs: { tags: '1.2.0-slim', labels: 'variant=slim' } });
    expect(variant.outputs['digest']).not.toBe(outputs['digest']);
    expect(variant.outputs['tags']).toBe(`${imageName}:1.2.0-slim`);
    expect(listReleaseTags(of)).toMatchObject({
      latest: outputs['digest'],
      '1.2.0-slim': variant.outputs['digest'],
    });
  });
});
