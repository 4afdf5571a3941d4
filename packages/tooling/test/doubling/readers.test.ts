import { expect, it } from 'vitest';
import { readers } from './readers.ts';

const length = 2 ** 18;
const roles = Array.from({ length: length / 16 }, (_, at) => `.. role:: a${at}(raw)\n`).join('');

// Each took minutes or hours when it was read by squares: it would not end within the time of a test.
it.each([
  ['a link in Markdown', `a${' '.repeat(length)})`],
  ['a description', roles],
  ['a Link header', '<'.repeat(length)],
  ['a command of a log', '##['.repeat(length)],
  ['a simple index in HTML', '<a '.repeat(length)],
  ['a page of an index', '<!--'.repeat(length)],
  ['a page to log in', '<input '.repeat(length)],
  ['challenges', `Bearer a=${' '.repeat(length)},`],
  ['requirements', `${'a'.repeat(length)}))`],
  ['rows of RECORD', `"${'""'.repeat(length)}`],
  ['setup.cfg', `[metadata]\na${' '.repeat(length)}x`],
  ['setup.cfg', `[metadata]\nversion = a${' '.repeat(length)}x`],
])('%s of several hundred kilobytes is read to its end', async (name, text) => {
  const { read } = readers[name] ?? {};
  if (read === undefined) throw new Error(`there is no reader "${name}"`);
  const ended = await Promise.resolve()
    .then(() => read(text))
    .then(
      () => 'read',
      () => 'refused',
    );
  expect(ended).toBe(name.startsWith('a page of') ? 'refused' : 'read');
});
