import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';

/** A workflow file as a page of the documentation shows it, below `<!-- caller: NAME -->`. */
export function readCaller(name: string, page = 'docs/call-the-workflows.md'): string {
  const text = readFileSync(join(slipwayDirectory, page), 'utf8');
  const [, after] = text.split(`<!-- caller: ${name} -->`);
  const snippet = /```yaml\n([\s\S]*?)```/.exec(after ?? '')?.[1];
  if (snippet === undefined) throw new Error(`${page} has no caller "${name}"`);
  return snippet;
}
