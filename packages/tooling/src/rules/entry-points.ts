/** The entry points that the README of a package names, held against its files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listSourceFiles } from './source-files.ts';

/** Code spans in the first column of the table below "Entry points"; `name/*` stands for a folder. */
function readEntryPoints(readme: string): string[] {
  const [, section = ''] = readme.split(/^## Entry points$/m, 2);
  const [table = ''] = section.split(/^## /m, 1);
  return table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''))
    .filter((name) => name !== '.');
}

/** Entry points that stand for no file below `<folder>/src`, as `path: reason`. */
export function findMissingEntryPoints(folder: string, readme: string, files: ReadonlySet<string>): string[] {
  return readEntryPoints(readme)
    .filter((name) => {
      const path = `${folder}/src/${name}`;
      if (!name.endsWith('/*')) return !files.has(`${path}.ts`);
      return [...files].every((file) => !file.startsWith(path.slice(0, -1)));
    })
    .map((name) => `${folder}/README.md: the entry point "${name}" stands for no file in src`);
}

/** Every package below `root` has a README, and what it names exists. */
export async function checkEntryPoints(root: string): Promise<string[]> {
  const files = new Set(await listSourceFiles(root));
  const folders = new Set([...files].flatMap((file) => /^packages\/[^/]+(?=\/src\/)/.exec(file)?.[0] ?? []));
  const findings: string[] = [];
  for (const folder of [...folders].sort()) {
    const readme = await readFile(join(root, folder, 'README.md'), 'utf8').catch(() => undefined);
    if (readme === undefined) findings.push(`${folder}: there is no README.md`);
    else findings.push(...findMissingEntryPoints(folder, readme, files));
  }
  return findings;
}
