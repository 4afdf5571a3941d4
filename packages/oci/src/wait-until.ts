import { RemoteError } from '@slipway/core/errors/action-error';
import type { Repository } from './registry.ts';

const firstDelayMs = 500;
const maxDelayMs = 30_000;
const defaultPatienceMs = 60_000;

/**
 * Reads until the written content appears: a replicated registry may return the previous content for some seconds. The
 * pauses double, with jitter.
 * @param patienceMs total waiting time without the reads; default a minute
 * @returns the last response, whether it is right or not
 */
export async function waitUntil<Value>(
  { clock, random }: Repository,
  read: () => Promise<Value>,
  isRight: (value: Value) => boolean,
  patienceMs: number = defaultPatienceMs,
): Promise<Value> {
  let waitedMs = 0;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(maxDelayMs, delayMs * 2)) {
    const value = await read();
    if (isRight(value) || waitedMs >= patienceMs) return value;
    const pauseMs = Math.min(patienceMs - waitedMs, Math.round(delayMs * (1 + random() / 4)));
    await clock.sleep(pauseMs);
    waitedMs += pauseMs;
  }
}

function isNotFound(cause: unknown): boolean {
  return cause instanceof RemoteError && cause.code === 'E_OCI_NOT_FOUND';
}

/**
 * Reads what was written, as `waitUntil` does, while the registry reports it as missing.
 * @param isAbsent which failures say so
 * @throws as `read` at the end
 */
export async function waitUntilThere<Value>(
  repository: Repository,
  read: () => Promise<Value>,
  patienceMs?: number,
  isAbsent: (cause: unknown) => boolean = isNotFound,
): Promise<Value> {
  const attempt = async (): Promise<{ readonly value: Value } | { readonly absent: unknown }> => {
    try {
      return { value: await read() };
    } catch (cause) {
      if (isAbsent(cause)) return { absent: cause };
      throw cause;
    }
  };
  const found = await waitUntil(repository, attempt, (result) => 'value' in result, patienceMs);
  if ('absent' in found) throw found.absent;
  return found.value;
}
