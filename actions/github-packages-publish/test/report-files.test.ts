import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { createReport, reportFiles, settleFile } from '../src/report.ts';
import { makeContext, readDistributions } from './support/unit-context.ts';

const readBoth = () => readDistributions([wheel(), sdist()]);

describe('publication report', () => {
  it('every file is output at once and its state as soon as it is known', async () => {
    const { context, outputs, log } = makeContext();
    const files = await readBoth();
    const report = createReport(context, files);
    const listed = () => JSON.parse(outputs.get('files') ?? '[]') as Record<string, unknown>[];
    const [first] = files;
    expect(listed()).toEqual([
      {
        ...{ name: wheel().name, sha256: first?.sha256, size: first?.size },
        ...{ kind: 'wheel', project: 'demo', version: '1.2.0' },
      },
      expect.objectContaining({ name: sdist().name, kind: 'sdist' }),
    ]);
    settleFile(context, report, wheel().name, 'published');
    report.manifests.set(wheel().name, 'sha256:abc');
    settleFile(context, report, sdist().name, 'present');
    expect(listed()).toMatchObject([{ state: 'published', manifest: 'sha256:abc' }, { state: 'present' }]);
    expect(listed()[1]).not.toHaveProperty('manifest');
    expect(log.lines).toEqual([
      `info: ${wheel().name}: published`,
      `info: ${sdist().name}: already published (same bytes)`,
    ]);
  });

  it.each([
    ['ghcr', false, 'Published demo 1.2.0 to GitHub Packages'],
    ['index', false, 'Published demo 1.2.0 to the package index'],
    ['ghcr', true, 'Dry run for GitHub Packages'],
  ] as const)('the summary has a heading for mode %s, dry run %s', async (mode, dryRun, heading) => {
    const { context, summary } = makeContext({ inputs: { mode, 'dry-run': dryRun } });
    reportFiles(context, createReport(context, await readBoth()));
    expect(summary[0]).toBe(heading);
  });

  it('the summary lists the state of each file and whether it was verified', async () => {
    const { context, summary } = makeContext();
    const report = createReport(context, await readBoth());
    settleFile(context, report, wheel().name, 'published');
    report.proven.add(wheel().name);
    reportFiles(context, report);
    const [, first, second] = summary[1]?.split('\n') ?? [];
    expect(first).toMatch(/ \| new \| ✓ read back$/);
    expect(second).toMatch(/ \| – not published \| – not compared$/);
  });

  it('a dry run logs each file that would be published', async () => {
    const { context, log } = makeContext({ inputs: { 'dry-run': true } });
    settleFile(context, createReport(context, await readBoth()), wheel().name, 'planned');
    expect(log.lines).toEqual([`info: ${wheel().name}: would be published`]);
  });
});
