import { describe, expect, it } from 'vitest';
import { type Cell, nameCell } from '../src/expectations/cell.ts';
import { rehearseCell } from '../src/rehearse-cell.ts';
import type { RehearsalReport } from '../src/report.ts';
import { referenceText } from './expectations/world.ts';
import { withImageBuilder, withoutImageBuilder } from './support/image-programs.ts';

const plain: Cell = {
  ...{ kind: 'stable', draft: false, prerelease: false, private: false, image: false, first: false },
};

function rehearse(cell: Cell, workflowText?: string): Promise<RehearsalReport> {
  const programs = cell.image ? withImageBuilder() : withoutImageBuilder();
  const screen = { isTerminal: false, write: () => undefined };
  const signal = new AbortController().signal;
  const host = { variables: { ...process.env, ...programs }, screen, signal };
  return rehearseCell({ cell, workflowText, host });
}

const redOf = (report: RehearsalReport): string[] =>
  report.checks.filter(({ ok }) => !ok).map(({ name }) => name);

/** The reference workflow with one text replaced by another. */
function change(from: string, to: string): string {
  expect(referenceText.split(from)).toHaveLength(2);
  return referenceText.replace(from, () => to);
}

describe('the reference workflow', () => {
  const cells: readonly Cell[] = [
    { ...plain, kind: 'dev', draft: true, private: true, image: true, first: true },
    { ...plain, kind: 'post', prerelease: true, private: true, image: true },
    { ...plain, kind: 'pre-release', draft: true, prerelease: true, first: true },
  ];

  it.each(cells.map((cell) => [nameCell(cell), cell] as const))(
    'ends in the state that is called for: %s',
    async (_name, cell) => {
      const report = await rehearse(cell);
      expect(redOf(report)).toEqual([]);
      expect(report.problems).toEqual([]);
      expect(report.ok).toBe(true);
    },
  );
});

const toPypi = `      needs.build-python-package.outputs.is-prerelease == 'false' && !inputs.draft && !inputs.prerelease }}`;

describe('a workflow that is broken', () => {
  it('turns red when its job for PyPI can never run', async () => {
    const report = await rehearse(plain, change(toPypi, `      github.ref_type == 'branch' }}`));
    expect(report.jobs.map(({ id }) => id)).not.toContain('publish-to-pypi');
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('PyPI has exactly the built files of demo 1.2.0');
  });

  it('turns red when the candidate of a draft reaches PyPI', async () => {
    const report = await rehearse(
      { ...plain, kind: 'pre-release', draft: true },
      change(toPypi, '      true }}'),
    );
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('PyPI has no file of demo 1.1.1rc1');
  });

  it('turns red when a release that is marked as a pre-release moves "latest"', async () => {
    const text = change(
      "          digests: ${{ needs.build-docker-image.outputs.digest }}\n          prerelease: ${{ inputs.prerelease && 'true' || 'auto' }}\n",
      '          digests: ${{ needs.build-docker-image.outputs.digest }}\n',
    );
    const report = await rehearse({ ...plain, prerelease: true, image: true }, text);
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('ghcr.io/octo-org/demo is the image that was built under 1.2.0');
  });
});
