import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listSourceFiles } from './source-files.ts';

const maxLines = 300;

/** Source files that are too long, as `path: reason`. */
export function findLongFile(path: string, text: string): string[] {
  const isSource = path.endsWith('.ts') && !path.includes('/generated/') && !path.includes('/fixtures/');
  const lines = text.split('\n').length - 1;
  return isSource && lines > maxLines ? [`${path}: ${lines} lines, more than ${maxLines}`] : [];
}

/** Lockfile entries that say where to download from: they would bind an installation to one registry. */
export function findLockedAddresses(path: string, text: string): string[] {
  const { packages = {} } = JSON.parse(text) as {
    packages?: Record<string, { resolved?: string; link?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([, entry]) => entry.resolved !== undefined && entry.link !== true)
    .map(([name]) => `${path}: "${name}" has a "resolved" address`);
}

/** Every finding of the project's own limits below `root`. */
export async function checkSourceLimits(root: string): Promise<string[]> {
  const findings: string[] = [];
  for (const path of await listSourceFiles(root)) {
    const text = await readFile(join(root, path), 'utf8');
    findings.push(...findLongFile(path, text));
    if (path === 'package-lock.json') findings.push(...findLockedAddresses(path, text));
  }
  return findings;
}
