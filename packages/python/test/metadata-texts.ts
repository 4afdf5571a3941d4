import fc from 'fast-check';

const versions = [
  ...['1', '1.0', '1.0.post1', '1!2', 'v1', '1.0-1', '1.0a', '1.0.dev', '1.0+a.b', '1..0', '', '1.0 '],
  ...['1_0', '１', '1.0rc', '1.0-rev3', '1.0.*', 'x', '1.0\n 2'],
];
const specifiers = [
  ...['>=1', '==1.*', '~=1', '~=1.0', '>=1.*', '===any', '<2,>1', '>=1,', ',', '>=1 , <2', '=1', '!=1.0+a'],
  ...['>1.0+a', '== 1.0.dev*', '', '>=1,,<2', '==1.0a1.*', '>=3.9, <4', '>= 3', '~=1!2.3', '3', '>=1\n  ,<2'],
];
const requirements = [
  ...[
    'a',
    'a[b]',
    'a[b,c]>=1',
    'a (>1)',
    'a>=1;python_version<"3"',
    'a;',
    'a[',
    '-a',
    'a>=',
    'a;x==1',
    'a b',
  ],
  ...[
    "a; extra == 'x' and (os_name=='nt' or 'a' in sys_platform)",
    'a>=1,<2',
    'a[b,]',
    'a[]',
    'a.',
    'a @',
    '',
  ],
  ...[
    "a; python_version not in '2'",
    'a @ https://x.example/a',
    'a@https://x.example',
    'a-',
    'a [b , c] >= 1',
  ],
  ...[
    "a; 'x' == 'y'",
    'a; os_name',
    'a; os_name == ',
    "a; os_name == 'x",
    "a; (os_name == 'x'",
    "a; os_name 'x'",
  ],
  ...[
    "a; os.name == 'x'",
    "a; python_version == '3' and",
    "a; and python_version == '3'",
    'a>=1.*',
    'a (>=1',
    'a ()',
  ],
  ...[
    "a; not os_name == 'x'",
    "a; python_version >= '3' or sys_platform == 'x' and extra == 'y'",
    'a==1.0+x,!=2',
  ],
  ...[
    "a\n ;os_name=='x'",
    'a >= 1 , < 2',
    'a>=1,',
    'a,',
    'a[b c]',
    "a;python_version<'3'and os_name=='x'",
    'a;os_name=="é"',
  ],
  ...[
    "a; ((os_name == 'x'))",
    "a; os_name == 'x')",
    "a; platform_machine ~= 'x'",
    "a; nope == 'x'",
    'é',
    'a!=1',
    'a<>1',
  ],
];
const licences = [
  ...[
    'MIT',
    'mit OR apache-2.0',
    '(MIT)',
    '((MIT) AND BSD-3-Clause)',
    'MIT AND',
    'GPL-2.0+',
    'LicenseRef-Own',
    '',
  ],
  ...[
    'LicenseRef-a_b',
    'MIT WITH LLVM-exception',
    'Apache-2.0 WITH LLVM-exception',
    'Apache-2.0 WITH Nope',
    'OR',
  ],
  ...[
    'MIT MIT',
    '()',
    'MIT (BSD-3-Clause)',
    'Nope',
    'MIT or (ISC',
    'MIT)',
    'GPL-3.0-or-later WITH Bison-exception-2.2',
  ],
  ...[
    '(Apache-2.0) WITH LLVM-exception',
    'MIT WITH',
    'WITH MIT',
    'LicenseRef-',
    'LicenseRef-a+',
    'MIT+',
    'MIT AND OR ISC',
  ],
  ...['MIT\n OR ISC', 'MIT/ISC', 'licenseref-Own.1', 'GPL-2.0-only WITH Classpath-exception-2.0 AND MIT'],
];
const paths = [
  ...[
    'LICENSE',
    'a/b',
    '../a',
    '/a',
    'a\\b',
    '*',
    'a//b',
    './a',
    'C:/a',
    'C:a',
    'a..b',
    'a/',
    '',
    'a/./b',
    'é',
    'LICENSE.*',
  ],
];
const types = [
  ...[
    'text/plain',
    'text/markdown',
    'text/markdown; charset=UTF-8',
    'text/html',
    'text/markdown; variant=GFM',
  ],
  ...[
    'text/markdown; variant=x',
    'TEXT/PLAIN',
    'plain',
    '',
    'text/markdown; charset=UTF-8; variant=CommonMark',
  ],
  ...[
    'text/markdown; charset="utf-8"',
    'text/plain; charset=latin-1',
    'text/markdown; variant=gfm',
    'text/x-rst',
  ],
  ...[
    'text/x-markdown',
    'text/markdown, text/plain',
    'text/plain; variant=x',
    'text/markdown;',
    'text/markdown ; x=y',
  ],
];
const names = ['demo', 'De.mo_1', '-x', 'x-', 'a b', '1', 'é', '', 'demo ', 'a..b', 'A'];
const imported = [
  ...[
    'a',
    'a.b',
    'a-b',
    'class',
    'a;private',
    'a ; private',
    'a;public',
    '1a',
    'é',
    '_a',
    'a.',
    '',
    'a; private ',
    'match',
  ],
];
const addresses = [
  ...[
    'Home, https://x.example',
    'Home,https://x.example/a,b',
    'Home',
    ', https://x.example',
    'Home, ftp://x.example',
  ],
  ...[
    `${'x'.repeat(33)}, https://x.example`,
    'Docs, https://docs.example/é',
    'Home, HTTPS://x.example',
    'Home, not an address',
  ],
];
const fields = [
  'Name',
  'Summary',
  'nonsense',
  'License-File',
  'version',
  'requires-dist',
  'Description',
  'Metadata-Version',
  '',
];

