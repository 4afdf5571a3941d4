/** What inline markup refers to, collected from the whole text. */
export interface RstReferences {
  /** Addresses by their name in lower case. */
  readonly targets: ReadonlyMap<string, string>;
  readonly substitutions: ReadonlyMap<string, string>;
}

// Bounded, so that a mark that is never closed costs no more than the text behind it.
const markup =
  /\\([\s\S])|``([^\n]{1,400}?)``(?!`)|:([\w.+-]{1,60}(?::[\w.+-]{1,60}){0,3}):`([^`]{1,400})`|`([^`]{1,400})`(__?|:[\w.+-]{1,60}:)?|\|([^|\s][^|\n]{0,100})\|_{0,2}|(?<![\w`])([A-Za-z0-9](?:[\w.+-]{0,80}[A-Za-z0-9])?)__?(?![\w`])|([<[\]])/g;

const issueRoles = /^(?:gh-?)?(?:pr|pull|pulls|issue|issues|bug|ticket|merge|mr|gh|ghpull|ghissue|ghpr)$/i;
const userRoles = /^(?:user|gh-?user|ghuser|contributor|author)$/i;
const wordRoles =
  /^(?:std:)?(?:ref|doc|term|abbr|numref|guilabel|menuselection|dfn|any|emphasis|title|title-reference|t|sub|sup|rfc)$/i;
const callRoles = /(?:^|:)(?:func|meth|method|function)$/i;

/** Inline markup of reStructuredText as Markdown. What is not known keeps its text. */
export function convertInline(text: string, references: RstReferences): string {
  return text.replace(markup, (...found: (string | undefined)[]) => {
    const [whole = '', escaped, literal, role, content, quoted, suffix, substitution, reference, plain] =
      found;
    if (escaped !== undefined) return escapeCharacter(escaped);
    if (literal !== undefined) return code(literal.trim());
    if (role !== undefined) return convertRole(role, content ?? '');
    if (quoted !== undefined) return convertQuoted(quoted, suffix, references);
    if (substitution !== undefined) return references.substitutions.get(substitution.toLowerCase()) ?? whole;
    if (reference !== undefined) {
      const url = references.targets.get(reference.toLowerCase());
      return url === undefined ? whole : link(reference, url);
    }
    // What is markup in Markdown only.
    return `\\${plain ?? ''}`;
  });
}

function escapeCharacter(character: string): string {
  if (/\s/.test(character)) return '';
  return /[\p{L}\p{N}]/u.test(character) ? character : `\\${character}`;
}

function convertQuoted(quoted: string, suffix: string | undefined, { targets }: RstReferences): string {
  const { title, address } = splitTitle(quoted);
  if (suffix?.startsWith(':') === true) return convertRole(suffix.slice(1, -1), quoted);
  if (suffix === undefined) return code(quoted);
  const named = address?.endsWith('_') === true ? targets.get(address.slice(0, -1).toLowerCase()) : address;
  const url = named ?? targets.get(title.replace(/\s+/g, ' ').toLowerCase());
  return url === undefined ? title : link(title, url);
}

/** `text <target>`; the text stands for both when there is no target. */
function splitTitle(content: string): { title: string; address: string | undefined } {
  const found = /^([^<]*?)\s*<([^<>]+)>$/.exec(content.trim());
  if (found === null) return { title: content.trim(), address: undefined };
  const address = (found[2] ?? '').replace(/\s+/g, '');
  return { title: found[1] === '' || found[1] === undefined ? address : found[1], address };
}

function convertRole(role: string, content: string): string {
  const { title, address } = splitTitle(content);
  const number = /^#?(\d+)$/.exec(title)?.[1];
  if (number !== undefined && (issueRoles.test(role) || !/pep|rfc|cve/i.test(role))) return `#${number}`;
  if (/^pep$/i.test(role)) return `[PEP ${title}](https://peps.python.org/pep-${title.padStart(4, '0')}/)`;
  if (/^rfc$/i.test(role)) return `[RFC ${title}](https://www.rfc-editor.org/rfc/rfc${title})`;
  if (/^cve$/i.test(role)) return title.toUpperCase().startsWith('CVE') ? title : `CVE-${title}`;
  if (/^ghsa$/i.test(role)) {
    const id = title.toUpperCase().startsWith('GHSA-') ? title : `GHSA-${title}`;
    return link(id, `https://github.com/advisories/${id}`);
  }
  if (userRoles.test(role)) return `@${title.replace(/^@/, '')}`;
  if (/^(?:strong|b)$/i.test(role)) return `**${title}**`;
  if (/^(?:emphasis|i|em)$/i.test(role)) return `*${title}*`;
  if (address !== undefined && /^https?:\/\//.test(address)) return link(title, address);
  if (/^doc$/i.test(role) && address === undefined) return title.split('/').at(-1) ?? title;
  if (issueRoles.test(role) || wordRoles.test(role)) return title.replace(/[<[\]]/g, '\\$&');
  const name = address === undefined && title.startsWith('~') ? (title.split('.').at(-1) ?? title) : title;
  const shown = name.replace(/^[~!.]+/, '');
  return code(callRoles.test(role) && address === undefined && !shown.endsWith(')') ? `${shown}()` : shown);
}

function link(title: string, url: string): string {
  return `[${title.replace(/[[\]]/g, '\\$&')}](${url.replace(/[()\s]/g, encodeURIComponent)})`;
}

/** A code span whose fence is longer than any run of backticks inside (CommonMark §6.1). */
function code(text: string): string {
  const content = text.replace(/\s+/g, ' ');
  const longest = (content.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${content}${fence}` : `${fence} ${content} ${fence}`;
}
