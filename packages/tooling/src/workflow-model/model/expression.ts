import type { Reference } from './reference.ts';

/** One line of a template: text, and parts whose text depends on the form of the workflow. */
export type Line<Part> = readonly (string | Part)[];

/** The content of `${{ … }}`. Its lines are the lines of the file; they read as one. */
export interface Expression {
  readonly kind: 'expression';
  readonly lines: readonly Line<Reference>[];
  /** Written in a text instead of the expression in an edition of the release that has none of the jobs it reads. */
  readonly otherwise?: string;
  /** What decides whether an edition has it; default: everything that it reads. */
  readonly subject?: Reference;
}

/** Text that contains expressions. `literal` keeps its line breaks; `folded` reads as one line. */
export interface Text {
  readonly kind: 'text';
  readonly style: 'literal' | 'folded';
  readonly lines: readonly Line<Reference | Expression>[];
}

/** A value in a workflow file. A string is written unchanged, and may read contexts that are the same in every form. */
export type Value = string | boolean | number | Reference | Expression | Text;

/** Splits a template literal into lines, without indentation and without an empty first or last line. */
function splitLines<Part>(strings: TemplateStringsArray, parts: readonly (string | Part)[]): Line<Part>[] {
  const lines: (string | Part)[][] = [[]];
  for (const [index, string] of strings.entries()) {
    const [first = '', ...rest] = string.split('\n');
    lines.at(-1)?.push(first);
    for (const line of rest) lines.push([line.trimStart()]);
    const part = parts[index];
    if (part !== undefined) lines.at(-1)?.push(part);
  }
  const filled = lines.map((line) => line.filter((part) => part !== ''));
  return filled.filter((line, index) => line.length > 0 || (index > 0 && index < filled.length - 1));
}

/** An expression. Line breaks in the template are kept in the file. */
export function expression(
  strings: TemplateStringsArray,
  ...parts: readonly (string | Reference)[]
): Expression {
  return { kind: 'expression', lines: splitLines(strings, parts) };
}

/** Text that keeps its line breaks. */
export function text(
  strings: TemplateStringsArray,
  ...parts: readonly (string | Reference | Expression)[]
): Text {
  return { kind: 'text', style: 'literal', lines: splitLines(strings, parts) };
}

/** Text whose line breaks are only for the reader of the file. */
export function folded(
  strings: TemplateStringsArray,
  ...parts: readonly (string | Reference | Expression)[]
): Text {
  return { kind: 'text', style: 'folded', lines: splitLines(strings, parts) };
}
