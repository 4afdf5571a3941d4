import { describe, expect, it } from 'vitest';
import { referenceText } from './expectations/world.ts';
import { plain, redOf, rehearse } from './support/cells.ts';

/** The reference workflow with one text replaced by another. */
function change(from: string, to: string): string {
  expect(referenceText.split(from)).toHaveLength(2);
  return referenceText.replace(from, () => to);
}

const toPypi = `      (inputs.index == 'testpypi' || needs.build-python-package.outputs.is-prerelease != 'true' && needs.draft-github-release.outputs.prerelease == 'false') }}`;
const noDraftToPypi = `      needs.draft-github-release.outputs.draft == 'false' && inputs.index != 'none' &&\n${toPypi}`;

// A whole release each: on a machine that does other things besides, some take minutes.
describe('a workflow that is broken', { timeout: 600_000 }, () => {
  it('a workflow whose job for PyPI can never run fails the rehearsal', async () => {
    const report = await rehearse(plain, change(toPypi, `      github.ref_type == 'branch' }}`));
    expect(report.jobs.map(({ id }) => id)).not.toContain('publish-to-pypi');
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('PyPI has exactly the built files of demo 1.2.0');
  });

  it('a workflow that publishes a draft to PyPI fails the rehearsal', async () => {
    const report = await rehearse(
      { ...plain, kind: 'pre-release', draft: true },
      change(noDraftToPypi, '      true }}'),
    );
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('PyPI has no file of demo 1.1.1rc1');
  });

  it('a workflow that moves "latest" for a marked pre-release fails the rehearsal', async () => {
    const text = change(
      "          digests: ${{ needs.create-github-release.outputs.image-digest }}\n          prerelease: ${{ needs.create-github-release.outputs.prerelease == 'true' && 'true' || 'auto' }}\n",
      '          digests: ${{ needs.create-github-release.outputs.image-digest }}\n',
    );
    const report = await rehearse({ ...plain, prerelease: true, image: true }, text);
    expect(report.jobs.every(({ result }) => result === 'success')).toBe(true);
    expect(report.ok).toBe(false);
    expect(redOf(report)).toContain('ghcr.io/octo-org/demo has the built image under 1.2.0');
  });
});
