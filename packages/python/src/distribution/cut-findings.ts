const maxFindings = 50;

/** The first of many sentences, and how many more there are, so that a message stays readable. */
export function cutFindings(findings: readonly string[]): readonly string[] {
  const more = findings.length - maxFindings;
  return more <= 0 ? findings : [...findings.slice(0, maxFindings), `and ${more} more`];
}
