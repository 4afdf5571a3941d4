import { generateMutants, listMutations, type Mutant } from './generate.ts';
import { printWorkflow, viewWorkflow } from './workflow-view.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Mutants that differ in two places each, chosen by a seed. */
export function generateRandomMutants(text: string, seed: number, count: number): Mutant[] {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const found = new Map<string, Mutant>();
  const firsts = generateMutants(text);
  for (let attempt = 0; found.size < count && attempt < count * 20; attempt += 1) {
    const first = pick(firsts);
    if (first === undefined) break;
    const view = viewWorkflow(first.text);
    const second = pick(listMutations(view));
    if (second === undefined) continue;
    second.apply(view.document);
    const changed = printWorkflow(view.document);
    if (changed === first.text || changed === printWorkflow(viewWorkflow(text).document)) continue;
    found.set(changed, {
      kind: second.kind,
      id: `${first.id}+${second.id}`,
      description: `${first.description}, and ${second.description}`,
      places: [...first.places, ...second.places],
      text: changed,
    });
  }
  return [...found.values()];
}
