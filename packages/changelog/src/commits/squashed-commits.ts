const item = /^\* +(\S.*)$/;
// Headings, rules below a heading, HTML and tables: a text that somebody composed, or a changelog that is quoted.
const composed = /^ {0,3}(?:#{1,6}(?: |$)|<\/?[a-z!]|\||={3,}$)/i;
// How GitHub's release notes list a change; a commit is not titled like this.
const quotedChange = / by @[\w[\]-]+(?: in (?:https?:\/\/|#\d)|[….]*$)/u;

const maxItems = 1000;

/**
 * The titles of the commits that a squash merge lists. GitHub's default message of a pull request with several commits is a
 * list of `* <title>`, each followed by the body of that commit; nothing else is before the list. Empty for any other body.
 */
export function readSquashedTitles(body: readonly string[]): readonly string[] {
  const first = body.find((line) => line !== '');
  if (first === undefined || !item.test(first)) return [];
  const titles: string[] = [];
  for (const line of body) {
    if (composed.test(line) || titles.length === maxItems) break;
    const title = item.exec(line)?.[1];
    if (title !== undefined && !quotedChange.test(title)) titles.push(title);
  }
  return titles;
}

/** The line begins the next commit of the list, or ends the list: GitHub puts a rule before the co-authors. */
export function endsSquashedCommit(line: string): boolean {
  return item.test(line) || /^-{3,}$/.test(line);
}
