import type { Project } from './model.ts';

/** How long readers see a project as it was before a change; what is left out does not hold. */
export interface IndexDelay {
  /** So many answers of each surface are old. */
  readonly requests?: number;
  /** Answers are old for that long. */
  readonly milliseconds?: number;
}

/** Where a project is read: each is cached on its own, so that one may lag behind the other. */
export type Surface = 'simple' | 'json';

/** The edge cache of the index: what it still shows of projects that have changed. */
export interface StaleViews {
  /** Applies to changes from now on; undefined switches it off. */
  setDelay(delay: IndexDelay | undefined): void;
  /** Keeps the state before a change; undefined: the project was not there. */
  remember(name: string, before: Project | undefined): void;
  /** What a reader sees of a project. */
  view(surface: Surface, name: string, current: Project | undefined): Project | undefined;
}

interface StaleView {
  readonly project: Project | undefined;
  readonly untilMs: number;
  readonly left: Map<Surface, number>;
}

/** Opens a cache that shows everything at once until a delay is set. */
export function createStaleViews(now: () => number): StaleViews {
  const stale = new Map<string, StaleView>();
  let delay: IndexDelay | undefined;
  const isStale = (view: StaleView, surface: Surface): boolean =>
    now() < view.untilMs || (view.left.get(surface) ?? 0) > 0;
  return {
    setDelay(next) {
      delay = next;
    },
    remember(name, before) {
      const known = stale.get(name);
      if (delay === undefined) return;
      // While an old state is shown, a further change does not bring a newer one forward.
      const project =
        known !== undefined && (isStale(known, 'simple') || isStale(known, 'json')) ? known.project : before;
      const { requests = 0, milliseconds = 0 } = delay;
      const left = new Map<Surface, number>([
        ['simple', requests],
        ['json', requests],
      ]);
      stale.set(name, { project, untilMs: now() + milliseconds, left });
    },
    view(surface, name, current) {
      const known = stale.get(name);
      if (known === undefined || !isStale(known, surface)) return current;
      known.left.set(surface, Math.max(0, (known.left.get(surface) ?? 0) - 1));
      return known.project;
    },
  };
}
