import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Verdict } from './try-mutant.ts';

/** One line of the ledger. */
export interface LedgerEntry extends Verdict {
  readonly id: string;
  /** sha256 of the file without the change. */
  readonly source: string;
  /** Commit that was tried. */
  readonly commit: string;
  readonly seconds: number;
}

export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads the ledger; the last line of a mutant counts, and a line that was cut off counts for nothing. */
export async function readLedger(path: string): Promise<Map<string, LedgerEntry>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const entries = new Map<string, LedgerEntry>();
  for (const line of text.split('\n').filter((each) => each.endsWith('}'))) {
    const entry = JSON.parse(line) as LedgerEntry;
    entries.set(entry.id, entry);
  }
  return entries;
}

export async function appendToLedger(path: string, entry: LedgerEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, `${JSON.stringify(entry)}\n`);
}

/** Whether an earlier verdict still stands: a kill while the file is as it was, anything else for the same commit alone. */
export function stillStands(entry: LedgerEntry, source: string, commit: string): boolean {
  return entry.state === 'killed' ? entry.source === source : entry.commit === commit;
}
