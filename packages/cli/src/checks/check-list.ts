import type { Check } from '../report/check.ts';

/** Collects checks. A check that throws has failed with that reason. */
export interface CheckList {
  readonly checks: readonly Check[];
  /** `look` returns whether it holds, and what was found. */
  add(name: string, look: () => Promise<{ ok: boolean; detail: string }>): Promise<boolean>;
  /** One that was judged already. */
  put(check: Check): void;
}

/** Opens an empty list; `signal` ends it at the next check. */
export function createCheckList(signal: AbortSignal, onCheck: (check: Check) => void): CheckList {
  const checks: Check[] = [];
  const put = (check: Check): void => {
    checks.push(check);
    onCheck(check);
  };
  return {
    checks,
    put,
    async add(name, look) {
      signal.throwIfAborted();
      const found = await look().catch((cause: unknown) => ({
        ok: false,
        detail: cause instanceof Error ? cause.message : String(cause),
      }));
      signal.throwIfAborted();
      const check = { name, ...found };
      put(check);
      return check.ok;
    },
  };
}

/** `expected` equals `found`, and how to say it. */
export function compare(found: string, expected: string): { ok: boolean; detail: string } {
  return found === expected
    ? { ok: true, detail: found }
    : { ok: false, detail: `found ${found || 'nothing'}, expected ${expected || 'nothing'}` };
}
