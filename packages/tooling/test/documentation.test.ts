import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { readActions } from '../src/pages/action-metadata.ts';
import { reduceGraph, renderDiagram } from '../src/pages/architecture.ts';

function listPages(folder: string): string[] {
  return readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listPages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const actions = await readActions(repositoryRoot);
const pages = ['README.md', ...listPages('docs')];
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

interface Snippet {
  readonly language: string;
  readonly text: string;
}

/** Fenced blocks, without the indentation of a list that they stand in. */
function listSnippets(text: string): Snippet[] {
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(
    ([, indent = '', language = '', body = '']) => ({
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

const proseOf = (text: string): string =>
  text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, 'code');

/** The anchors that GitHub makes of headings. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );

const linksOf = (text: string): string[] =>
  [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, address = '']) => address);

/** What is wrong with a link, or undefined. */
function findLinkFault(page: string, address: string): string | undefined {
  if (/^[a-z]+:/i.test(address)) return address.startsWith('https://') ? undefined : `${page}: ${address}`;
  const [path = '', anchor = ''] = address.split('#');
  const target = path === '' ? join(repositoryRoot, page) : resolve(repositoryRoot, dirname(page), path);
  if (!existsSync(target)) return `${page}: ${address} does not exist`;
  if (anchor === '' || statSync(target).isDirectory()) return undefined;
  return anchorsOf(readFileSync(target, 'utf8')).has(anchor)
    ? undefined
    : `${page}: ${address} has no such heading`;
}

/** Steps of a snippet: a whole workflow, jobs, or the steps of one. */
function* listSteps(value: unknown): Generator<{ uses?: unknown; with?: object }> {
  if (Array.isArray(value)) for (const each of value) yield* listSteps(each);
  else if (typeof value === 'object' && value !== null) {
    if ('uses' in value) yield value;
    for (const each of Object.values(value)) yield* listSteps(each);
  }
}

describe('the documentation', () => {
  it.each(pages)('every link of %s leads somewhere', (page) => {
    expect(linksOf(read(page)).flatMap((address) => findLinkFault(page, address) ?? [])).toEqual([]);
  });

  it('every page is reached from the README by two links at most', () => {
    const follow = (page: string): string[] =>
      linksOf(read(page))
        .filter((address) => !/^[a-z]+:/i.test(address))
        .map((address) =>
          relative(repositoryRoot, resolve(repositoryRoot, dirname(page), address.split('#')[0] ?? '')),
        )
        .filter((path) => path.endsWith('.md') && existsSync(join(repositoryRoot, path)));
    const first = follow('README.md');
    const reached = new Set([...first, ...first.flatMap(follow)]);
    expect(pages.filter((page) => page !== 'README.md' && !reached.has(page))).toEqual([]);
  });

  it.each(pages)('the snippets of %s can be parsed', (page) => {
    const faults = listSnippets(read(page)).flatMap(({ language, text }) => {
      if (language === 'json')
        try {
          JSON.parse(text);
        } catch (cause) {
          return [`${String(cause)}: ${text}`];
        }
      if (language === 'yaml')
        return parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) =>
          document.errors.map(({ message }) => message),
        );
      if (language === 'sh' || language === 'bash') {
        const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
        if (status !== 0) return [`${stderr}: ${text}`];
      }
      return [];
    });
    expect(faults).toEqual([]);
  });

  it.each(pages)('the steps in %s use inputs that their actions have', (page) => {
    const faults = listSnippets(read(page))
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text }) => parseAllDocuments(text).flatMap((document) => [...listSteps(document.toJS())]))
      .flatMap(({ uses, with: inputs = {} }) => {
        const [, action] = /^slipway-actions\/slipway\/actions\/([\w-]+)@/.exec(String(uses)) ?? [];
        if (action === undefined) return [];
        const known = actions.get(action)?.inputs;
        if (known === undefined) return [`${action} is not an action`];
        return Object.keys(inputs ?? {}).flatMap((name) =>
          known.has(name) ? [] : [`${action} has no input ${name}`],
        );
      });
    expect(faults).toEqual([]);
  });
});

describe('the diagram of the architecture', () => {
  it('an arrow that a longer way implies is left out', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', []],
    ]);
    expect([...reduceGraph(graph)]).toEqual([
      ['a', ['b']],
      ['b', ['c']],
      ['c', []],
    ]);
  });

  it('packages and actions are groups of a flowchart', () => {
    const text = renderDiagram(new Map([['oci', []]]), new Map([['docker-build-sign', ['oci']]]));
    expect(text).toContain('    docker_build_sign["docker-build-sign"]\n  end');
    expect(text).toContain('  docker_build_sign --> oci\n```');
  });
});
