import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  imageName,
  openImageWorld,
  type Run,
  type RunOptions,
  succeed,
} from './support/image-world.ts';
import { built, commitOf } from './support/releases.ts';
import { judge, listReleaseTags, readJson, readManifest } from './support/stored-image.ts';

describe.concurrent('existing release', () => {
  it.for<[string, string]>([
    ['a custom commit', 'org.opencontainers.image.revision=deadbeef'],
    ['a custom version', 'org.opencontainers.image.version=2026.11-lts'],
    [
      'a version and no commit',
      'org.opencontainers.image.version=v9.9.9\norg.opencontainers.image.revision=',
    ],
  ])(
    'labels set by the user are kept and the release is recognized by its signature: %s',
    async ([_what, labels], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      const inputs = { version: '1.2.0', labels };
      const first = await succeed(of, { inputs });
      const [pair = ''] = labels.split('\n');
      expect(first.output).toMatch(/^::notice::Keeping org\.opencontainers\.image\./m);
      expect(first.output).toContain(`Keeping ${pair}`);
      const { config } = readManifest(of, first.outputs['digest'] ?? '');
      const [label = '', value = ''] = pair.split('=');
      expect(await readJson(of, config?.digest ?? '')).toMatchObject({
        config: { Labels: { [label]: value } },
      });
      const before = of.world.journal.entries.length;
      const again = await succeed(of, { inputs });
      expect(built(again)).toBe(false);
      expect(again.output).toContain('signed by this workflow. Skipping the build.');
      expect(again.outputs['digest']).toBe(first.outputs['digest']);
      expect(of.writes(before)).toEqual([]);
      // The same tag at another commit is another release.
      const moved = await of.run({ inputs: { version: '1.2.0' }, identity: { sha: 'b'.repeat(40) } });
      expect(errorOf(moved)).toMatch(/^E_DOCKER_TAG_TAKEN .*its commit is 9f1c\w+ instead of b{40}/);
      expect(of.writes(before)).toEqual([]);
    },
  );

  it('an unsigned release is accepted only with the same bytes', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const inputs = { version: '1.2.0', sign: 'false' };
    const first = await succeed(of, { inputs });
    const again = await succeed(of, { inputs });
    expect(built(again)).toBe(true);
    expect(again.outputs).toEqual(first.outputs);
    const before = of.world.journal.entries.length;
    const other = await of.run({ inputs: { ...inputs, labels: 'a=b' } });
    expect(errorOf(other)).toMatch(/^E_DOCKER_TAG_TAKEN .*Without signatures \("sign: false"\)/);
    expect(of.writes(before)).toEqual([]);
    // What this run built may be signed, whoever pushed the same bytes before.
    const signed = await succeed(of, { inputs: { version: '1.2.0' } });
    expect(signed.outputs['digest']).toBe(first.outputs['digest']);
    expect((await judge(of, first.outputs['digest'] ?? '')).cosign3).toBeUndefined();
  });

  it('a signed release is not built, signed or written again and has the same outputs', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const options: RunOptions = { inputs: { version: '1.2.0', platforms: 'linux/amd64,linux/arm64' } };
    const first = await succeed(of, options);
    const [before, entries] = [of.world.journal.entries.length, await of.sigstore.entryCount()];
    const again = await succeed(of, options);
    expect(of.writes(before)).toEqual([]);
    expect(await of.sigstore.entryCount()).toBe(entries);
    expect(of.world.journal.entries.slice(before).some(({ host }) => host === 'fulcio.sigstore.dev')).toBe(
      false,
    );
    expect(built(again)).toBe(false);
    const comparable = ({ outputs }: Run) => ({
      ...outputs,
      // Each job has its own folder for files.
      bundles: outputs['bundles']?.split('\n').map((path) => basename(path)),
    });
    expect(comparable(again)).toEqual(comparable(first));
  });
});

describe.concurrent('registry with immutable tags', () => {
  it('the first release succeeds, and a second signature or a moved tag is rejected with a hint', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    of.registry.behave({ immutableTags: true });
    const first = await succeed(of, { inputs: { version: '1.2.0' } });
    const digest = first.outputs['digest'] ?? '';
    const tags = listReleaseTags(of);
    const nightly = 'Octo/demo/.github/workflows/nightly.yml@refs/tags/v1.2.0';
    const [second, next] = await Promise.all([
      // The same image, signed by another workflow.
      of.run({
        inputs: { version: '1.2.0' },
        identity: { workflowRef: nightly, jobWorkflowRef: nightly },
      }),
      of.run({ inputs: { version: '1.2.1' }, identity: { sha: commitOf('1.2.1') } }),
    ]);
    expect(errorOf(second)).toContain('E_OCI_REFERRERS');
    expect(errorOf(second)).toContain(`"${digest.replace(':', '-')}`);
    expect(errorOf(second)).toContain('Exclude the tags "sha256-*" from the rule');
    expect(second.outputs['tags']).toBeUndefined();
    const judged = await judge(of, digest);
    expect([judged.cosign3, judged.cosign2]).toEqual([undefined, undefined]);
    expect(errorOf(next)).toMatch(
      /^E_OCI_TAG_IMMUTABLE .*floating tag \S*demo:1\.2 could not be moved.*"prerelease: true"/,
    );
    expect(next.outputs['tags']).toBe(`${imageName}:1.2.1`);
    // What stands was not touched.
    expect(listReleaseTags(of)).toMatchObject(tags);
  });
});
