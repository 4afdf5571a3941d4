import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, matchesGlob, relative, resolve, sep } from 'node:path';

/**
 * `hashFiles()`: SHA-256 over the SHA-256 of each file that matches, empty when none does. Patterns are relative to
 * the workspace, `!` excludes. Files are taken in sorted order, so a value agrees with itself, not always with GitHub's.
 */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const matched = new Set<string>();
  for (const pattern of patterns.flatMap((text) => text.split('\n')).map((text) => text.trim())) {
    if (pattern === '' || pattern.startsWith('#')) continue;
    if (pattern.startsWith('!')) {
      for (const path of matched) if (matchesGlob(path, pattern.slice(1))) matched.delete(path);
      continue;
    }
    for (const found of globSync(pattern, { cwd: workspace })) {
      const path = resolve(workspace, found);
      if (!path.startsWith(workspace + sep) || !statSync(path).isFile()) continue;
      matched.add(relative(workspace, path));
    }
  }
  if (matched.size === 0) return '';
  const total = createHash('sha256');
  for (const path of [...matched].sort()) {
    total.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, path)))
        .digest(),
    );
  }
  return total.digest('hex');
}
