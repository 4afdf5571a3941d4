import type { Journal } from '@slipway/gateway/journal';

export interface IndexTime {
  /**
   * @param others requests to an index that did not go through a tunnel, in milliseconds since the epoch
   * @returns seconds
   */
  stop(others: readonly (readonly [startedAtMs: number, endedAtMs: number])[]): number;
}

/** Measures how long connections to package indexes were open; overlapping ones count once. */
export function measureIndexTime(journal: Journal): IndexTime {
  const spans: [number, number][] = [];
  const stopListening = journal.listen(({ outcome, startedAtMs }) => {
    if (outcome === 'tunnel') spans.push([startedAtMs, Date.now()]);
  });
  return {
    stop(others) {
      stopListening();
      spans.push(...others.map(([from, to]): [number, number] => [from, to]));
      spans.sort(([left], [right]) => left - right);
      let total = 0;
      let until = 0;
      for (const [from, to] of spans) {
        total += Math.max(0, to - Math.max(from, until));
        until = Math.max(until, to);
      }
      return total / 1000;
    },
  };
}
