import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTree } from '../bundles/tree.ts';
import { listSourceFiles } from '../rules/source-files.ts';
import type { RehearsalVerdict } from './rehearse-mutant.ts';

/** Verdicts on disk, each by everything that it depends on: an interrupted run goes on where it stopped. */
export interface VerdictCache {
  read(key: string): Promise<RehearsalVerdict | undefined>;
  write(key: string, verdict: RehearsalVerdict): Promise<void>;
}

/** SHA-256 of parts, in which no part can run into the next. */
export function hashParts(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

const isRelevant = (path: string): boolean =>
  /^(?:packages|actions)\/[^/]+\/(?:src|sample)\//.test(path)
    ? !/^packages\/tooling\/src\/(?!mutants\/(?:cells|rehearse-mutant)\.ts$)/.test(path)
    : /^actions\/[^/]+\/action\.yml$|^package-lock\.json$/.test(path);

/** Digest of every file below `root` that a rehearsal runs or reads, the bundles among them. */
export async function hashProgram(root: string): Promise<string> {
  const parts: string[] = [process.version];
  for (const path of (await listSourceFiles(root)).filter(isRelevant))
    parts.push(path, await readFile(join(root, path), 'utf8'));
  const bundles = [...(await readTree(join(root, 'dist')))].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  for (const [path, bytes] of bundles) parts.push(path, createHash('sha256').update(bytes).digest('hex'));
  return hashParts(...parts);
}

/** Opens the cache in a folder, which is made when it is not there. */
export async function openVerdictCache(folder: string): Promise<VerdictCache> {
  await mkdir(folder, { recursive: true });
  const fileOf = (key: string): string => join(folder, `${key}.json`);
  return {
    async read(key) {
      try {
        return JSON.parse(await readFile(fileOf(key), 'utf8')) as RehearsalVerdict;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw cause;
      }
    },
    async write(key, verdict) {
      const partial = `${fileOf(key)}.${process.pid}`;
      await writeFile(partial, JSON.stringify(verdict));
      await rename(partial, fileOf(key));
    },
  };
}
