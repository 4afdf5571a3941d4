import type { Fragment } from './find-fragments.ts';
import { type FragmentPart, groupFragments } from './fragment-entries.ts';
import type { TowncrierConfig } from './towncrier-config.ts';
import { wrapLine } from './wrap-line.ts';

export interface RenderedNews {
  /** The title, for the check whether it is in the file already; undefined when a template renders it. */
  readonly title: string | undefined;
  readonly text: string;
}

/**
 * The text of a release as towncrier's default templates render it.
 * @param date `YYYY-MM-DD`
 * @param ownTitle heading in the dialect of the file, for a project with a template of its own
 */
export function renderNews(
  fragments: readonly Fragment[],
  config: TowncrierConfig,
  version: string,
  date: string,
  ownTitle: string | undefined,
): RenderedNews {
  const sections = config.sections.map(({ name }) => ({
    name,
    parts: groupFragments(fragments, name, config),
  }));
  const format = config.titleFormat;
  const title =
    format === undefined ? undefined : fillFormat(format, { name: config.name, version, project_date: date });
  const level = config.isMarkdown ? readLevel(format, config.rendersTitle, ownTitle) : 0;
  const body = config.isMarkdown ? renderMarkdown(sections, level) : renderRst(sections, config.underlines);
  const full = config.rendersTitle ? renderTitle(config, version, date) + body : body;
  const wrapped = config.wraps
    ? full
        .split('\n')
        .map((line) => wrapLine(line, indentOf(line, config)))
        .join('\n')
    : full;
  if (ownTitle !== undefined && title === undefined)
    return { title: undefined, text: `${ownTitle}\n${wrapped}` };
  if (title === undefined) return { title, text: wrapped };
  const under = config.isMarkdown ? [] : [(config.underlines[0] ?? '=').repeat([...title].length)];
  return { title, text: [title, ...under, wrapped].join('\n') };
}

interface Section {
  readonly name: string;
  readonly parts: readonly FragmentPart[];
}

function renderTitle(config: TowncrierConfig, version: string, date: string): string {
  const title = `${config.name === '' ? '' : `${config.name} `}${version} (${date})`;
  if (config.isMarkdown) return `# ${title}\n`;
  return `${title}\n${(config.underlines[0] ?? '=').repeat([...title].length)}\n`;
}

const nothing = 'No significant changes.\n';

/** `templates/default.rst` with Jinja's `trim_blocks`. */
function renderRst(sections: readonly Section[], underlines: readonly string[]): string {
  const line = (text: string, at: number): string => (underlines[at] ?? '').repeat([...text].length);
  return sections
    .map(({ name, parts }) => {
      const head = name === '' ? '\n' : `${name}\n${line(name, 1)}\n\n`;
      if (parts.length === 0) return `${head}${nothing}\n\n`;
      const rendered = parts.map((part) => {
        const items = part.entries.map(({ text, issues }) => `- ${joinIssues(text, issues)}\n`);
        return `${part.name}\n${line(part.name, name === '' ? 1 : 2)}\n\n${items.join('')}\n\n`;
      });
      return head + rendered.join('');
    })
    .join('');
}

function joinIssues(text: string, issues: readonly string[]): string {
  if (text === '') return issues.join(', ');
  return issues.length === 0 ? text : `${text} (${issues.join(', ')})`;
}

/** `templates/default.md`. */
function renderMarkdown(sections: readonly Section[], level: number): string {
  const heading = (depth: number): string => '#'.repeat(Math.max(0, level + depth - 1));
  const rendered = sections.map(({ name, parts }) => {
    const head = name === '' ? '' : `\n${heading(2)} ${name}\n\n`;
    if (parts.length === 0) return `${head}${nothing}\n`;
    const texts = parts.map((part) => {
      const items = part.entries.map(({ text, issues }) =>
        renderItem(
          text,
          issues.map((issue) => issue.split(': ')[0] ?? issue),
        ),
      );
      const hasLinks = part.issues[0]?.includes(']: ') === true;
      const links = hasLinks ? `${part.issues.map((issue) => `${issue}\n`).join('')}\n` : '';
      return `${heading(name === '' ? 2 : 3)} ${part.name}\n\n${items.join('')}\n${links}`;
    });
    return head + texts.join('');
  });
  return `\n${rendered.join('')}\n`;
}

function renderItem(text: string, issues: readonly string[]): string {
  const list = issues.join(', ');
  if (text === '') return list === '' ? '' : `- ${list}\n`;
  if (list === '') return `- ${text}\n`;
  return /\n {2}[-*] /.test(text) ? `- ${text}\n\n  (${list})\n` : `- ${text} (${list})\n`;
}

/** How many `#` the title has; the headings of the parts are below it. */
function readLevel(format: string | undefined, rendersTitle: boolean, ownTitle: string | undefined): number {
  const title = format ?? ownTitle;
  if (title !== undefined) return /^#+(?=\s)/m.exec(title)?.[0].length ?? 0;
  return rendersTitle ? 1 : 0;
}

/** `str.format` with names only. */
export function fillFormat(format: string, values: Readonly<Record<string, string>>): string {
  return format.replace(/\{\{|\}\}|\{(\w+)\}/g, (found, name: string | undefined) =>
    name === undefined ? found.charAt(0) : (values[name] ?? found),
  );
}

function indentOf(line: string, { hasBullets }: TowncrierConfig): string {
  if (hasBullets || /^[-*] /.test(line)) return '  ';
  return line.startsWith('#. ') ? '   ' : '';
}
