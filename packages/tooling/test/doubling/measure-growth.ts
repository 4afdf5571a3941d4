/** How the time of a reader grew with its input. */
export interface Growth {
  /** CPU milliseconds by number of characters. */
  readonly times: readonly (readonly [length: number, ms: number])[];
  /** Mean factor for each doubling, over those that took long enough to be measured. */
  readonly factor: number;
}

export type Read = (text: string) => unknown;

const firstLength = 2 ** 14;
/** Four doublings at most up to a megabyte: a reader of squares takes 4 times as long for each. */
const lastLength = 2 ** 20;
/** Shorter times are noise. */
const minMs = 8;
/** A reader that takes longer is not given more: what it took so far tells. */
const mostMs = 1500;
/** Quadratic growth from here on ends below half a second at the last length. */
const harmlessLength = 2 ** 18;
const harmlessMs = 20;
const maxRuns = 3;

async function measureOnce(read: Read, text: string): Promise<number> {
  const before = process.cpuUsage();
  try {
    await read(text);
  } catch {
    // A refusal is an answer too.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The median of some runs, of long ones only one. */
async function measureLength(read: Read, text: string): Promise<number> {
  const times: number[] = [];
  while (times.length < maxRuns) {
    times.push(await measureOnce(read, text));
    if ((times[0] ?? 0) > mostMs / 3) break;
  }
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}

/** Doubles the input of a reader. @param make a text of about so many characters */
export async function measureGrowth(read: Read, make: (length: number) => string): Promise<Growth> {
  const times: [number, number][] = [];
  for (let length = firstLength; length <= lastLength; length *= 2) {
    const ms = await measureLength(read, make(length));
    times.push([length, ms]);
    if (ms > mostMs || (length === harmlessLength && ms < harmlessMs)) break;
  }
  const telling = times.filter(([, ms]) => ms >= minMs).slice(-3);
  const [first] = telling;
  const last = telling.at(-1);
  if (first === undefined || last === undefined || first === last) return { times, factor: 1 };
  return { times, factor: (last[1] / first[1]) ** (1 / Math.log2(last[0] / first[0])) };
}
