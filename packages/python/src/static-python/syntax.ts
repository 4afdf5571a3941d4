import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

export type { SyntaxNode };

/** A Python file, parsed but never run. */
export interface PythonSource {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
  /** Where `text` begins in the file; other than 0 for a part of one. */
  readonly offset: number;
  readonly root: SyntaxNode;
}

/** Characters: the tree needs some ten times as much memory. */
const maxLength = 512 * 1024;

/** @returns undefined for a text of more than 512 Ki characters; broken syntax is skipped where it stands */
export function parsePython(text: string, path: string, offset = 0): PythonSource | undefined {
  if (text.length > maxLength) return undefined;
  // A byte order mark is not part of the first statement; a line break in its place keeps all offsets.
  const plain = text.startsWith('\uFEFF') ? `\n${text.slice(1)}` : text;
  return { path, text, offset, root: parser.parse(plain).topNode };
}

/** The children of a node, without comments. */
export function listChildren(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') children.push(child);
  return children;
}

/** Children that are not punctuation or keywords. */
export function listOperands(node: SyntaxNode): SyntaxNode[] {
  return listChildren(node).filter(({ name }) => /^[A-Z]/.test(name) && !name.endsWith('Op'));
}

/** The text of a node. */
export const textOf = ({ text }: PythonSource, node: SyntaxNode): string => text.slice(node.from, node.to);
