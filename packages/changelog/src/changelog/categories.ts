/** Titles of parts of a section, also where a project writes them on the level of its versions or in bold. */
const category =
  /^\W*(?:added|additions?|changed?|changes|deprecat\w+|removed|removals?|fixe[ds]|fixes|bug ?fix(?:es)?|bugs? fixed|security|features?|new features?|features? added|enhancements?|improve\w+|performance\w*|doc(?:s|umentation)(?: changes)?|internal\w*|misc\w*|other\w*(?: changes)?|breaking\b.{0,40}|backward.{0,60}|what'?s (?:new|changed)|highlights?|contributors|chores?|refactor\w*|tests?|testing|dependencies|notes?|upgrade notes?|packaging|stable style|preview style|configuration|parser|output|integrations?|_?blackd_?)\W*$/i;

/** Whether a title names a kind of change and not a version or a document. */
export function isCategory(title: string): boolean {
  return title.length <= 80 && category.test(title);
}
