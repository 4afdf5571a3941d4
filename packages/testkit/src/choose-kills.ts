/**
 * The ways to kill a process at its nth request that a test tries. Each request is killed once, in turn before it reaches the
 * server and after the server has done it, so that two neighbors show both. With `SLIPWAY_ALL_KILLS` in the environment, every
 * request is killed in every way.
 */
export function chooseKills<T>(nth: number, ways: readonly T[]): readonly T[] {
  if (process.env['SLIPWAY_ALL_KILLS'] !== undefined) return ways;
  return ways.slice(nth % ways.length, (nth % ways.length) + 1);
}
