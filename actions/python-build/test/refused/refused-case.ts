import type { OfferedFile } from './files.ts';

/** A file that PyPI refuses. */
export interface RefusedCase {
  readonly title: string;
  readonly file: () => OfferedFile;
  /** The rule, in the words of the build. */
  readonly rule: string;
  /** What the index answers. */
  readonly answer: string;
}
