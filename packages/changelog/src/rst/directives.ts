import { renderAsCode } from '../markdown/cost.ts';
import { type BlockLines, dedent } from './block-lines.ts';

const admonitions: Readonly<Record<string, string>> = {
  ...{ note: 'Note', tip: 'Tip', hint: 'Hint', important: 'Important', seealso: 'See also' },
  ...{ warning: 'Warning', caution: 'Caution', attention: 'Attention', danger: 'Danger', error: 'Error' },
};
const versions: Readonly<Record<string, string>> = {
  ...{ versionadded: 'Added in version', versionchanged: 'Changed in version' },
  ...{ deprecated: 'Deprecated since version', versionremoved: 'Removed in version' },
};
// They show nothing themselves, or something that is elsewhere.
const silent =
  /^(?:contents|currentmodule|module|index|highlight|toctree|include|only|ifconfig|tags|meta|default-role|role|section-numbering|sectnum|towncrier-draft-entries|class|rst-class|py:currentmodule|orphan)$/;

/**
 * Explicit markup as Markdown: comments and targets vanish, footnotes and known directives are shown, others are kept as
 * they are.
 */
export function convertDirective(
  line: string,
  body: BlockLines,
  inner: (lines: BlockLines) => string[],
  inline: (text: string) => string,
): string {
  const footnote = /^\.\. \[([^\]]{1,80})\]\s+(.*)$/.exec(line);
  if (footnote !== null) {
    const text = [footnote[2] ?? '', ...body.map((part) => part.trim())].join(' ').trim();
    return `\\[${footnote[1] ?? ''}\\] ${inline(text)}`;
  }
  const found = /^\.\. (?:\|[^|]*\| )?([\w:.+-]{1,60})::[ ]*(.*)$/.exec(line);
  if (found === null || /^\.\. \|/.test(line)) return '';
  const name = (found[1] ?? '').toLowerCase();
  const argument = found[2] ?? '';
  const { options, content } = splitOptions(dedent(body));
  if (silent.test(name)) return '';
  if (
    /^(?:code-block|code|sourcecode|parsed-literal|highlight|prompt|console|ipython|doctest|testcode)$/.test(
      name,
    )
  )
    return fence(content, /^[\w+-]*$/.test(argument) ? argument : '');
  const title = admonitions[name] ?? (name === 'admonition' ? argument : undefined);
  if (title !== undefined) {
    const text = name === 'admonition' || argument === '' ? content : [argument, ...content];
    return quote([`**${inline(title)}**`, ...inner(text)]);
  }
  const since = versions[name];
  if (since !== undefined) {
    const [version = '', ...words] = argument.split(/\s+/);
    const rest = inner([words.join(' '), ...content]);
    return [`*${since} ${version}:* ${rest[0] ?? ''}`.trim(), ...rest.slice(1)].join('\n\n');
  }
  if (name === 'rubric') return `#### ${inline(argument)}`;
  if (name === 'centered') return `**${inline(argument)}**`;
  if (name === 'image' || name === 'figure') {
    const text = options.get('alt') ?? argument.split('/').at(-1) ?? argument;
    return [
      `[${text.replace(/[[\]]/g, '\\$&')}](${options.get('target') ?? argument})`,
      ...inner(content),
    ].join('\n\n');
  }
  if (
    /^(?:epigraph|pull-quote|highlights|container|details|collapse|dropdown|topic|sidebar|line-block)$/.test(
      name,
    )
  )
    return [...(argument === '' ? [] : [`**${inline(argument)}**`]), ...inner(content)].join('\n\n');
  return fence([line, ...body], 'rst');
}

/** `:alt: text` above the content of a directive. */
function splitOptions(lines: BlockLines): { options: ReadonlyMap<string, string>; content: BlockLines } {
  const options = new Map<string, string>();
  let index = 0;
  for (; index < lines.length; index += 1) {
    const found = /^:([\w-]{1,60}):[ ]*(.*)$/.exec(lines[index] ?? '');
    if (found === null) break;
    options.set(found[1] ?? '', found[2] ?? '');
  }
  return { options, content: lines.slice(index) };
}

const quote = (blocks: readonly string[]): string =>
  blocks.join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>');

function fence(lines: BlockLines, language: string): string {
  const text = lines
    .join('\n')
    .replace(/^(?:[ ]*\n)+/, '')
    .trimEnd();
  return text === '' ? '' : renderAsCode(text).replace(/^(`+)text/, `$1${language}`);
}
