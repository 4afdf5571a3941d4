/** What a revert names: commits by (possibly short) SHA, a pull request, or only the old header. */
export interface RevertTarget {
  readonly shas: readonly string[];
  readonly pullRequest: number | undefined;
  readonly header: string | undefined;
}

/** What a message undoes, in the words of git, of GitHub's button, or of the specification; undefined when it is not a revert. */
export function readRevert(header: string, body: readonly string[]): RevertTarget | undefined {
  // "Reapply" is git's title of a revert of a revert.
  const git = /^(Revert|Reapply) "(.*)"(?: \(#\d+\))?$/.exec(header);
  const isRevert = git !== null || /^revert(?:\([^()]*\))?!?: /i.test(header);
  if (!isRevert) return undefined;
  const shas: string[] = [];
  let pullRequest: number | undefined;
  for (const text of body) {
    const named = /^This reverts commit ([0-9a-f]{7,64})/.exec(text)?.[1];
    if (named !== undefined) shas.push(named);
    // The specification's own example of a revert: "Refs: 676104e, a215868".
    const footer = /^Refs: ([0-9a-f]{7,64}(?:, *[0-9a-f]{7,64})*)$/i.exec(text)?.[1];
    if (footer !== undefined) shas.push(...footer.split(',').map((sha) => sha.trim()));
    const number = /^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,10})\b/.exec(text)?.[1];
    if (number !== undefined) pullRequest ??= Number(number);
  }
  const quoted = git?.[2];
  return { shas, pullRequest, header: git?.[1] === 'Reapply' ? `Revert "${quoted ?? ''}"` : quoted };
}
