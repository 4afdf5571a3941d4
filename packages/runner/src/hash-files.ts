import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Minimatch } from 'minimatch';

// Of @actions/glob, src/internal-pattern.ts, with which GitHub's runner finds these files.
const matching = { dot: true, nobrace: true, nocomment: true, noext: true, nonegate: true };

/** A pattern that matches a folder matches everything in it. */
function createMatcher(pattern: string): (path: string) => boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const matchers = [plain, `${plain}/**`].map((each) => new Minimatch(each, matching));
  return (path) => matchers.some((matcher) => matcher.match(path));
}

function listFiles(workspace: string): string[] {
  return readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => relative(workspace, path).split(sep).join('/'));
}

/**
 * `hashFiles()`: SHA-256 over the SHA-256 of each file that matches, empty when none does. Patterns are relative to
 * the workspace, `!` excludes. Files are taken in sorted order, so a value agrees with itself, not always with GitHub's.
 */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const lines = patterns.flatMap((text) => text.split('\n')).map((text) => text.trim());
  const files = listFiles(workspace);
  const matched = new Set<string>();
  for (const pattern of lines) {
    if (pattern === '' || pattern.startsWith('#')) continue;
    const matches = createMatcher(pattern.replace(/^!/, ''));
    for (const path of files.filter(matches)) {
      if (pattern.startsWith('!')) matched.delete(path);
      else matched.add(path);
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
