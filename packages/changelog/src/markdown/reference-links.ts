import type { LinkBase } from './addresses.ts';
import type { Edit } from './edits.ts';
import { type MarkdownRoot, offsetsOf, walkPlaced } from './tree.ts';

/** Something that GitHub would link by itself, and tell somebody about. */
export type Reference =
  | { readonly kind: 'mention'; readonly login: string }
  /** A decorator or a scoped package: written as a mention, and none. */
  | { readonly kind: 'code'; readonly source: string }
  /** `repository` is `owner/name`; undefined for the own one. */
  | {
      readonly kind: 'issue';
      readonly repository: string | undefined;
      readonly number: string;
      readonly source: string;
    }
  | { readonly kind: 'address'; readonly source: string };

/** A reference at its place. */
export interface FoundReference {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

const address = String.raw`(?:https?:\/\/|\bwww\.)[^\s<>\u0060{}]+`;
// What stands before decides: an address of mail, a path, an entity and what is escaped are no references.
const before = String.raw`(?<![\w.\u0060@\/\\!&#\u200C-])`;
const login = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?(?![A-Za-z0-9-])';
// `@app.route`, `@types/node`, `@fixture(…)`, `@cached_property`.
const decorated = String.raw`[A-Za-z_][\w-]{0,60}(?:(?:[./][A-Za-z_][\w-]{0,60}){1,5}|(?=\())|[A-Za-z_][A-Za-z0-9]{0,60}_\w{0,60}`;
const mention = String.raw`@(?:(${login})(?![\w/(]|\.\w)|(${decorated}))`;
const repository = String.raw`[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}`;
const issue = String.raw`(?:(${repository})?#|GH-)([1-9]\d{0,6})(?![\w-])`;
const anyReference = new RegExp(`(${address})|${before}(?:${mention}|${issue})`, 'g');

// Decorators of the standard library whose names could be those of accounts.
const decorators = new Set(
  'property staticmethod classmethod overload override final dataclass dataclasses abstractmethod contextmanager asynccontextmanager wraps cache singledispatch singledispatchmethod deprecated unique'.split(
    ' ',
  ),
);

/** The references of a piece of plain text, in its order. Takes linear time. */
export function* findReferences(text: string, from = 0, to = text.length): Generator<FoundReference> {
  const pattern = new RegExp(anyReference);
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null && found.index < to; found = pattern.exec(text)) {
    const [source, url, account, code, other, number] = found;
    const start = found.index;
    const end = start + source.length;
    if (end > to) return;
    if (url !== undefined) yield { start, end, reference: { kind: 'address', source } };
    else if (number !== undefined)
      yield { start, end, reference: { kind: 'issue', repository: other, number, source } };
    else if (account !== undefined && !decorators.has(account))
      yield { start, end, reference: { kind: 'mention', login: account } };
    else if (account !== undefined || code !== undefined)
      yield { start, end, reference: { kind: 'code', source } };
  }
}

/** Address of the server that a repository is on. */
export const serverOf = ({ repositoryUrl }: Pick<LinkBase, 'repositoryUrl'>): string =>
  new URL(repositoryUrl).origin;

/** A link to an account, which tells nobody: GitHub looks for no mention in a link. */
export function renderMention(login: string, base: Pick<LinkBase, 'repositoryUrl'>): string {
  return `[@${login}](${serverOf(base)}/${login})`;
}

/** A link to an issue or a pull request; GitHub redirects from the one to the other. */
export function renderIssue(
  { repository: other, number, source }: Extract<Reference, { kind: 'issue' }>,
  base: Pick<LinkBase, 'repositoryUrl'>,
): string {
  const repositoryUrl = other === undefined ? base.repositoryUrl : `${serverOf(base)}/${other}`;
  return `[${source.replaceAll('_', '\\_')}](${repositoryUrl}/issues/${number})`;
}

/**
 * The edits that write mentions and numbers of issues as links. Where a backtick stands in a text, a decorator is left for
 * `breakReferences`: it could become the end of other code.
 */
export function linkReferences(text: string, root: MarkdownRoot, base: LinkBase): Edit[] {
  const spans = [...walkPlaced(root)].filter(({ node, isLinked }) => node.type === 'text' && !isLinked);
  const hasBackticks = spans.some(({ node }) => {
    const { start, end } = offsetsOf(node);
    return text.slice(start, end).includes('`');
  });
  const edits = replaceRoles(text, root, base);
  for (const { node } of spans) {
    const { start, end } = offsetsOf(node);
    const isInCodeNext = text[end] === '`' || text[start - 1] === '`';
    for (const found of findReferences(text.slice(start, end))) {
      const { reference } = found;
      // The beginning of a piece of text is not always that of a word: `a_**@b**`.
      if (found.start === 0 && /[\w.`@/\\!&#-]/.test(text[start - 1] ?? ' ')) continue;
      const written =
        reference.kind === 'mention'
          ? renderMention(reference.login, base)
          : reference.kind === 'issue'
            ? renderIssue(reference, base)
            : reference.kind === 'code' && !hasBackticks && !isInCodeNext
              ? `\`${reference.source}\``
              : undefined;
      if (written === undefined) continue;
      edits.push({ start: start + found.start, end: start + found.end, text: written });
    }
  }
  return edits;
}

// MyST writes the roles of Sphinx so: `{issue}`12``, `{func}`open``.
const role = /\{([a-z][\w:-]{0,40})\}$/;
const issueRole = /^(?:issue|pr|pull|gh|gh-issue|gh-pr|bug|pull-request)$/;

/** The edits that show what a role of Sphinx means; GitHub knows none of them. */
function replaceRoles(text: string, root: MarkdownRoot, base: LinkBase): Edit[] {
  const edits: Edit[] = [];
  for (const { node, isLinked } of walkPlaced(root)) {
    if (node.type !== 'inlineCode' || isLinked) continue;
    const { start, end } = offsetsOf(node);
    const [written, name = ''] = role.exec(text.slice(Math.max(0, start - 44), start)) ?? [];
    if (written === undefined) continue;
    const isIssue = issueRole.test(name) && /^[1-9]\d{0,6}$/.test(node.value);
    edits.push(
      isIssue
        ? {
            start: start - written.length,
            end,
            text: `[#${node.value}](${base.repositoryUrl}/issues/${node.value})`,
          }
        : { start: start - written.length, end: start, text: '' },
    );
  }
  return edits;
}
