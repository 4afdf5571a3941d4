/** What a rehearsal is asked for: the words of `slipway rehearse`, and what the project and the machine are like. */
export interface RehearsalCell {
  readonly name: string;
  /** After `rehearse`, without the project. */
  readonly words: readonly string[];
  /** The project has a Dockerfile. */
  readonly dockerfile: boolean;
  /** Images are built, for which the machine needs a builder. */
  readonly builds: boolean;
  readonly private: boolean;
  /** Somebody has put the new version into the files already, and pushes the tag by hand. */
  readonly released: boolean;
}

const plain = { words: [], dockerfile: true, builds: false, private: false, released: false } as const;
const building = { ...plain, builds: true } as const;

/** Every cell that a mutant may show in, the quickest and the most telling first. */
export const rehearsalCells = {
  stable: { ...plain, name: 'stable' },
  draft: { ...plain, name: 'draft', words: ['--draft'] },
  marked: { ...plain, name: 'marked', words: ['--prerelease'] },
  rc: { ...plain, name: 'rc', words: ['--bump', 'rc'] },
  version: { ...plain, name: 'version', words: ['--version', '2.0.0'] },
  tag: { ...plain, name: 'tag', words: ['--tag', 'v1.2.0'], released: true },
  imageless: { ...plain, name: 'imageless', dockerfile: false },
  private: { ...plain, name: 'private', private: true },
  image: { ...building, name: 'image' },
  'image-draft': { ...building, name: 'image-draft', words: ['--draft'] },
  'image-marked': { ...building, name: 'image-marked', words: ['--prerelease'] },
  'builder-imageless': { ...building, name: 'builder-imageless', dockerfile: false },
  'image-rc': { ...building, name: 'image-rc', words: ['--bump', 'rc'] },
} as const satisfies Readonly<Record<string, RehearsalCell>>;

export type CellName = keyof typeof rehearsalCells;

/** Names of all cells, in order. */
export const cellNames = Object.keys(rehearsalCells) as readonly CellName[];
