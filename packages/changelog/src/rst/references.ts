import type { BlockLines } from './block-lines.ts';
import type { RstReferences } from './inline.ts';

const target = /^\s*\.\. _(?:`([^`]+)`|([^:`]+)):\s+(\S+:\S+)\s*$/;
const substitution = /^\s*\.\. \|([^|]+)\| (?:replace|unicode)::\s*(.*)$/;

/** The targets of links and the substitutions of a text. */
export function collectReferences(lines: BlockLines): RstReferences {
  const targets = new Map<string, string>();
  const substitutions = new Map<string, string>();
  for (const line of lines) {
    const found = target.exec(line.slice(0, 1000));
    if (found !== null) targets.set((found[1] ?? found[2] ?? '').toLowerCase(), found[3] ?? '');
    const replaced = substitution.exec(line.slice(0, 1000));
    if (replaced !== null) substitutions.set((replaced[1] ?? '').toLowerCase(), replaced[2] ?? '');
  }
  return { targets, substitutions };
}
