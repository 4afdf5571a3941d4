/** What a writer of a shared list knows of it: what it wants there, and what it ever saw there. */
export interface ListMemory<Entry> {
  /** Takes in what is listed now. */
  observe(found: readonly Entry[]): {
    /** Whether everything that is wanted or was ever seen is listed. */
    readonly complete: boolean;
    /** What ought to be listed: what was seen, in its order, and what is wanted behind it. */
    readonly merged: readonly Entry[];
  };
  /** Leaves entries out from now on, also where they are listed still. */
  forget(entries: readonly Entry[]): void;
}

/** @param keyOf what makes two entries the same */
export function createListMemory<Entry>(
  wanted: readonly Entry[],
  keyOf: (entry: Entry) => string,
): ListMemory<Entry> {
  const seen = new Map<string, Entry>();
  const gone = new Set<string>();
  return {
    observe(found) {
      const listed = new Set(found.map(keyOf));
      const expected = [...wanted.map(keyOf), ...seen.keys()];
      for (const entry of found) {
        const key = keyOf(entry);
        if (!seen.has(key) && !gone.has(key)) seen.set(key, entry);
      }
      const missing = new Map(wanted.map((entry) => [keyOf(entry), entry]));
      for (const key of seen.keys()) missing.delete(key);
      return {
        complete: expected.every((key) => listed.has(key)),
        merged: [...seen.values(), ...missing.values()],
      };
    },
    forget(entries) {
      for (const key of entries.map(keyOf)) {
        gone.add(key);
        seen.delete(key);
      }
    },
  };
}
