/** Edit distance (insertions, deletions, replacements), abandoned beyond `limit`. */
function measureDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, character] of [...left].entries()) {
    const current = [row + 1];
    for (let column = 0; column < right.length; column += 1) {
      const replaced = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}

/** The known word that `word` most likely stands for; undefined if none is similar. */
export function findNearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().replaceAll('_', '-').slice(0, 100);
  // Two swapped letters count as two replacements.
  const limit = Math.max(wanted.length > 2 ? 2 : 1, Math.floor(wanted.length / 3));
  let nearest: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = measureDistance(wanted, candidate.toLowerCase(), limit);
    if (distance <= limit && distance < (nearest?.distance ?? limit + 1))
      nearest = { word: candidate, distance };
  }
  return nearest?.word;
}
