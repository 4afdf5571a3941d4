import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listSourceFiles } from './source-files.ts';

const mostLines = 300;

// Needles are put together from labels, so that this file is not a finding of its own search.
const host = (...labels: readonly string[]): string => labels.join('.');
const registryHosts = [
  host('npmjs', 'org'),
  host('npmjs', 'com'),
  host('yarnpkg', 'com'),
  host('pypi', 'org'),
  host('pythonhosted', 'org'),
  host('proxy', 'golang', 'org'),
  host('sum', 'golang', 'org'),
  host('crates', 'io'),
];
const machineFolders = ['work', 'root'].map((folder) => `/${folder}/`);

const quotePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const hostPattern = new RegExp(`(?<![\\w-])(${registryHosts.map(quotePattern).join('|')})(?![\\w-])`, 'i');
// `/home/runner/work/` is a path of GitHub's runner, not of somebody's machine: the folder has to start the path.
const folderPattern = new RegExp(`(?<![\\w.$}*-])(${machineFolders.map(quotePattern).join('|')})`);

/** Forbidden text in one file, as `path:line: reason`. */
export function findForbiddenText(path: string, text: string): string[] {
  const findings: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const named = hostPattern.exec(line);
    if (named !== null) findings.push(`${path}:${index + 1}: names the package registry ${named[1]}`);
    const folder = folderPattern.exec(line);
    if (folder !== null) findings.push(`${path}:${index + 1}: holds the machine path ${folder[1]}`);
  }
  return findings;
}

/** Source files that are too long, as `path: reason`. */
export function findLongFile(path: string, text: string): string[] {
  const isSource = path.endsWith('.ts') && !path.includes('/generated/') && !path.includes('/fixtures/');
  const lines = text.split('\n').length - 1;
  return isSource && lines > mostLines ? [`${path}: ${lines} lines, more than ${mostLines}`] : [];
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
    findings.push(...findForbiddenText(path, text), ...findLongFile(path, text));
    if (path === 'package-lock.json') findings.push(...findLockedAddresses(path, text));
  }
  return findings;
}
