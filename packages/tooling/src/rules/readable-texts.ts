/** The texts that a person reads in a file: prose of Markdown, descriptions of an action, string literals of a source. */
import ts from 'typescript';
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

export interface ReadableText {
  readonly line: number;
  readonly text: string;
}

const isFence = (line: string): boolean => /^\s*(?:```|~~~)/.test(line);

/** Markdown a paragraph at a time, since sentences run over lines; code blocks, code spans and comments are left out. */
export function readMarkdownTexts(markdown: string): ReadableText[] {
  const texts: ReadableText[] = [];
  let paragraph: { line: number; lines: string[] } | undefined;
  let inFence = false;
  const finish = (): void => {
    if (paragraph !== undefined)
      texts.push({ line: paragraph.line, text: paragraph.lines.join(' ').replace(/`[^`]*`/g, '``') });
    paragraph = undefined;
  };
  for (const [index, line] of markdown.split('\n').entries()) {
    if (isFence(line)) inFence = !inFence;
    const isProse = !inFence && !isFence(line) && line.trim() !== '' && !line.trimStart().startsWith('<!--');
    // A row of a table, an item and a heading are a text of their own.
    if (!isProse || /^\s*(?:[|#>]|[-*] |\d+\. )/.test(line)) finish();
    if (!isProse) continue;
    paragraph ??= { line: index + 1, lines: [] };
    paragraph.lines.push(line.trim());
  }
  finish();
  return texts;
}

/** Every description of an `action.yml`. */
export function readActionTexts(yaml: string): ReadableText[] {
  const lines = new LineCounter();
  const texts: ReadableText[] = [];
  visit(parseDocument(yaml, { lineCounter: lines }), {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || key.value !== 'description' || !isScalar(value)) return;
      const { line } = lines.linePos(key.range?.[0] ?? 0);
      texts.push({ line, text: String(value.value).trim().replace(/\s+/g, ' ') });
    },
  });
  return texts;
}

/** The string and template literals of a source that are more than a word; what is filled in reads as `…`. */
export function readSourceTexts(path: string, source: string): ReadableText[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const texts: ReadableText[] = [];
  const read = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const text = ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
        : undefined;
    if (text !== undefined && /\s/.test(text.trim()))
      texts.push({ line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, text });
    ts.forEachChild(node, read);
  };
  read(file);
  return texts;
}
