import { readFileSync } from 'node:fs';
import { parseToml } from '@slipway/python/project/places/toml-document';
import { collectNews } from '../../src/fragments/collect-news.ts';
import { readTowncrierConfig } from '../../src/fragments/towncrier-config.ts';

/** A project with fragments, and what `towncrier build --version 1.1.0 --date 2026-02-03` made of it (25.8.0). */
export interface NewsProject {
  readonly files: Readonly<Record<string, string>>;
  readonly newsFile: string;
  readonly expected: string;
}

/** Where the projects are. */
export const newsProjects = new URL('../fixtures/towncrier/', import.meta.url);

/** Reads one project. */
export function readNewsProject(name: string): NewsProject {
  return JSON.parse(readFileSync(new URL(name, newsProjects), 'utf8')) as NewsProject;
}

/** What this package makes of a project. */
export async function buildNews({ files }: Pick<NewsProject, 'files'>) {
  const config = readTowncrierConfig(
    parseToml(files['pyproject.toml'] ?? '', 'pyproject.toml').data,
    undefined,
  );
  if (config === undefined) throw new Error('there is no [tool.towncrier]');
  const commit = {
    read: async (path: string) => (path in files ? Buffer.from(files[path] ?? '') : undefined),
    async list(folder: string) {
      const below = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      const names = new Map(
        below
          .map((path) => path.slice(folder.length + 1).split('/'))
          .map(([name = '', ...rest]) => [name, rest.length > 0]),
      );
      return [...names].map(([name, isFolder]) => ({ name, isFolder }));
    },
  };
  const news = await collectNews(commit, '', config, { version: '1.1.0', date: '2026-02-03' });
  return { path: news.path, text: Buffer.from(news.after ?? []).toString(), fragments: news.fragments };
}
