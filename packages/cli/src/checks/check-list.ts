import type { Check, CheckGroup } from '../report/check.ts';

/** What a check found. */
export interface Look {
  readonly ok: boolean;
  readonly detail: string;
  /** Why this machine cannot show it, as a sentence; then the check neither passes nor fails. */
  readonly notShown?: string;
}

/** Collects checks. A check that throws has failed with that reason. */
export interface CheckList {
  readonly checks: readonly Check[];
  /** `look` returns whether it holds, and what was found. */
  add(name: string, look: () => Promise<Look>, proof?: Check['proof']): Promise<boolean>;
  /** One that was judged already. */
  put(check: Check): void;
  /** The same list, whose further checks stand under a heading. */
  under(group: CheckGroup): CheckList;
}

/** Opens an empty list; `signal` ends it at the next check. */
export function createCheckList(
  signal: AbortSignal,
  onCheck: (check: Check) => void,
  onNotShown: (note: string) => void = () => undefined,
): CheckList {
  return openList({ signal, onCheck, onNotShown, checks: [], group: undefined });
}

interface ListParts {
  readonly signal: AbortSignal;
  readonly onCheck: (check: Check) => void;
  readonly onNotShown: (note: string) => void;
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
      const found: Look = await look().catch((cause: unknown) => ({
        ok: false,
        detail: cause instanceof Error ? cause.message : String(cause),
      }));
      signal.throwIfAborted();
      const { ok, detail, notShown } = found;
      if (notShown !== undefined) {
        parts.onNotShown(`Not shown: ${name}. ${notShown}`);
        return false;
      }
      const check: Check = {
        ...{ name, ok, detail },
        ...(group === undefined ? {} : { group }),
        ...(proof === undefined ? {} : { proof }),
      };
      put(check);
      return check.ok;
    },
  };
}

/** What pip says of a project that needs another Python than the one that runs it. */
export function findPythonMismatch(stderr: string): string | undefined {
  const [, found = '', wanted = ''] =
    /requires a different Python: (\S+) not in '([^']*)'/.exec(stderr) ?? [];
  if (found !== '') return `The project requires Python ${wanted}, and this machine has ${found}.`;
  const [, only = ''] =
    /require a different python version: [^\n]*?Requires-Python ([^;\n]+)/.exec(stderr) ?? [];
  return only === ''
    ? undefined
    : `The project requires Python ${only.trim()}, and this machine has a different one.`;
}

/** A failure of pip; one that only the Python of this machine causes shows nothing. */
export function judgePipFailure(stderr: string): Look {
  const notShown = findPythonMismatch(stderr);
  const detail = stderr.trim().split('\n').at(-1) ?? '';
  return notShown === undefined ? { ok: false, detail } : { ok: false, detail, notShown };
}

/** `expected` equals `found`, and how to say it. */
export function compare(found: string, expected: string): { ok: boolean; detail: string } {
  return found === expected
    ? { ok: true, detail: found }
    : { ok: false, detail: `found ${found || 'nothing'}, expected ${expected || 'nothing'}` };
}
