import type { Span } from '@slipway/runner/workflow-text/workflow-text';

/** What becomes of a line of the old workflow. */
export type FateKind = 'kept' | 'replaced' | 'dropped';

/** The fate of one line, with what replaces it or why it is not needed. */
export interface LineFate {
  readonly kind: FateKind;
  readonly reason: string;
}

/** Lines in a row with one fate. */
export interface FateRange extends LineFate, Span {}

/** Keeps the fate of every line of a file. A line has exactly one: a second one is a bug, and so is a line without one. */
export interface LineLedger {
  readonly length: number;
  /** @throws Error for a line that has a fate, or that the file does not have */
  assign(span: Span, fate: LineFate): void;
  isOpen(line: number): boolean;
  /** Gives every line without words, and every comment, the fate of the line below. @throws Error for a line that is left */
  close(): readonly LineFate[];
}

const isSilent = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);

/** Opens the ledger of a file. A last line break does not begin a line. */
export function openLedger(text: string): LineLedger {
  const lines = text.replace(/\n$/, '').split('\n');
  const fates: (LineFate | undefined)[] = lines.map(() => undefined);
  return {
    length: lines.length,
    assign({ first, last }, fate) {
      for (let line = first; line <= last; line += 1) {
        if (line < 1 || line > lines.length) throw new Error(`The workflow has no line ${line}.`);
        if (fates[line - 1] !== undefined) throw new Error(`Line ${line} of the workflow has two fates.`);
        fates[line - 1] = fate;
      }
    },
    isOpen: (line) => fates[line - 1] === undefined,
    close() {
      let below: LineFate = { kind: 'dropped', reason: 'nothing follows it' };
      for (let index = lines.length - 1; index >= 0; index -= 1) {
        const own = fates[index];
        if (own === undefined && !isSilent(lines[index] ?? ''))
          throw new Error(`Line ${index + 1} of the workflow has no fate.`);
        below = own ?? below;
        fates[index] = below;
      }
      return fates as LineFate[];
    },
  };
}

/** Joins lines in a row that share a fate. */
export function joinFates(fates: readonly LineFate[]): readonly FateRange[] {
  const ranges: FateRange[] = [];
  fates.forEach(({ kind, reason }, index) => {
    const last = ranges.at(-1);
    if (last !== undefined && last.kind === kind && last.reason === reason)
      ranges[ranges.length - 1] = { ...last, last: index + 1 };
    else ranges.push({ kind, reason, first: index + 1, last: index + 1 });
  });
  return ranges;
}
