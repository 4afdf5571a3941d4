import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A mutant that releases exactly as the original does, and why. */
export interface Equivalent {
  readonly id: string;
  readonly reason: string;
}

const file = fileURLToPath(new URL('equivalents.json', import.meta.url));

/** Reads the list of mutants of the reference workflow that were looked at one by one and change nothing. */
export async function readEquivalents(): Promise<readonly Equivalent[]> {
  const list = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, string>>;
  return Object.entries(list).map(([id, reason]) => ({ id, reason }));
}
