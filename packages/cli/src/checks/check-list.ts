import type { Check, CheckGroup } from '../report/check.ts';

/** Collects checks. A check that throws has failed with that reason. */
export interface CheckList {
  readonly checks: readonly Check[];
  /** `look` returns whether it holds, and what was found. */
  add(
    name: string,
    look: () => Promise<{ ok: boolean; detail: string }>,
    proof?: Check['proof'],
  ): Promise<boolean>;
  /** One that was judged already. */
  put(check: Check): void;
  /** The same list, whose further checks stand under a heading. */
  under(group: CheckGroup): CheckList;
}

/** Opens an empty list; `signal` ends it at the next check. */
export function createCheckList(signal: AbortSignal, onCheck: (check: Check) => void): CheckList {
  return openList({ signal, onCheck, checks: [], group: undefined });
}

interface ListParts {
  readonly signal: AbortSignal;
  readonly onCheck: (check: Check) => void;
  readonly checks: Check[];
  readonly group: CheckGroup | undefined;
}

function openList(parts: ListParts): CheckList {
  const { signal, onCheck, checks, group } = parts;
  const put = (check: Check): void => {
    checks.push(check);
    onCheck(check);
  };
  return {
    checks,
    put,
    under: (heading) => openList({ ...parts, group: heading }),
    async add(name, look, proof) {
      signal.throwIfAborted();
      const found = await look().catch((cause: unknown) => ({
        ok: false,
        detail: cause instanceof Error ? cause.message : String(cause),
      }));
      signal.throwIfAborted();
      const check: Check = {
        ...{ name, ...found },
        ...(group === undefined ? {} : { group }),
        ...(proof === undefined ? {} : { proof }),
      };
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
