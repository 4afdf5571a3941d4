import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertRst } from '../../src/rst/to-markdown.ts';

describe('convertRst', () => {
  it.each([
    ['-   Fix the\n    thing. :pr:`12`', '- Fix the thing. #12'],
    ['* a\n* b\n\n  more', '- a\n\n- b\n\n  more'],
    ['- a\n\n  - b\n  - c\n- d', '- a\n  - b\n  - c\n- d'],
    ['1. a\n#. b', '1. a\n2. b'],
    ['Use ``x = 1`` and :func:`~a.b.run`.', 'Use `x = 1` and `run()`.'],
    [':class:`Foo`, :py:meth:`Foo.bar`, :ref:`the docs <docs>`', '`Foo`, `Foo.bar()`, the docs'],
    [
      'See `issue 7 <https://e.org/7>`_ and `PEP`_.\n\n.. _PEP: https://e.org/pep',
      'See [issue 7](https://e.org/7) and [PEP](https://e.org/pep).',
    ],
    [
      'Thanks to :user:`octocat`, :gh:`5`, :pep:`440`',
      'Thanks to @octocat, #5, [PEP 440](https://peps.python.org/pep-0440/)',
    ],
    ['Bugfixes\n--------\n\n- a\n\nMisc\n----\n\n- b', '### Bugfixes\n\n- a\n\n### Misc\n\n- b'],
    ['.. note:: Mind\n   the gap.', '> **Note**\n>\n> Mind the gap.'],
    ['.. versionadded:: 2.0\n   The option.', '*Added in version 2.0:* The option.'],
    ['.. code-block:: python\n\n    x = 1\n\nafter', '```python\nx = 1\n```\n\nafter'],
    ['Run::\n\n    make\n\nafter', 'Run:\n\n```\nmake\n```\n\nafter'],
    ['.. _anchor:\n\n.. a comment\n   of two lines\n\ntext', 'text'],
    ['.. list-table::\n\n   * - a\n     - b', '```rst\n.. list-table::\n\n   * - a\n     - b\n```'],
    ['=== ===\na   b\n=== ===\n1   2\n=== ===', '```\n=== ===\na   b\n=== ===\n1   2\n=== ===\n```'],
    ['  - indented\n  - list', '- indented\n- list'],
    ['A quote:\n\n  of words', 'A quote:\n\n> of words'],
    ['|b| is here\n\n.. |b| replace:: **Breaking**', '**Breaking** is here'],
    ['\\*args and a\\ b, <tag>', '\\*args and ab, \\<tag>'],
    ['text\n\n----\n', 'text'],
    [':release-by: A. Person', '- **release-by:** A. Person'],
  ])('%j becomes %j', (source, expected) => {
    expect(convertRst(source)).toBe(expected);
  });

  it('no word of a text is lost', () => {
    const piece = fc.constantFrom(
      ...[
        '- ',
        '* ',
        '  ',
        '    ',
        '\n',
        '\n\n',
        '.. note::\n',
        '.. unknown:: ',
        '``',
        '`',
        ':role:`',
        '::\n\n',
        '| ',
        '>>> ',
      ],
      ...['====\n', '----\n', '1. ', '|', '_', '+---+\n'],
    );
    const word = fc.integer({ min: 0, max: 9999 }).map((number) => `word${number} `);
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, word), { maxLength: 40 }), (pieces) => {
        const source = pieces.join('');
        // Comments, targets and the options of directives are not shown.
        fc.pre(!/\.\. word|^\s*:role:`word\d+ *:/m.test(source));
        const shown = convertRst(source);
        for (const [found] of source.matchAll(/word\d+/g)) expect(shown).toContain(found);
      }),
      { numRuns: 500 },
    );
  });
});
