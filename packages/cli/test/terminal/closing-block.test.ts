import { describe, expect, it } from 'vitest';
import { renderUsageError } from '../../src/command-line/usage-error.ts';
import { emptyReport } from '../../src/report/build-report.ts';
import { renderClosing } from '../../src/terminal/closing-block.ts';
import { chooseLook, fit, measure, wrap } from '../../src/terminal/look.ts';
import { failedReport, hostileReport, readyReport, recoveredReport } from '../support/reports.ts';

const look = { hasColor: false, hasUnicode: true };
const render = (report: Parameters<typeof renderClosing>[0], columns = 80): string =>
  renderClosing(report, { look, columns, written: ['report.html'] });

describe('the last screen of a rehearsal', () => {
  it('a release that went well shows the answer, the channels and what is left to do', () => {
    expect(render(readyReport())).toBe(`
✓ demo 1.2.0 is ready to release  16.7 s, 2 of 2 checks passed

  PyPI             ✓ 2 files, attested, same bytes, installed
  Container image  – not rehearsed: this machine lacks buildx

! Left to you, once: register the trusted publisher on PyPI
  owner octo-org, repository demo, workflow release.yml, environment pypi
! the package is private

Report: report.html
`);
  });

  it('a release that failed shows the cause, the fix and where each channel stands', () => {
    const text = render(failedReport());
    expect(text).toContain('✕ demo 1.2.0 is not ready to release\n');
    expect(text).toContain('  Fix: Register the trusted publisher.\n  1 more in the report\n');
    expect(text).toContain('  GitHub Release   ✓ draft, 3 assets\n');
    expect(text).toContain('gh run rerun RUN-ID --failed\nE_PYPI_MINT_REFUSED, 16.7 s\n');
  });

  it('a release that a fault stopped and a re-run finished is marked as a warning', () => {
    expect(render(recoveredReport())).toContain('! demo 1.2.0 stopped, then finished');
  });

  it('the reason for nothing to release is shown in full', () => {
    const report = { ...emptyReport(), ok: true, nothingToRelease: 'Nothing to release since v1.0.0.' };
    expect(render(report)).toContain('  Nothing to release since v1.0.0.\n');
  });

  it.each([40, 80, 200])('every screen has at most 20 lines of %s columns', (columns) => {
    for (const report of [readyReport(), failedReport(), recoveredReport(), hostileReport(), emptyReport()]) {
      const lines = render(report, columns).split('\n');
      expect(lines.filter((line) => measure(line) > Math.max(columns, 45))).toEqual([]);
      if (columns >= 80) expect(lines.length - 1).toBeLessThanOrEqual(20);
    }
  });

  it('a wrong call is told in three lines', () => {
    expect(
      renderUsageError('unknown option "--bumb"', 'Did you mean --bump?', 'npm run rehearse -- --help'),
    ).toBe(
      'error: unknown option "--bumb"\n  Did you mean --bump?\n  Run "npm run rehearse -- --help" for all options.\n',
    );
  });
});

describe('the look of a terminal', () => {
  it('NO_COLOR takes the styles away, and a locale without UTF-8 the glyphs', () => {
    expect(chooseLook({ LANG: 'C.UTF-8' }, 'linux', true)).toEqual({ hasColor: true, hasUnicode: true });
    expect(chooseLook({ NO_COLOR: '1', LANG: 'C' }, 'linux', true)).toEqual({
      hasColor: false,
      hasUnicode: false,
    });
    expect(chooseLook({ LC_ALL: 'C', LANG: 'C.UTF-8' }, 'linux', false)).toEqual({
      hasColor: false,
      hasUnicode: false,
    });
    expect(chooseLook({}, 'darwin', true).hasUnicode).toBe(true);
  });

  it('wide characters take two columns, and a cut is marked', () => {
    expect(measure('日本x\u0301')).toBe(5);
    expect(fit(look, '日本語', 5)).toBe('日本…');
    expect(fit({ ...look, hasUnicode: false }, 'abcdef', 4)).toBe('abc~');
    expect(wrap(look, 'one two three', 7)).toEqual(['one two', 'three']);
  });
});
