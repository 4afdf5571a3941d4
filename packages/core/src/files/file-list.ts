/** One file that is passed between jobs. A consumer compares the file with this entry. */
export interface FileEntry {
  /** Base name, no folder. */
  readonly name: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly kind: 'wheel' | 'sdist' | 'other';
}

/** The value called `files` in every action's outputs, sorted by name (code unit order). */
export type FileList = readonly FileEntry[];
