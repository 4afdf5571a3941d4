import { describe, expect, it } from 'vitest';
import { listEmailProblems } from '../src/metadata/email.ts';

const judge = (value: string, field = 'Author-email'): string[] =>
  listEmailProblems({ fields: [[field, value]], description: undefined });

describe('the address of an author', () => {
  it.each([
    'a@b.de',
    'A B <a@b.de>',
    '"B, <A>" <a@b.de>',
    'A (x@y) <a@b.de>',
    'a@b.de, nobody',
    'a@b.de;nobody',
    'Pär <p@ä.se>',
    "o'neil@c.ie",
    'a@xn--bcher-kva.de',
    'ann@users.noreply.github.com',
    '',
    // Python's parser returns nothing for these.
    'Ann <ann@>',
    'a@b@c.de',
  ])('%j is accepted', (value) => {
    expect(judge(value)).toEqual([]);
  });

  it.each([
    ['nobody', 'has no "@"'],
    ['nobody, a@b.de', 'has no "@"'],
    ['@b.de', 'nothing before the "@"'],
    ['a@localhost', 'a domain without a period'],
    ['a b@c.de', 'not allowed there'],
    ['a..b@c.de', 'not allowed there'],
    ['a@c..de', 'not the name of a host'],
    ['a@-c.de', 'not the name of a host'],
    ['a@[1.2.3.4]', 'not the name of a host'],
    ['a@1.2.3.4', 'ends in a digit'],
    ['a@build.test', 'below ".test"'],
    [`${'a'.repeat(65)}@b.de`, 'more than 64 characters'],
  ])('%j is rejected', (value, reason) => {
    expect(judge(value, 'Maintainer-email')).toEqual([expect.stringContaining(reason)]);
    expect(judge(value)).toHaveLength(1);
  });
});
