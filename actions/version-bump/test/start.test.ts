import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The modules of the file that a bundle starts with. */
function listModules(action: string): readonly string[] {
  const code = readFileSync(new URL(`../../../dist/${action}/index.js`, import.meta.url), 'utf8');
  return [...code.matchAll(/^;\/\/ CONCATENATED MODULE: (\S+)/gm)].map(([, path = '']) => path);
}

const readers =
  /node_modules\/(?:@lezer|micromark|mdast-util|diff|fflate|tar-stream|@actions\/exec)\b|\/src\/static-python\//;

describe('the start of a bundle', () => {
  it.each(['version-bump', 'python-build'])('%s loads no reader that only some runs need', (action) => {
    const modules = listModules(action);
    expect(modules.length).toBeGreaterThan(20);
    const allowed = action === 'python-build' ? /@actions\/exec/ : /^$/;
    expect(modules.filter((path) => readers.test(path) && !allowed.test(path))).toEqual([]);
  });
});
