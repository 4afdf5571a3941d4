import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyReport } from '../../src/report/build-report.ts';
import { escapeHtml, renderHtml } from '../../src/report/html-report.ts';

describe('the page of a rehearsal', () => {
  it('the page loads nothing and runs nothing, whatever the project contains', () => {
    const evil = '<script src="https://evil.example/x.js"></script><img src=x onerror=alert(1)>"\'&';
    const page = renderHtml({
      ...emptyReport(),
      project: {
        name: evil,
        backend: evil,
        versionBefore: evil,
        versionAfter: evil,
        tag: evil,
        commit: evil,
      },
      problems: [{ code: evil, message: evil, hint: evil }],
      checks: [{ name: evil, ok: false, detail: evil }],
      notes: [evil],
      jobs: [
        {
          ...{ id: evil, name: evil, result: evil, seconds: 1, ref: evil, attempt: 1 },
          ...{ permissionsAsked: {}, permissionsUsed: {} },
          steps: [
            {
              ...{ name: evil, result: evil, seconds: 1, standIn: false },
              ...{ summary: `### ${evil}`, outputs: { x: evil }, log: { lines: [evil], dropped: 0 } },
            },
          ],
        },
      ],
      release: { tag: evil, title: evil, draft: false, prerelease: false, notes: evil, assets: [evil] },
    });
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<img');
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('<pre>### &lt;script');
  });

  it('the expected state of every channel and the workflow findings are shown', () => {
    const page = renderHtml({
      ...emptyReport(),
      expectations: [{ channel: 'PyPI', state: 'absent', expected: 'nothing, because it is a draft' }],
      findings: [{ rule: 'pin', job: 'build', message: 'uses "a/b@v1"', fails: true }],
    });
    expect(page).toContain('<td>PyPI</td><td>absent</td><td>nothing, because it is a draft</td>');
    expect(page).toContain('<td>build</td><td>uses &quot;a/b@v1&quot;</td><td>yes</td>');
  });

  it('any text is shown literally', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text);
      }),
    );
  });
});
