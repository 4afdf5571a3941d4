import fc from 'fast-check';
import { headers } from './metadata-headers.ts';

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
