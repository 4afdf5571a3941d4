import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateByKind } from '../src/project/copies/locate-by-kind.ts';
import { replaceVersions } from '../src/project/places/edit-version.ts';
import { containsVersion, readVersionAt, spellVersion } from '../src/project/places/spell-version.ts';
import { decodeFile } from '../src/project/places/text-encoding.ts';
import { locateSpan, type Spelling } from '../src/project/places/version-location.ts';
import { compareVersions } from '../src/version/compare-versions.ts';
import { parseVersion } from '../src/version/parse-version.ts';
import { versionText } from './version-text.ts';

const place = (text: string, spelling: Spelling) => locateSpan(text, 'x', 'x', [0, text.length], spelling);

describe('spellVersion', () => {
  it.each<[string, string, string]>([
    ['1, 2, 3', '1.3.0', '1, 3, 0'],
    ['1,2', '1.3', '1,3'],
    ['"1", "2", "3"', '1.3.0', '"1", "3", "0"'],
    ["1, 2, '3rc1'", '1.3.0', '1, 3'],
    ["1, 2, 3, 'final', 0", '1.3.0a2', "1, 3, 0, 'alpha', 2"],
    ["1, 3, 0, 'alpha', 2", '1.3.0', "1, 3, 0, 'final', 0"],
    ['1, 3, 0, "b", 2', '1.3.0b3', '1, 3, 0, "b", 3'],
    ["1, 2, 3, 'candidate', 1", '1.2.3rc2', "1, 2, 3, 'candidate', 2"],
    ['1, 2, 3, "final"', '1.3.0b1', '1, 3, 0, "beta", 1'],
    ['1, 2, 3, ""', '1.3.0', '1, 3, 0, ""'],
    ['1, 2, 3', '1.3.0.dev4', '1, 3, 0, "dev4"'],
    ['1,\n    2,\n    3', '1.3.0', '1,\n    3,\n    0'],
  ])('the tuple %j becomes %s as %j', (sample, version, expected) => {
    expect(spellVersion(place(sample, { kind: 'tuple' }), parseVersion(version))).toBe(expected);
  });

  it('the tuple of a file that knows candidates gets one', () => {
    const tuple = place('1, 2, 3, "final"', { kind: 'tuple', candidate: true });
    expect(spellVersion(tuple, parseVersion('2.0rc1'))).toBe('2, 0, 0, "candidate", 1');
  });

  it.each<[Spelling, string, string]>([
    [{ kind: 'tuple' }, '1, 2', '1!1.3'],
    [{ kind: 'tuple' }, '1, 2, "final", 0', '1.2.3'],
    [{ kind: 'tuple' }, '1, 2, 3', '1.2.4a1.dev2'],
    [{ kind: 'semver', allowsPost: false }, '1.2.3', '1.2.3.post1'],
    [{ kind: 'semver', allowsPost: false }, '1.2.3', '1.2.3.4'],
    [{ kind: 'hex' }, '0x010203', '1.200.3'],
    [{ kind: 'incremental' }, '1, 2, 3', '1.2.4b1'],
  ])('a place of the kind %j with %j rejects %s with both values', (spelling, sample, version) => {
    expect(() => spellVersion(place(sample, spelling), parseVersion(version))).toThrow(
      `is "${sample}" and cannot express ${version}`,
    );
  });

  it('the arguments of incremental are written as its own tool writes them', () => {
    const spell = (version: string): string =>
      spellVersion(place('24, 7, 0', { kind: 'incremental' }), parseVersion(version));
    expect(['24.8rc1', '24.8.0.post1', '24.8.0.dev2'].map(spell)).toEqual([
      '24, 8, 0, release_candidate=1',
      '24, 8, 0, post=1',
      '24, 8, 0, dev=2',
    ]);
  });

  it('what a place is given is what is read from it again', () => {
    const spellings: readonly (readonly [Spelling, string])[] = [
      [{ kind: 'pep440' }, '1.2.3'],
      [{ kind: 'semver', allowsPost: true }, '1.2.3'],
      [{ kind: 'tuple' }, '1, 2, 3'],
      [{ kind: 'tuple' }, "1, 2, 3, 'final', 0"],
      [{ kind: 'incremental' }, '1, 2, 3'],
      [{ kind: 'hex' }, '0x010203'],
    ];
    fc.assert(
      fc.property(versionText, fc.constantFrom(...spellings), (text, [spelling, sample]) => {
        const version = parseVersion(text);
        let spelled = '';
        try {
          spelled = spellVersion(place(sample, spelling), version);
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'E_VERSION_SPELLING' });
          return;
        }
        const written = place(spelled, spelling);
        expect(containsVersion(written, version)).toBe(true);
        const read = readVersionAt(written);
        // A number has no room for a suffix.
        if (spelling.kind !== 'hex') expect(read !== undefined && compareVersions(read, version)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});

const shapes: readonly (readonly [path: string, before: string, after: string])[] = [
  ['a.py', '# é\r\n__version__ = "', '"  # x\n'],
  ['package.json', '{"a": {"version": "0"}, "version": "', '"}'],
  ['CITATION.cff', 'title: ü\nversion: ', '\r\ndate: x\n'],
  ['meson.build', "# version: '0'\nproject('x', version : '", "')"],
  ['pyproject.toml', '[project]\nreadme = """\nversion = "0"\n"""\nversion = \'', "' # end"],
  ['Chart.yaml', 'name: x\nappVersion: "', '"\n'],
  ['VERSION', '\uFEFF', '\n'],
];

describe('an edit', () => {
  it('an edit changes only the bytes of the version, in every encoding and with every kind of line ends', () => {
    const noise = fc.array(fc.constantFrom('é', '\r\n', '\n', '# ', 'x', '\t', '日', '\u2028', '😀'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        versionText,
        versionText,
        noise,
        fc.constantFrom('utf8', 'latin1', 'utf16le'),
        (shape, from, to, extra, encoding) => {
          const [path, before, after] = shape;
          const comment =
            path === 'a.py' || path === 'CITATION.cff'
              ? `#${extra.join('').replace(/[\r\n\u2028]/g, '')}\r\n`
              : '';
          if (path.endsWith('.toml') && encoding !== 'utf8') return;
          const mark = encoding === 'utf16le' ? '\uFEFF' : '';
          const encode = (version: string): Buffer =>
            Buffer.concat([
              Buffer.from(`${mark}${comment}${before}`, encoding),
              Buffer.from(version, encoding),
              Buffer.from(after, encoding),
            ]);
          const file = decodeFile(encode(from), path);
          const found = (locateByKind(file.text, path, 'x') ?? []).filter(({ version }) => version === from);
          // Not every text of PEP 440 is one that such a file may contain.
          if (found.length !== 1) return;
          const spelled = found.map((location) => ({ location, text: to }));
          expect(Buffer.from(file.encode(replaceVersions(file.text, spelled)))).toEqual(encode(to));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    [
      'Latin-1 with a cookie',
      Buffer.from('# -*- coding: latin-1 -*-\n# M\xfcller \x80\n__version__ = "1.2.3"\n', 'latin1'),
    ],
    ['UTF-16 of either byte order', Buffer.from('\uFEFF__version__ = "1.2.3"\r\n', 'utf16le').swap16()],
    [
      'broken UTF-8',
      Buffer.concat([
        Buffer.from('# '),
        Buffer.from([0xff, 0xc3, 0x0a]),
        Buffer.from('__version__ = "1.2.3"'),
      ]),
    ],
    ['a lone byte order mark', Buffer.from([0xff, 0xfe, 0x41])],
  ])('a file leads back to the same bytes: %s', (_, bytes) => {
    const { text, encode } = decodeFile(bytes, 'a.py');
    expect(Buffer.from(encode(text))).toEqual(bytes);
    const [found] = locateByKind(text, 'a.py', undefined) ?? [];
    expect(found?.version ?? '1.2.3').toBe('1.2.3');
  });

  it('TOML that is not UTF-8 is rejected', () => {
    expect(() => decodeFile(Buffer.from('a = "\xfc"', 'latin1'), 'pyproject.toml')).toThrow(
      'pyproject.toml is not UTF-8',
    );
  });
});
