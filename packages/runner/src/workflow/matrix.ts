/** One combination of a matrix, keys in the order written. */
export type MatrixCombination = Readonly<Record<string, unknown>>;

function isSubset(part: unknown, whole: unknown): boolean {
  if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
    if (typeof whole !== 'object' || whole === null) return false;
    return Object.entries(part).every(([key, value]) =>
      isSubset(value, (whole as Record<string, unknown>)[key]),
    );
  }
  return JSON.stringify(part) === JSON.stringify(whole);
}

function toObjects(value: unknown, name: string): Record<string, unknown>[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null)) {
    throw new Error(`Matrix '${name}' must be a list of objects`);
  }
  return value as Record<string, unknown>[];
}

/**
 * Expands an evaluated `matrix:` as documented: the product of the lists, without `exclude`, then `include` merged into
 * every combination whose original values it does not change, or added as one of its own.
 */
export function expandMatrix(matrix: unknown): MatrixCombination[] {
  if (typeof matrix !== 'object' || matrix === null || Array.isArray(matrix)) {
    throw new Error(
      "Error when evaluating 'strategy': unexpected value for 'matrix', an object was expected",
    );
  }
  const { include, exclude, ...vectors } = matrix as Record<string, unknown>;
  let originals: Record<string, unknown>[] = Object.keys(vectors).length === 0 ? [] : [{}];
  for (const [key, values] of Object.entries(vectors)) {
    if (!Array.isArray(values)) throw new Error(`Matrix vector '${key}' is not a list`);
    if (values.length === 0) throw new Error(`Matrix vector '${key}' does not contain any values`);
    originals = originals.flatMap((base) => values.map((value: unknown) => ({ ...base, [key]: value })));
  }
  const excluded = toObjects(exclude, 'exclude');
  originals = originals.filter((combination) => !excluded.some((rule) => isSubset(rule, combination)));
  const combinations = originals.map((original) => ({ ...original }));
  const added: Record<string, unknown>[] = [];
  for (const extra of toObjects(include, 'include')) {
    const shared = Object.keys(extra).filter((key) => key in vectors);
    const matching = originals.flatMap((original, index) =>
      shared.every((key) => isSubset(extra[key], original[key])) ? [combinations[index]] : [],
    );
    if (matching.length === 0) added.push({ ...extra });
    for (const combination of matching) if (combination !== undefined) Object.assign(combination, extra);
  }
  const all = [...combinations, ...added];
  if (all.length === 0) throw new Error('Matrix must define at least one vector');
  if (all.length > 256) throw new Error(`The matrix has ${all.length} combinations; the most is 256`);
  return all;
}

/** `build (ubuntu, 3.12)`: the name of a matrix job without a `name:` of its own. */
export function describeCombination(jobName: string, combination: MatrixCombination): string {
  const values = Object.values(combination).flatMap(flattenScalars);
  return values.length === 0 ? jobName : `${jobName} (${values.join(', ')})`;
}

function flattenScalars(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(flattenScalars);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(flattenScalars);
  return value === null || value === undefined ? [] : [String(value)];
}
