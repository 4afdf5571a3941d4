/** What makes a parser of CommonMark look back: each opens or closes something. */
const marks = /[[\]*_`<&\\!~]/g;
const listMarker = /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]+\S/;
/** One container at the beginning of a line: a block quote or an item of a list. */
const container = /[ \t]*(?:(>)|([-+*]|\d{1,9}[.)])(?=[ \t]|$))/y;

// What the parser compares with all of its kind before: an item within an item, until a heading ends the list (CommonMark §5.3),
// and a heading underlined, until a blank line.
const nestedItem = /^(?:[ \t]+|[ \t]*>[ \t>]*)(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const heading = /^#{1,6}(?:[ \t]|$)/;
const underline = /^[ \t>]*(?:=+|-+)[ \t]*$/;

/** People's notes stay far below: about 60,000 for 800 lines of GitHub's generated notes without a blank line between them. */
const maxCost = 4_000_000;
// Measured: an item within an item costs the parser about 40 times as much as two marks of one paragraph.
const listFactor = 40;

/** Square of the depth of one line, of which a list costs more than a quote. */
function measureDepth(line: string): number {
  let quotes = 0;
  let items = 0;
  container.lastIndex = 0;
  for (let found = container.exec(line); found !== null; found = container.exec(line)) {
    if (found[1] === undefined) items += 1;
    else quotes += 1;
  }
  return (quotes + items) ** 2 + items ** 2 * listFactor;
}

/**
 * Whether a text could keep the parser of Markdown busy for more than a moment: it compares the marks of a paragraph with
 * each other, the containers of a line one within the other, the items within the items of one list, and underlined headings
 * without a blank line between them. Takes linear time.
 */
export function isCostlyMarkdown(text: string): boolean {
  let cost = 0;
  let paragraphMarks = 0;
  let nestedItems = 0;
  let underlines = 0;
  for (const line of text.split('\n')) {
    // A blank line and the item of a list begin a new paragraph, whatever was open before (CommonMark §5.3).
    if (line.trim() === '' || listMarker.test(line)) {
      cost += paragraphMarks ** 2;
      paragraphMarks = 0;
    }
    underlines = line.trim() === '' ? 0 : underlines + (underline.test(line) ? 1 : 0);
    nestedItems = heading.test(line) ? 0 : nestedItems + (nestedItem.test(line) ? 1 : 0);
    paragraphMarks += line.match(marks)?.length ?? 0;
    cost += measureDepth(line);
    if (cost + paragraphMarks ** 2 > maxCost || Math.max(nestedItems, underlines) ** 2 > maxCost) return true;
  }
  return false;
}

/** A text as code: nothing in it is markup. The fence is longer than any run of its characters inside (CommonMark §4.5). */
export function renderAsCode(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.replace(/\n+$/, '')}\n${fence}`;
}
