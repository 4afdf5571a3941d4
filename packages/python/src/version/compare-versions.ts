import type { PrePhase, Version } from './parse-version.ts';

const phaseRank: Readonly<Record<PrePhase, bigint>> = { a: 0n, b: 1n, rc: 2n };

const compareNumbers = (left: bigint, right: bigint): number => (left < right ? -1 : left > right ? 1 : 0);

function compareReleases(left: readonly bigint[], right: readonly bigint[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareNumbers(left[index] ?? 0n, right[index] ?? 0n);
    if (order !== 0) return order;
  }
  return 0;
}

// A development version sorts before the pre-releases of its release, a final version after them.
function rankPre({ pre, post, dev }: Version): readonly [bigint, bigint] {
  if (pre !== undefined) return [phaseRank[pre.phase], pre.number];
  return post === undefined && dev !== undefined ? [-1n, 0n] : [3n, 0n];
}

function compareLocals(left: Version['local'], right: Version['local']): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [a, b] = [left[index], right[index]];
    if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
    if (typeof a === 'bigint' && typeof b === 'bigint') {
      if (a !== b) return compareNumbers(a, b);
    } else if (typeof a === 'string' && typeof b === 'string') {
      if (a !== b) return a < b ? -1 : 1;
    } else return typeof a === 'bigint' ? 1 : -1;
  }
  return 0;
}

/** The order of PEP 440, for `sort`: negative if `left` is lower. */
export function compareVersions(left: Version, right: Version): number {
  const [leftPhase, leftNumber] = rankPre(left);
  const [rightPhase, rightNumber] = rankPre(right);
  return (
    compareNumbers(left.epoch, right.epoch) ||
    compareReleases(left.release, right.release) ||
    compareNumbers(leftPhase, rightPhase) ||
    compareNumbers(leftNumber, rightNumber) ||
    // No post number sorts before any; no development number sorts after any.
    compareNumbers(left.post ?? -1n, right.post ?? -1n) ||
    compareDev(left.dev, right.dev) ||
    compareLocals(left.local, right.local)
  );
}

function compareDev(left: bigint | undefined, right: bigint | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  return compareNumbers(left, right);
}
