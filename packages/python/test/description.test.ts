import { describe, expect, it } from 'vitest';
import { findPrivateClassifier } from '../src/metadata/classifiers.ts';
import { judgeDescription } from '../src/metadata/description.ts';
import type { CoreMetadata } from '../src/metadata/parse-core-metadata.ts';

const described = (description: string | undefined, type?: string): CoreMetadata => ({
  fields: type === undefined ? [] : [['Description-Content-Type', type]],
  description,
});
const rst = (description: string) => judgeDescription(described(description, 'text/x-rst')).problems.join();

describe('judgeDescription', () => {
  it.each([
    ['\n', undefined],
    ['\n', 'text/x-rst'],
    ['\f\u3000\n', 'text/x-rst; charset=UTF-8'],
    [' \r\n\t', 'text/markdown'],
    ['\n', 'Text/Markdown; variant=GFM'],
  ])('a blank description (%j as %s) is reported as a problem', (text, type) => {
    expect(judgeDescription(described(text, type)).problems.join()).toContain('blank lines only');
  });

  it.each([
    ['\n', 'text/plain'],
    ['\f\n', 'text/markdown'],
    ['\u3000', 'text/markdown; charset=UTF-8'],
    ['', 'text/markdown'],
    [undefined, undefined],
    ['UNKNOWN', undefined],
  ])('an empty description (%j as %s) produces only a warning', (text, type) => {
    const { problems, warnings } = judgeDescription(described(text, type));
    expect([problems, warnings]).toEqual([[], [expect.stringContaining('no description')]]);
  });

  it.each([
    ['.. raw:: html\n\n   <b>', '"raw"'],
    ['.. Include:: a.rst\n', '"Include"'],
    ['.. csv-table:: Prices\n   :file: prices.csv\n', '"csv-table"'],
    ['.. csv-table:: A title\n   of two lines\r\n   :header: a, b\n   :URL: x\n', '"csv-table"'],
    ['.. role:: html(raw)\n   :format: html\n\nText :html:`<b>` text\n', 'the role "html"'],
    ['.. role:: Html (raw)\n   :format: html\n\nText `<b>`:html:\n', 'the role "html"'],
  ])('a reStructuredText description with %j is reported as a problem', (text, words) => {
    expect(rst(text)).toContain(words);
    expect(judgeDescription(described(text, 'text/markdown')).problems).toEqual([]);
  });

  it.each([
    '.. csv-table:: Prices\n   :header: a, b\n\n   :file: is, text\n',
    '.. csv-table:: Prices\n\n   a, b\n\n:file: a field\n',
    '.. role:: html(raw)\n   :format: html\n\nUsed nowhere\n',
    '.. role:: code(literal)\n\nText :code:`<b>`\n',
  ])('a reStructuredText description with %j is accepted', (text) => {
    expect(rst(text)).toBe('');
  });
});

describe('findPrivateClassifier', () => {
  it('a classifier that begins with "Private ::" is found', () => {
    const classified = (...values: readonly string[]): CoreMetadata => ({
      fields: values.map((value) => ['classifier', value]),
      description: undefined,
    });
    expect(findPrivateClassifier(classified('Topic :: Games', 'Private :: Do Not Upload'))).toBe(
      'Private :: Do Not Upload',
    );
    expect(findPrivateClassifier(classified('Topic :: Private ::', 'Private'))).toBeUndefined();
  });
});
