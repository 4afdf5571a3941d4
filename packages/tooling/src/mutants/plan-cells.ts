import { type CellName, cellNames, rehearsalCells } from './cells.ts';
import type { Mutant } from './generate.ts';
import type { JobView, WorkflowView } from './workflow-view.ts';

/** Cells by what a change speaks of; the part of the identifier that names the job is not looked at. */
const hints: readonly (readonly [pattern: RegExp, cells: readonly CellName[]])[] = [
  [/^on\/(?:drop-push|push)/, ['tag']],
  [/ref-type|github-sha|ref-name/, ['stable', 'tag']],
  [/is-prerelease/, ['rc', 'stable']],
  [/prerelease/, ['marked', 'image-marked', 'rc']],
  [/draft/, ['draft', 'image-draft']],
  [/bump/, ['rc', 'version']],
  [/version/, ['version', 'stable']],
  [/hashfiles|amd64|digest|docker-image-result/, ['image', 'builder-imageless']],
];

const buildsImage = ({ steps }: JobView): boolean =>
  steps.some(({ plain }) => /\/docker-build-sign@/.test(String(plain['uses'])));

/** The job builds an image, or waits for one that does. */
export function touchesImage(view: WorkflowView, mutant: Mutant): boolean {
  const jobs = new Set(mutant.places.map((place) => (place[0] === 'jobs' ? String(place[1]) : '')));
  const visit = (id: string, seen: Set<string>): boolean => {
    const job = view.jobs.find((each) => each.id === id);
    if (job === undefined || seen.has(id)) return false;
    seen.add(id);
    return buildsImage(job) || [job.plain['needs'] ?? []].flat().some((need) => visit(String(need), seen));
  };
  return [...jobs].some((id) => visit(id, new Set()));
}

/**
 * The cells in which a mutant may show, the likeliest first: those that its change speaks of, those of its job, and then all
 * others. @returns the cells that show it by its kind, and the others after them
 */
export function planCells(
  view: WorkflowView,
  mutant: Mutant,
): { likely: readonly CellName[]; rest: readonly CellName[] } {
  const jobs = view.jobs.filter(({ id }) =>
    mutant.places.some((place) => place[0] === 'jobs' && place[1] === id),
  );
  const [first = ''] = mutant.id.split('/');
  const change = jobs.some(({ id }) => id === first) ? mutant.id.slice(first.length + 1) : mutant.id;
  const spoken = hints.flatMap(([pattern, cells]) => (pattern.test(change) ? cells : []));
  const own: readonly CellName[] = jobs.some(buildsImage) ? ['image', 'builder-imageless'] : [];
  const likely = [...new Set<CellName>([...own, ...spoken, 'stable'])];
  return { likely, rest: cellNames.filter((name) => !likely.includes(name)) };
}

/** A cell needs an image builder. */
export const needsBuilder = (name: CellName): boolean => rehearsalCells[name].builds;
