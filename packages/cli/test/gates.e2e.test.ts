import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HostedProject } from '../src/release/hosted-project.ts';
import type { RehearsalReport } from '../src/report/report.ts';
import { readCaller } from './support/caller.ts';
import { plain, redOf, rehearse } from './support/cells.ts';

const before = 'until a person published the draft, nothing but the draft was there';

/** Every result of a job that ran, in the order of the runs. */
const resultsOf = (report: RehearsalReport, id: string): string[] =>
  report.jobs.filter((job) => job.id === id).map(({ result }) => result);

// Whole releases: on a machine that does other things besides, some take minutes.
describe('a release that waits for a person who publishes its draft', { timeout: 900_000 }, () => {
  it('the drafted bytes and the image go to every channel, once, and what the person wrote stays', async () => {
    const report = await rehearse({ ...plain, image: true }, undefined, {
      gate: 'release',
      onGate: ({ repository }) => {
        const draft = repository.releases.find((release) => release.draft);
        if (draft === undefined) throw new Error('there is no draft');
        draft.name = 'The winter release';
        draft.body = `Hello.\n\n${draft.body ?? ''}`;
      },
      onReleased: ({ repository }) => {
        const [release] = repository.releases.filter(({ tagName }) => tagName === 'v1.2.0');
        expect(release).toMatchObject({ draft: false, name: 'The winter release' });
        expect(release?.body).toMatch(/^Hello\.\n\n<!-- slipway: v1\.2\.0 .* run=\d+ /);
      },
    });
    expect(redOf(report)).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toContain(before);
    for (const id of [
      'build-python-package',
      'build-docker-image',
      'publish-to-pypi',
      'promote-docker-image',
    ])
      expect(resultsOf(report, id), id).toEqual(['success']);
  });

  it('the called workflows publish a draft whose gate the calling file sets', async () => {
    const caller = readCaller('core')
      .replace('  push: { tags: ["**"] }\n', '  push: { tags: ["**"] }\n  release: { types: [published] }\n')
      .replace('index: "${{ inputs.index }}" }', 'index: "${{ inputs.index }}", gate: release }');
    expect(caller).toMatch(/release: \{ types[\s\S]*gate: release/);
    const report = await rehearse(plain, caller);
    expect(redOf(report)).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(resultsOf(report, 'publish-to-pypi')).toEqual(['success']);
  });

  it('a wheel that was swapped in the draft reaches no channel', async () => {
    const swap = async ({ repository }: HostedProject): Promise<void> => {
      const asset = repository.releases
        .find((release) => release.draft)
        ?.assets.find(({ name }) => name.endsWith('.whl'));
      if (asset === undefined) throw new Error('the draft has no wheel');
      asset.sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
      asset.size = 0;
      await writeFile(join(repository.assetDirectory, asset.file), '');
    };
    const report = await rehearse(plain, undefined, {
      gate: 'release',
      onGate: swap,
      onReleased: ({ pypi, registry }) => {
        expect(pypi.listFiles().filter(({ version }) => version === '1.2.0')).toEqual([]);
        expect(registry.listPackages().flatMap(({ tags }) => Object.keys(tags))).not.toContain('1.2.0');
      },
    });
    expect(report.ok).toBe(false);
    expect(resultsOf(report, 'sign-passport')).toEqual(['success', 'failure']);
    expect(resultsOf(report, 'publish-to-pypi')).toEqual([]);
    expect(JSON.stringify(report.problems)).toMatch(
      /demo-1\.2\.0-py3-none-any\.whl has SHA-256 e3b0c442\w+ instead of/,
    );
  });
});
