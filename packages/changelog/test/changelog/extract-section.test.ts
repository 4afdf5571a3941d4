import { ActionError } from '@slipway/core/errors/action-error';
import { describe, expect, it } from 'vitest';
import { extractSection } from '../../src/changelog/extract-section.ts';
import { parseChangelog } from '../../src/changelog/parse-changelog.ts';

describe('extractSection', () => {
  it.each([
    ['## [1.2.0] - 2026-01-02', '1.2.0'],
    ['## 1.2.0 (2026-01-02)', '1.2.0'],
    ['## v1.2.0', '1.2.0'],
    ['## [v1.2.0] - 2026-01-02 - The title', '1.2.0'],
    ['## [1.2.0](https://github.com/o/r/compare/1.1.0...1.2.0) - 2026-01-02', '1.2.0'],
    ['# Version 1.2.0', '1.2.0'],
    ['## 🚀 [1.2.0] - 2026-01-02 [YANKED]', '1.2.0'],
    ['## 1!1.2.0rc1 ##', '1!1.2.0rc1'],
  ])('the section under the heading %j is found', (heading, version) => {
    const text = `# Changelog\n\n## [Unreleased]\n- next\n\n${heading}\n\n- this\n\n## [0.1.0]\n- old\n`;
    expect(extractSection(text, version)).toBe('- this');
  });

  it('a section of a similar version is never returned', () => {
    const text = '## [Unreleased]\n- next\n\n## [1.2.0]\n- this\n';
    for (const version of ['1.2', '1.2.00', '1.2.1', '2.0', 'Unreleased'])
      expect(extractSection(text, version)).toBeUndefined();
    expect(extractSection(text, '1.2', 'markdown', { isSame: (label) => label === '1.2.0' })).toBe('- this');
  });

  it('a heading without content returns an empty section', () => {
    expect(extractSection('## [1.2.0]\n\n## [1.1.0]\n- old\n', '1.2.0')).toBe('');
  });

  it('only the link definitions used by a section are added to it', () => {
    const text = `## [2.0]\n- a [#7] and [docs][Guide]\n\n## [1.0]\n- b\n\n[#7]: https://e.org/7\n[guide]: https://e.org/g\n[#8]: https://e.org/8\n`;
    expect(extractSection(text, '2.0')).toBe(
      '- a [#7] and [docs][Guide]\n\n[#7]: https://e.org/7\n[guide]: https://e.org/g',
    );
  });

  it('two different sections of one version are rejected and two equal ones are accepted', () => {
    expect(extractSection('## [1.0]\n- a\n\n## [1.0]\n- a\n', '1.0')).toBe('- a');
    try {
      extractSection('## [1.0]\n- a\n\n## v1.0\n- b\n', '1.0');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ActionError);
      expect((error as ActionError).code).toBe('E_CHANGELOG_AMBIGUOUS');
      expect((error as ActionError).message).toContain('lines 1, 4');
    }
  });

  it('headings inside code and comments are ignored', () => {
    const text = '## [1.0]\n- a\n```\n## [0.9]\n```\n<!--\n## [0.8]\n-->\n- b\n## [0.7]\n- c\n';
    expect(extractSection(text, '1.0')).toContain('- b');
    expect(extractSection(text, '0.9')).toBeUndefined();
    expect(extractSection(text, '0.8')).toBeUndefined();
  });
});

describe('parseChangelog', () => {
  it('the parsed spans reassemble to the original file', () => {
    const text = '\uFEFF# Log\r\n\r\n## [2.0]\r\n- a\r\n## [1.0]\r\n- b\r\n\r\n[1.0]: https://e.org\r\n';
    const { sections, tail, definitions } = parseChangelog(text);
    const pieces = sections.map(({ headingSpan, bodySpan }) => text.slice(headingSpan.start, bodySpan.end));
    expect(text.slice(0, sections[0]?.headingSpan.start) + pieces.join('') + text.slice(tail)).toBe(text);
    expect(definitions.map(({ urlSpan }) => text.slice(urlSpan.start, urlSpan.end))).toEqual([
      'https://e.org',
    ]);
  });

  it('the date, yanked mark and link of a heading are parsed', () => {
    const { sections } = parseChangelog('## [1.0](https://e.org/1) (2026-01-02) [yanked]\n');
    expect(sections[0]?.heading).toMatchObject({
      kind: 'version',
      label: '1.0',
      date: { text: '2026-01-02' },
      yanked: true,
      bracketed: true,
      url: 'https://e.org/1',
    });
  });
});
