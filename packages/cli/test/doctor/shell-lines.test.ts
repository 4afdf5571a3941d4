import { describe, expect, it } from 'vitest';
import { splitScript } from '../../src/doctor/shell-lines.ts';

const linesOf = (script: string): string[] => splitScript(script).lines.map(({ text }) => text);

describe('lines of a shell script', () => {
  it.each([
    ['a here-string', 'cat <<< "$NOTES"\ntwine upload dist/*', ['cat <<< "$NOTES"', 'twine upload dist/*']],
    [
      'a shift in arithmetic',
      'n=$((1 << count))\ntwine upload dist/*',
      ['n=$((1 << count))', 'twine upload dist/*'],
    ],
    ['a shift in an arithmetic command', '(( n = 1<<EOF ))\nfalse', ['(( n = 1<<EOF ))', 'false']],
    ['quoted words', `echo "a <<EOF"\nfalse`, ['echo "a <<EOF"', 'false']],
    ['a comment', `true # <<EOF\nfalse`, ['true', 'false']],
  ])('%s opens no here-document', (_, script, lines) => {
    expect(splitScript(script).hereDocuments).toEqual([]);
    expect(linesOf(script)).toEqual(lines);
  });

  it.each([
    ['a plain word', 'cat <<EOF\n$A\nEOF\nfalse', true],
    ['a quoted word', "cat <<'EOF'\n$A\nEOF\nfalse", false],
    ['a word in a quoted command', `X="$(cat <<EOF\n$A\nEOF\n)"\nfalse`, true],
    ['a word with tabs before its end', 'cat <<-EOF\n$A\n\tEOF\nfalse', true],
  ])('%s opens a here-document', (_, script, isExpanded) => {
    const { hereDocuments, lines } = splitScript(script);
    expect(hereDocuments).toMatchObject([{ isExpanded, body: '$A' }]);
    expect(lines.at(-1)?.text).toBe('false');
  });

  it('a line with two here-documents has both', () => {
    const { hereDocuments, lines } = splitScript('diff <(cat <<A) <(cat <<B)\n1\nA\n2\nB\nfalse');
    expect(hereDocuments.map(({ body }) => body)).toEqual(['1', '2']);
    expect(lines.map(({ offset }) => offset)).toEqual([0, 35]);
  });
});
