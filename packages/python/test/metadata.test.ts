import { describe, expect, it } from 'vitest';
import { parseSdistFileName, parseWheelFileName } from '../src/distribution/file-names.ts';
import { listMetadataProblems } from '../src/metadata/list-metadata-problems.ts';
import { parseCoreMetadata, readField } from '../src/metadata/parse-core-metadata.ts';

const parse = (text: string) => parseCoreMetadata(Buffer.from(text));
const head = 'Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n';
const judge = (text: string) => listMetadataProblems(parse(text));

describe('core metadata', () => {
  it('metadata is parsed like the Python email package', () => {
    const metadata = parse('name: Demo \nKEYWORDS:a\n\tb\nX:\n\nbody\n\nmore');
    expect(metadata.fields).toEqual([
      ['name', 'Demo '],
      ['KEYWORDS', 'a\n\tb'],
      ['X', ''],
    ]);
    expect(metadata.description).toBe('body\n\nmore');
    expect(readField(metadata, 'Name')).toBe('Demo ');
    expect(parse(' stray\nA: b\r\nC: d\rE: f')).toEqual({
      fields: [
        ['A', 'b'],
        ['C', 'd'],
        ['E', 'f'],
      ],
      description: undefined,
    });
    // A line without a colon ends the fields and is the first of the description.
    expect(parse('A: b\nno field here\nC: d\n')).toEqual({
      fields: [['A', 'b']],
      description: 'no field here\nC: d\n',
    });
    expect(parse('Description: x\n  y\n').description).toBe('x\n  y');
  });

  it('ambiguous metadata is rejected', () => {
    expect(() => parse('Name: a\nname: b\n')).toThrow(/"name" twice/);
    expect(() => parse('Description: a\n\nbody')).toThrow(/both/);
    expect(() => parseCoreMetadata(Buffer.from([0x41, 0x3a, 0xff]))).toThrow(/not UTF-8/);
    expect(parse('Classifier: a\nClassifier: b\n').fields).toHaveLength(2);
  });

  it('a newer minor metadata version is a problem for PyPI and a different major version for every index', () => {
    for (const version of ['1.2', '2.1', '2.4', '2.5'])
      expect(judge(head.replace('2.4', version))).toEqual({ problems: [], pypiProblems: [], warnings: [] });
    for (const version of ['2.6', '2.9']) {
      const { problems, pypiProblems } = judge(head.replace('2.4', version));
      expect(problems).toEqual(pypiProblems);
      expect(pypiProblems).toEqual([expect.stringContaining(`does not accept Metadata-Version ${version}`)]);
    }
    for (const version of ['3.0', '2.0', '1.9', 'x']) {
      expect(judge(head.replace('2.4', version)).problems.join()).toContain('is unknown');
    }
  });

  it.each([
    ['Metadata-Version: 2.1\n', 'Name is missing'],
    [`${head.replace('demo', '-demo')}`, 'not a project name'],
    [`${head.replace('1.0', 'one')}`, 'not valid under PEP 440'],
    [`${head}Summary: a\n b\n`, 'more than one line'],
    [`${head}Summary: ${'x'.repeat(513)}\n`, '513 characters'],
    [`${head}Requires-Dist: a @ https://example.com/a.whl\n`, 'points to an address'],
    [`${head}Requires-Dist: >=1\n`, 'does not begin with a project name'],
    [`${head}Requires-Dist: a >= one\n`, 'is not valid here'],
    [`${head}Requires-Dist: a ~= 1\n`, 'is not valid here'],
    [`${head}Requires-Dist: a >= 1.*\n`, '.*'],
    [`${head}Requires-Dist: a[b c]\n`, '"]" is missing'],
    [`${head}Requires-Dist: a; os_name == "x\n`, 'does not begin with a marker variable'],
    [`${head}Requires-Dist: a; (os_name == "x"\n`, '")" is missing'],
    [`${head}Requires-Python: 3.9\n`, 'Requires-Python'],
    [`${head}Description-Content-Type: text/html\n`, 'expected one of text/plain'],
    [`${head}Description-Content-Type: text/plain; charset=latin1\n`, 'must be UTF-8'],
    [`${head}Description-Content-Type: text/markdown; variant=X\n`, 'GFM or CommonMark'],
    [`${head}License: MIT\nLicense-Expression: MIT\n`, 'cannot be combined'],
    [`${head}License-File: ../LICENSE\n`, 'not a path inside'],
    [`${head.replace('2.4', '2.3')}License-Expression: MIT\n`, 'requires metadata version 2.4'],
    [`${head.replace('2.4', '2.1')}Dynamic: Version\n`, 'requires metadata version 2.2'],
    [`${head.replace('2.4', '1.2')}Provides-Extra: a\n`, 'requires metadata version 2.1'],
  ])('the metadata %j is reported as a problem', (text, words) => {
    expect(judge(text).problems.join(' ')).toContain(words);
  });

  it.each([
    'a',
    'a.b-c[x, y]>=1,<2 ; python_version < "3.9" and (extra == "t;x")',
    'a (>=1.0)',
    'a ==1.*',
    'a===weird+thing',
    'a>=1,',
    "a;sys_platform=='win32'",
  ])('the requirement %j is accepted', (requirement) => {
    expect(judge(`${head}Requires-Dist: ${requirement}\n`).problems).toEqual([]);
  });

  it.each([
    'https://x.example/a b?q=<"{}|\\^`>#[x]',
    'HTTPS://user:word@x.example:65535/%zz',
    'https://[::1]:8080/é',
    'https://x.example:123456/',
    'https://x.example99999',
    'http:a',
  ])('the address %j is accepted, as on PyPI', (url) => {
    expect(judge(`${head}Project-URL: Home, ${url}\nHome-page: ${url}\n`).problems).toEqual([]);
  });

  it.each([
    'https://x.example/a[b]',
    'https://x.example/?q=]',
    'https://x.example:99999/',
    'https://user@[::1]:65536',
    '//x.example',
    'git+https://x.example',
  ])('the address %j is rejected, as on PyPI', (url) => {
    expect(judge(`${head}Project-URL: Home, ${url}\nHome-page: ${url}\n`).pypiProblems).toHaveLength(2);
  });

  it('unusual but allowed metadata produces a warning', () => {
    expect(judge(`${head}\nbody`).warnings.join()).toContain('reStructuredText');
    expect(judge(`${head}Home: x\n`).warnings.join()).toContain('is unknown');
    expect(judge(`${head.replace('2.4', '2.1')}License-File: LICENSE\n`)).toMatchObject({
      problems: [],
      warnings: [expect.any(String)],
    });
  });
});

