import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFragmentName } from '../../src/fragments/find-fragments.ts';
import { buildNews, newsProjects, readNewsProject } from './news-project.ts';

describe('fragments of towncrier', () => {
  it.each(readdirSync(newsProjects))('%s are rendered as towncrier renders them', async (name) => {
    const project = readNewsProject(name);
    const { path, text } = await buildNews(project);
    expect(path).toBe(project.newsFile);
    expect(text).toBe(project.expected);
  });

  it.each([
    ['12.feature', '12', 'feature'],
    ['007.bugfix.rst', '7', 'bugfix'],
    ['fix-1.2.3.feature.1.md', 'fix-1.2.3', 'feature'],
    ['+abc.bugfix.md', '+abc', 'bugfix'],
  ])('the name %s has the issue %s and the type %s', (name, issue, type) => {
    expect(parseFragmentName(name, new Set(['feature', 'bugfix']))).toEqual({ issue, type });
  });

  it.each(['README', 'feature', '12.other.md'])('the name %s is not a fragment', (name) => {
    expect(parseFragmentName(name, new Set(['feature']))).toBeUndefined();
  });

  it('CRLF in the news file is kept', async () => {
    const { files } = readNewsProject('below-the-start-string.json');
    const windows = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        path === 'CHANGES.rst' ? text.replaceAll('\n', '\r\n') : text,
      ]),
    );
    const { text } = await buildNews({ files: windows });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.replaceAll('\r\n', '\n')).toBe(readNewsProject('below-the-start-string.json').expected);
  });
});