/** Header fields with values that are well made, and such that are not, in ways that happened. */
export const headers: Readonly<Record<string, readonly string[]>> = {
  'Metadata-Version': [
    '1.0',
    '1.1',
    '1.2',
    '2.0',
    '2.1',
    '2.2',
    '2.3',
    '2.4',
    '2.5',
    '2.6',
    '2.7',
    '3.0',
    '',
    '2',
    '2.4 ',
  ],
  Name: names,
  Version: versions,
  Summary: ['a', 'a\n b', 'x'.repeat(513), 'x\u2028y', 'é', 'UNKNOWN', '', 'a\fb'],
  'Requires-Python': specifiers,
  'Requires-Dist': requirements,
  'Provides-Extra': names,
  'License-Expression': licences,
  'License-File': paths,
  'Description-Content-Type': types,
  'Import-Name': imported,
  'Import-Namespace': imported,
  'Project-URL': addresses,
  'Home-page': ['https://x.example', 'UNKNOWN', 'x.example', ''],
  Dynamic: fields,
  License: ['MIT', 'Some\n        long\n\n  text', 'UNKNOWN'],
  Classifier: ['Programming Language :: Python', 'Nonsense :: x'],
  Keywords: ['a,b', 'a b', 'é'],
  'Author-email': ['a@example.com', 'Ä <a@example.com>', 'nobody'],
  Platform: ['any', 'UNKNOWN'],
};

const defaults: Readonly<Record<string, string>> = {
  'Metadata-Version': '2.4',
  Name: 'demo',
  Version: '1.0',
};

// Most values are sound ones, so that many texts are accepted and one fault is seen alone.
const soundValues: Readonly<Record<string, string>> = {
  ...defaults,
  Summary: 'A demo',
  'Requires-Python': '>=3.9',
  'Requires-Dist': "a[b]>=1,<2; python_version < '3.13'",
  'Provides-Extra': 'x',
  'License-Expression': 'MIT OR Apache-2.0',
  'License-File': 'LICENSE',
  'Description-Content-Type': 'text/markdown',
  'Project-URL': 'Home, https://x.example',
  'Home-page': 'https://x.example',
  Dynamic: 'Summary',
};

const field = (name: string): fc.Arbitrary<string> => {
  const sound = soundValues[name];
  const any = fc.constantFrom(...(headers[name] ?? ['x']));
  return (
    sound === undefined
      ? any
      : fc.oneof({ weight: 12, arbitrary: fc.constant(sound) }, { weight: 1, arbitrary: any })
  ).map((value) => `${name}: ${value}`);
};

const version = fc
  .oneof(
    { weight: 20, arbitrary: fc.constantFrom('2.1', '2.2', '2.3', '2.4', '2.4', '2.4', '2.5', '2.6') },
    { weight: 2, arbitrary: fc.constantFrom('1.0', '1.2', '2.7', '2.12') },
    { weight: 1, arbitrary: fc.constantFrom(...(headers['Metadata-Version'] ?? [])) },
  )
  .map((value) => `Metadata-Version: ${value}`);

const optional = Object.keys(headers).filter((name) => defaults[name] === undefined);
const further = fc
  .uniqueArray(fc.constantFrom(...optional), { maxLength: 4 })
  .chain((chosen) => fc.tuple(...chosen.map(field)));

/** What is done to the lines of a text: mostly nothing. */
const disturbances: readonly ((lines: readonly string[]) => readonly string[])[] = [
  (lines) => [...lines, ...lines.slice(-1)],
  (lines) => [...lines, 'name: again'],
  (lines) => ['no field here', ...lines],
  (lines) => [...lines.slice(0, 2), 'no field here', ...lines.slice(2)],
  (lines) => [...lines, ' folded'],
  (lines) => [' stray', ...lines],
  (lines) => [`\uFEFF${lines[0] ?? ''}`, ...lines.slice(1)],
  (lines) => [...lines, 'X-Own: 1'],
  (lines) => [...lines, 'License-Note: 1'],
  (lines) => [...lines, 'Description: in a field'],
  (lines) => [...lines, ': nameless'],
  (lines) => ['From somebody', ...lines],
  (lines) => lines.slice(1),
  (lines) => lines.map((line) => line.toLowerCase()),
  (lines) => lines.map((line) => line.replace(': ', ':\t')),
  (lines) => [...lines, 'Project-URL: Home, https://a.example', 'Project-URL: Home, https://b.example'],
  (lines) => [...lines, 'Sum mary: x'],
];

const disturbed = fc
  .tuple(
    version,
    field('Name'),
    field('Version'),
    further,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant((lines: readonly string[]) => lines) },
      { weight: 1, arbitrary: fc.constantFrom(...disturbances) },
    ),
  )
  .map(([first, name, second, more, disturb]) => disturb([first, name, second, ...more]));

// Without a content type twine renders a description as reStructuredText; this one is sound as that, too.
const bodies = ['', 'A demo.\n', 'Ünïcode\n', 'Line\r\nends\n'];

/** METADATA as bytes: well made, or wrong in one or several ways, among them bytes that are no UTF-8. */
export const metadataBytes: fc.Arbitrary<Buffer> = fc
  .record({
    lines: disturbed,
    body: fc.constantFrom(...bodies),
    lineEnd: fc.oneof(
      { weight: 8, arbitrary: fc.constant('\n') },
      { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r') },
    ),
    encoding: fc.oneof(
      { weight: 12, arbitrary: fc.constant<BufferEncoding>('utf8') },
      { weight: 1, arbitrary: fc.constant<BufferEncoding>('latin1') },
    ),
  })
  .map(({ lines, body, lineEnd, encoding }) =>
    Buffer.from(`${lines.join(lineEnd)}${lineEnd}${lineEnd}${body}`, encoding),
  );