describe('distribution file names', () => {
  it('a normalized file name is split into its parts', () => {
    expect(parseWheelFileName('foo_bar-1.0rc1-2build-cp39.cp310-abi3-macosx_11_0_arm64.whl')).toEqual({
      project: 'foo_bar',
      version: '1.0rc1',
      buildTag: '2build',
      pythonTag: 'cp39.cp310',
      abiTag: 'abi3',
      platformTag: 'macosx_11_0_arm64',
    });
    expect(parseSdistFileName('foo_bar-1.0.tar.gz')).toEqual({ project: 'foo_bar', version: '1.0' });
  });

  it.each([
    'Foo-1.0',
    'foo.bar-1.0',
    'foo__bar-1.0',
    'foo-bar-1.0',
    'foo-1.0-rc1',
    'foo-1.0RC1',
    'foo',
    '-1.0',
    '../foo-1.0',
    `${'x'.repeat(255)}-1.0`,
  ])('the file name stem %s is rejected', (stem) => {
    expect(parseSdistFileName(`${stem}.tar.gz`)).toBeUndefined();
    expect(parseWheelFileName(`${stem}-py3-none-any.whl`)).toBeUndefined();
  });

  it('a wheel name with an invalid build tag or a wrong number of parts is rejected', () => {
    expect(parseWheelFileName('foo-1.0-b1-py3-none-any.whl')).toBeUndefined();
    expect(parseWheelFileName('foo-1.0-py3-none.whl')).toBeUndefined();
    expect(parseWheelFileName('foo-1.0-1-2-py3-none-any.whl')).toBeUndefined();
  });
});
