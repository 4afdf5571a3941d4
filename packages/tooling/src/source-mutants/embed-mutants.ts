import type { SourceMutant } from './choose-mutants.ts';

/** Where an instrumented program looks and writes; outside of the copy, since a bundle may not hold the path of its checkout. */
export interface SwitchFiles {
  /** Holds the id of the mutant that is on; empty or absent: none. Read once a process. */
  readonly active: string;
  /** Gets the id of each mutant that a process comes to, a line each. */
  readonly reached: string;
}

// No import, since the same line stands in modules, bundles and workers. What cannot be noted changes no behavior.
function renderSwitch({ active, reached }: SwitchFiles): string {
  return `globalThis.slipwayMutant ??= (() => {
  const { appendFileSync, readFileSync } = process.getBuiltinModule('node:fs');
  const quietly = (work) => { try { return work(); } catch { return ''; } };
  const active = quietly(() => readFileSync(${JSON.stringify(active)}, 'utf8'));
  const seen = new Set();
  return (id) => {
    if (!seen.has(id)) quietly(() => appendFileSync(${JSON.stringify(reached)}, seen.add(id) && id + '\\n'));
    return id === active;
  };
})();`.replaceAll('\n', ' ');
}

const encloses = (outer: SourceMutant, inner: SourceMutant): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/**
 * Puts all mutants of one file into its text, each behind a switch: one build serves them all, and the same switch tells which
 * tests come through. Types are not checked in the result.
 */
export function embedMutants(text: string, mutants: readonly SourceMutant[], files: SwitchFiles): string {
  const render = (start: number, end: number, inside: readonly SourceMutant[]): string => {
    // The widest first: what lies within another is written by that one's own call.
    const sorted = inside.toSorted((a, b) => b.end - b.start - (a.end - a.start) || (a.id < b.id ? -1 : 1));
    const outer: { mutant: SourceMutant; inner: SourceMutant[] }[] = [];
    for (const mutant of sorted) {
      const around = outer.find((each) => encloses(each.mutant, mutant));
      if (around === undefined) outer.push({ mutant, inner: [] });
      else around.inner.push(mutant);
    }
    let result = '';
    let at = start;
    for (const { mutant, inner } of outer.toSorted((a, b) => a.mutant.start - b.mutant.start)) {
      const kept = render(mutant.start, mutant.end, inner);
      const isOn = `globalThis.slipwayMutant?.('${mutant.id}')`;
      result += text.slice(at, mutant.start);
      result +=
        mutant.operator === 'guard'
          ? `if (!${isOn}) { ${kept} }`
          : `(${isOn} ? ${mutant.replacement} : (${kept}))`;
      at = mutant.end;
    }
    return result + text.slice(at, end);
  };
  return `// @ts-nocheck\n${renderSwitch(files)}\n${render(0, text.length, mutants)}`;
}
