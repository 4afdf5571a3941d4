import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Verdict } from './try-mutant.ts';

/** One line of the ledger. */
export interface LedgerEntry extends Verdict {
  readonly id: string;
  /** sha256 of the file without the change. */
  readonly source: string;
  /** Changes with the tests that come through it. */
  readonly plan: string;
  readonly seconds: number;
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The whole lines of a file of JSON lines; one that was cut off counts for nothing. */
export async function readLines(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.endsWith('}'));
}

/** Reads the ledger; the last line of a mutant counts. */
export async function readLedger(path: string): Promise<Map<string, LedgerEntry>> {
  const entries = new Map<string, LedgerEntry>();
  for (const line of await readLines(path)) {
    const entry = JSON.parse(line) as LedgerEntry;
    entries.set(entry.id, entry);
  }
  return entries;
}

export async function appendToLedger(path: string, entry: LedgerEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${JSON.stringify(entry)}\n`);
}

/** Whether an earlier verdict still stands: a kill while the file is as it was, anything else while its tests are, too. */
export function stillStands(entry: LedgerEntry, source: string, plan: string): boolean {
  return entry.source === source && (entry.state === 'killed' || entry.plan === plan);
}
