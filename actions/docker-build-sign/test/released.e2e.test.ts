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
import { judge, listReleaseTags } from './support/stored-image.ts';

describe.concurrent('a release that is out', () => {
  it.for<[string, string]>([
    ['the version with "v"', 'org.opencontainers.image.version=v1.2.0'],
    ['a short commit', 'org.opencontainers.image.revision=9F1C2B3'],
  ])('is known by labels of the user: %s', async ([_what, labels], { onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const sha = '9f1c2b3a'.repeat(5);
    const run = (commit: string): Promise<Run> =>
      of.run({ inputs: { version: '1.2.0', sign: 'false', labels }, identity: { sha: commit } });
    const first = await run(sha);
    expect(errorOf(first), first.output).toBe('');
    const again = await run(sha);
    expect(errorOf(again), again.output).toBe('');
    expect(built(again)).toBe(false);
    expect(again.outputs).toEqual(first.outputs);
    expect(errorOf(await run('b'.repeat(40)))).toMatch(/^E_DOCKER_TAG_TAKEN /);
  });

  it('is not built, signed or written again, and has the same outputs', async ({ onTestFinished }) => {
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

describe.concurrent('a registry whose tags cannot be moved', () => {
  it('takes the first release whole; a second signature and a moved tag are refused with what to do', async ({
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
    expect(errorOf(second)).toContain('Except the tags "sha256-*" from the rule');
    expect(second.outputs['tags']).toBeUndefined();
    const judged = await judge(of, digest);
    expect([judged.cosign3, judged.cosign2]).toEqual([undefined, undefined]);
    expect(errorOf(next)).toMatch(
      /^E_OCI_TAG_IMMUTABLE .*demo:1\.2, which follows releases.*"prerelease: true"/,
    );
    expect(next.outputs['tags']).toBe(`${imageName}:1.2.1`);
    // What stands was not touched.
    expect(listReleaseTags(of)).toMatchObject(tags);
  });
});
