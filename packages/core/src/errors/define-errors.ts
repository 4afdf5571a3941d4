/** One kind of failure: its code, and the texts for an occurrence that has none of its own. */
export interface ErrorKind<Code extends string = string> {
  readonly code: Code;
  /** What happened, as one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

type Texts = Omit<ErrorKind, 'code'>;

/** Declares the failures of one package or action: a row per code, which every error names in its constructor. */
export function defineErrors<const Rows extends Readonly<Record<`E_${string}`, Texts>>>(
  rows: Rows,
): { readonly [Code in keyof Rows & string]: ErrorKind<Code> } {
  const kinds = Object.entries<Texts>(rows).map(([code, texts]) => [code, { code, ...texts }]);
  return Object.fromEntries(kinds);
}
