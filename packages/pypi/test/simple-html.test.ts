import { describe, expect, it } from 'vitest';
import { readSimpleHtml } from '../src/index/simple-html.ts';

const digest = 'a'.repeat(64);
const namesOn = (label: string): string[] =>
  readSimpleHtml(`<a href="x#sha256=${digest}">${label}</a>`, 'https://index.example/simple/demo/').map(
    ({ name }) => name,
  );

describe('readSimpleHtml', () => {
  it('numeric character references in names and addresses are decoded', () => {
    const name = 'demo-1.2.0&#43;local.7-py3-none-any.whl';
    const [file] = readSimpleHtml(
      `<a href="../../files/${name}#sha256=${digest}" data-requires-python="&gt;=3.9">${name}</a>`,
      'https://index.example/simple/demo/',
    );
    expect(file).toMatchObject({
      name: 'demo-1.2.0+local.7-py3-none-any.whl',
      url: 'https://index.example/files/demo-1.2.0+local.7-py3-none-any.whl',
      sha256: digest,
    });
  });

  it.each([
    ['a&#x2B;b', 'a+b'],
    ['a&#X2b;b', 'a+b'],
    ['a&#39;&apos;&amp;#43;', "a''&#43;"],
    ['&#128230;', '\u{1f4e6}'],
    // No characters, or none that can stand alone.
    ['&#0;', '&#0;'],
    ['&#xD800;', '&#xD800;'],
    ['&#1114112;', '&#1114112;'],
    ['&#99999999999;', '&#99999999999;'],
    ['&#xFFFFFF;', '&#xFFFFFF;'],
    ['&unheard;', '&unheard;'],
  ])('the text %s is decoded as %s', (written, name) => {
    expect(namesOn(written)).toEqual([name]);
  });
});
