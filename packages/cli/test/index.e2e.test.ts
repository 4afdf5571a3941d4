import { describe, expect, it } from 'vitest';
import type { RehearsalReport } from '../src/report/report.ts';
import { readCaller } from './support/caller.ts';
import { plain, redOf, rehearse } from './support/cells.ts';

const attempt = { ...plain, kind: 'pre-release', index: 'testpypi' } as const;

const summaryOf = (report: RehearsalReport): string =>
  report.jobs
    .filter(({ id }) => id.endsWith('notify-success'))
    .flatMap(({ steps }) => steps.map(({ summary }) => summary))
    .join('\n');

// Whole releases: on a machine that does other things besides, some take minutes.
describe('a release to another index', { timeout: 900_000 }, () => {
  it.each([
    ['the copied file', undefined],
    ['the calling file', readCaller('core')],
  ])('a pre-release is uploaded to TestPyPI, and nothing to PyPI: %s', async (_form, workflow) => {
    const report = await rehearse(attempt, workflow);
    expect(redOf(report)).toEqual([]);
    expect(report.problems).toEqual([]);
    const checks = report.checks.map(({ name }) => name);
    expect(checks).toContain('TestPyPI has exactly the built files of demo 1.1.1rc1');
    expect(checks).toContain('TestPyPI has a publish and a provenance attestation for every file');
    expect(checks).toContain('PyPI has no file of demo 1.1.1rc1');
    expect(report.jobs.find(({ id }) => id === 'publish-to-pypi')?.result).toBe('success');
    expect(summaryOf(report)).toMatch(/^\| TestPyPI \| .*test.*\/project\/demo\/1\.1\.1rc1/m);
    expect(summaryOf(report)).not.toContain('| PyPI |');
    expect(report.setup).toMatchObject({
      ...{ index: 'testpypi', pending: true, publisher: { environment: 'testpypi' } },
      commands: [expect.stringContaining('environments/testpypi'), expect.stringContaining('name=v*')],
    });
    const notes = report.checks.find(({ name }) => name.includes('list exactly the channels'));
    expect(notes?.detail).toMatch(/\bTestPyPI\b/);
  });

  it('a release to no index is uploaded to none', async () => {
    const report = await rehearse({ ...plain, index: 'none' });
    expect(redOf(report)).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toContain('PyPI has no file of demo 1.2.0');
    expect(report.jobs.map(({ id }) => id)).not.toContain('publish-to-pypi');
    expect(summaryOf(report)).toContain('| PyPI | – not chosen for this release |');
  });
});
