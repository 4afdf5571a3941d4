import type { Look } from './look.ts';

/** Where progress is shown. */
export interface Screen {
  /** A person looks at it now, and what was written can be written over. */
  readonly isTerminal: boolean;
  write(text: string): void;
  /** For errors of the call. Default: `write`. */
  readonly writeError?: (text: string) => void;
  /** Columns and rows as they are now. Default: 80 by 24. */
  readonly size?: () => { readonly columns: number; readonly rows: number };
  /** Default: neither colors nor glyphs. */
  readonly look?: Look;
}

const minColumns = 40;
const maxColumns = 200;

/** The columns that lines may take: never the last one, where some terminals wrap. */
export function readColumns({ size }: Screen): number {
  return Math.min(maxColumns, Math.max(minColumns, size?.().columns ?? 80)) - (size === undefined ? 0 : 1);
}

export const readRows = ({ size }: Screen): number => Math.max(5, size?.().rows ?? 24);

export const plainLook: Look = { hasColor: false, hasUnicode: true };

/** What is rehearsed, in the first line. */
export const describeTitle = ({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): string =>
  `${[name || 'the project', version].filter((part) => part !== '').join(' ')} (rehearsal, nothing is published)`;
