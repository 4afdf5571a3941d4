import type { Fault } from '@slipway/emulators/faults';
import { describe, expect, it } from 'vitest';
import { errorOf, imageName, openImageWorld, succeed } from './support/image-world.ts';
import { listReleaseTags } from './support/stored-image.ts';

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

describe.concurrent('a registry that shows what it took some seconds later', () => {
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
  ])('is waited for: %s', async ([_what, fault, more], { onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished, faults: [fault] });
    of.registry.behave({ referrersApi: true });
    const run = await succeed(of, { inputs: { ...inputs, ...more } });
    expect(of.world.gateway.faults.strikes).toBe(fault.on.times);
    expect(Object.keys(listReleaseTags(of)).sort()).toEqual(['1', '1.2', '1.2.0', 'latest']);
    const bundles = more['signature-formats'] === 'legacy' ? 0 : 2;
    expect((run.outputs['bundles'] ?? '').split('\n').filter((path) => path !== '')).toHaveLength(bundles);
  });

  it('and never shows it, gets no tag, although the older signature would verify', async ({
    onTestFinished,
  }) => {
    const faults = [answer({ path: /\/referrers\//, nth: 2, times: Number.POSITIVE_INFINITY }, 200, nothing)];
    const of = await openImageWorld({ onTestFinished, faults });
    of.registry.behave({ referrersApi: true });
    const run = await of.run({ inputs });
    expect(errorOf(run)).toMatch(
      /^E_DOCKER_NOT_VERIFIED The registry took what was attached .*: https:\/\/sigstore\.dev\/cosign\/sign\/v1, https:\/\/slsa\.dev\/provenance\/v1\./,
    );
    expect(listReleaseTags(of)).toEqual({});
  });
});

describe.concurrent('a version that is released already', () => {
  it('is not taken for released with a platform that was added since', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const { outputs } = await succeed(of, { inputs: { ...inputs, platforms: 'linux/amd64' } });
    const run = await of.run({ inputs: { ...inputs, platforms: 'linux/amd64,linux/arm64' } });
    expect(errorOf(run)).toMatch(
      /^E_DOCKER_TAG_TAKEN This version is released already\. .* linux\/arm64 is missing/,
    );
    expect(run.output).toContain('release a new version');
    expect(listReleaseTags(of)['1.2.0']).toBe(outputs['digest']);
  });

  it('is not what another image gets whose tags are given without a version', async ({ onTestFinished }) => {
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
