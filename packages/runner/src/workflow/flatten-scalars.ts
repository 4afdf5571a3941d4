import { parseDocument, visit } from 'yaml';

/**
 * The same YAML with every text that spans several lines and holds an expression written on one line.
 *
 * @actions/workflow-parser 0.3.61 (TemplateReader) evaluates such a text as it stands in the file: with its indentation,
 * unfolded, with its quotes. GitHub evaluates its value. A here-document or a Python script with one expression shows it.
 * @param text a file that was found valid; line numbers change
 */
export function flattenScalars(text: string): string {
  const document = parseDocument(text, { uniqueKeys: false });
  let changed = false;
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value !== 'string' || !scalar.value.includes('${{') || scalar.range == null) return;
      if (!text.slice(scalar.range[0], scalar.range[1]).includes('\n')) return;
      scalar.type = 'QUOTE_DOUBLE';
      changed = true;
    },
  });
  return changed ? document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: 1_000_000_000 }) : text;
}
