/**
 * The outcome of work that cannot be stopped, or an error once its time is over or the signal fires. The work itself continues,
 * and nobody waits for it.
 * @throws Error "not finished within … s", or the reason of the signal
 */
export async function settleWithin<Result>(
  work: Promise<Result>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<Result> {
  // A failure after this point is ignored.
  work.catch(() => undefined);
  signal?.throwIfAborted();
  let stop = (): void => undefined;
  const bound = new Promise<never>((_, reject) => {
    const abort = (): void => reject(signal?.reason);
    const timer = setTimeout(
      () => reject(new Error(`did not finish within ${Math.round(limitMs / 1000)} s`)),
      limitMs,
    );
    signal?.addEventListener('abort', abort, { once: true });
    stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work, bound]);
  } finally {
    stop();
  }
}
