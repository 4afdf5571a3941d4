/** One fact of a source tree that shows that its wheels are platform-specific. */
export interface CompiledSign {
  /** File that shows it, relative to the project. */
  readonly file: string;
  /** What it is, as the file spells it: `build-backend "maturin"`. */
  readonly what: string;
}
