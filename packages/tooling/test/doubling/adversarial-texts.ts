/** One piece repeated, with something before and behind it. */
export interface AdversarialText {
  readonly name: string;
  make(length: number): string;
}

// Each opens, closes, parts or nearly is something to one of the readers.
const pieces = [
  ...' \t\n\ra1-_=:;,./\\"\'`()[]<>{}|*!@#&~+%^$?',
  ...[
    '\r\n',
    ' \n',
    ', ',
    ',,',
    '""',
    "''",
    '()',
    '[]',
    '[a]',
    '<a>',
    '<>',
    '{{',
    '}}',
    '\u200C',
    '\u001B[',
    '😀',
  ],
  ...['-eyJ', 'eyJ.', '.eyJ', 'ghp_', 'pypi-', 'basic ', 'bearer a ', 'a://', 'a@', '@a', '#1 ', 'GH-1 '],
  ...[
    '> ',
    '* a',
    '- a\n',
    '* a\n',
    '1. a\n',
    '**a',
    '_a',
    '[a](',
    '[a]: ',
    '![',
    '`a',
    '~~~\n',
    '```\n',
    '## a\n',
  ],
  ...[
    'a\n',
    ' a\n',
    'a: b\n',
    'a:\n b\n',
    '| a ',
    '[a]: b\n',
    '## 1.0\n',
    '1.0\n---\n',
    '<!--',
    '-->',
    '<a ',
    '</a',
  ],
  ...[
    '<a href=',
    '<base ',
    '<meta ',
    '<title>',
    '<input ',
    '&#',
    '&#1;',
    '&amp',
    'http://a ',
    'www.a',
    '://',
  ],
  ...['a=', 'a="', 'a=" ', 'a = ', 'a="b",', '; rel=', ';rel=next', '<a>; ', 'rel="a ', '\\"', 'Bearer a='],
  ...[
    'a[',
    'a,',
    '(a',
    'and ',
    '"a"=="a" and ',
    'extra=="',
    'a.',
    'a-',
    '1.',
    '1!',
    '>=1,',
    '>=1.0 ',
    'MIT OR ',
  ],
  ...['.. role:: a(raw)\n', '.. csv-table::\n', ' :a', ':a:`', '.. ', 'version', 'version=', "version='1' "],
  ...[
    'setup(',
    '[a]\n',
    'a = 1\n',
    'a = [',
    'r"',
    'R"""',
    '#a\n',
    '\\\n',
    '##[',
    '##[a ',
    '::',
    '::error ',
    '::a b',
  ],
  ...[
    'a<<b\n',
    'feat: a\n',
    '* feat: a\n',
    'BREAKING CHANGE: ',
    'co-authored-by: ',
    'Reverts #1\n',
    '%0A',
    '%25',
  ],
] as const;

const frames = [
  ['', ''],
  ['', '\u0001!'],
  ['a', ')'],
] as const;

/** The texts for every reader, and for one with a beginning of its own also those behind it. */
export function listTexts(beginnings: readonly string[] = []): AdversarialText[] {
  const all = [
    ...frames,
    ...beginnings.flatMap((before) => [[before, ''] as const, [before, '\u0001!'] as const]),
  ];
  return all.flatMap(([before, behind]) =>
    pieces.map((piece) => ({
      name: JSON.stringify([before, piece, behind]),
      make: (length) => `${before}${piece.repeat(Math.ceil(length / piece.length))}${behind}`,
    })),
  );
}
