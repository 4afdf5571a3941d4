/**
 * Runs `body` on every item, at most `limit` (and at least one) at a time. After a failure, nothing new is started, and running
 * items are awaited.
 * @throws the first failure
 */
export async function runParallel<Item>(
  items: readonly Item[],
  limit: number,
  body: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const drain = async (): Promise<void> => {
    for (const item of queue) {
      try {
        await body(item);
      } catch (cause) {
        failures.push(cause);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, drain));
  if (failures.length > 0) throw failures[0];
}
