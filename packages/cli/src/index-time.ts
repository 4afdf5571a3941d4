import type { Journal } from '@slipway/emulators/journal';

/** Measures how long connections to package indexes were open; overlapping ones count once. */
export function measureIndexTime(journal: Journal): { stop(): number } {
  const spans: [number, number][] = [];
  const stopListening = journal.listen(({ outcome, startedAtMs }) => {
    if (outcome === 'tunnel') spans.push([startedAtMs, Date.now()]);
  });
  return {
    stop() {
      stopListening();
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
