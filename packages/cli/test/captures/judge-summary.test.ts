import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSummary } from '@slipway/core/summary';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { judgeSummary, type SummaryRule } from '../../src/captures/judge-summary.ts';

const table = (...cells: string[]): string =>
  `### Released\n\n| Channel | Result |\n|---|---|\n${cells.map((cell) => `| PyPI | ${cell} |`).join('\n')}\n`;

const rulesOf = (markdown: string): SummaryRule[] => [
  ...new Set(judgeSummary(markdown).map(({ rule }) => rule)),
];

describe('a job summary without a finding', () => {
  it.each([
    ['a link', table('[demo 1.2.0](https://pypi.example/project/demo/1.2.0/): 2 files')],
    ['a bare address, which GitHub links', table('https://pypi.example/project/demo/')],
    ['a bare address in parentheses at the end of a sentence', 'Done (see https://a.example/x_(y)).'],
    ['an address as code', 'Run `curl https://a.example/x`.'],
    ['an address in a fence', '```sh\ncosign verify --issuer https://a.example\n```'],
    ['a mail address', '[write](mailto:someone@a.example)'],
    ['an escaped pipe in a cell', table('a \\| b')],
    ['an empty cell', '| a | b |\n|---|---|\n|  | x |'],
    ['a table without pipes at its sides', 'a | b\n---|---\n1 | 2'],
    ['a folded part', '<details>\n<summary>Verify it</summary>\n\ntext\n\n</details>'],
    ['a link in HTML', '<p><a href="https://a.example/x">page</a></p>'],
    ['an alert', '> [!NOTE]\n> The package is private.'],
    ['a table in a quote', '> | a | b |\n> |---|---|\n> | 1 | 2 |'],
    ['words with brackets', 'It supports [extras] and {braces} and a["key"] and [1].'],
    ['an emoji of several characters', 'Thanks 👩‍💻 for it'],
    ['a mention that notifies nobody', 'by @\u200Coctocat'],
    ['nothing', ''],
  ])('a summary with %s has no finding', (_name, markdown) => {
    expect(judgeSummary(markdown)).toEqual([]);
  });

  it('a summary that an action writes from untrusted text has no finding', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'slipway-summary-')), 'summary');
    writeFileSync(path, '');
    vi.stubEnv('GITHUB_STEP_SUMMARY', path);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(dirname(path), { recursive: true, force: true });
    });
    const hostile =
      'see https://a.example/x?y=1|2 and www.a.example, @me fixes #1 | [x](y) `::error::z` <b> ##[group]';
    const summary = createSummary();
    summary.setTitle(hostile);
    summary.addHeading(hostile, 4);
    summary.addParagraph(hostile);
    summary.addTable(
      ['name', hostile],
      [
        [hostile, 'a\nb'],
        ['', hostile],
      ],
    );
    await summary.write();
    expect(judgeSummary(readFileSync(path, 'utf8'))).toEqual([]);
  });
});

describe('a finding about links', () => {
  it.each([
    ['an address behind a quotation mark', table('"https://pypi.example/project/demo/"')],
    ['an address whose characters are escaped', 'see https://a.example/octo\\-org'],
    ['an address glued to a word', 'url=https://a.example/x'],
    ['an address with a quotation mark inside', 'see https://a.example/x"y'],
    ['an address without a host', 'see https://'],
    ['a host without a dot', 'see https://undefined/x'],
    ['a relative target', '[run](actions/runs/1)'],
    ['an empty target', '[run]()'],
    ['a target that is a script', '[run](javascript:alert)'],
    ['a link without text', '[](https://a.example/)'],
    ['a link whose text is another address', '[https://a.example/](https://b.example/)'],
    ['a link that is broken by a blank', '[run](https://a.example/x y)'],
    ['an address in HTML that nothing links', '<p>https://a.example/</p>'],
  ])('a link finding is reported for %s', (_name, markdown) => {
    expect(rulesOf(markdown)).toEqual(['links']);
  });
});

describe('a finding about data', () => {
  it.each([
    ['a list of texts in a cell', table('["a"]')],
    ['a list of objects', table('[{"name":"demo","state":"uploaded"}]')],
    ['an object in a sentence', 'Published {"name": "demo"} to PyPI.'],
    ['a list that was cut off', 'Files: [{"name":"demo-1.2.0-py3-no…'],
    ['escaped JSON', 'Files: \\[{\\"name\\": 1}]'],
    ['a list of Python', "Files: ['demo.whl', 'demo.tar.gz']"],
    ['an empty list in a cell', table('[]')],
    ['an empty object in a cell', table('{}')],
    ['numbers in a cell', table('[1, 2]')],
    ['a value that was never set', table('undefined')],
    ['an object turned into text', 'Published [object Object].'],
    ['JSON as code', table('`["a"]`')],
    ['JSON in HTML', '<td>["a"]</td>'],
  ])('a data finding is reported for %s', (_name, markdown) => {
    expect(rulesOf(markdown)).toEqual(['data']);
  });

  it('a list of addresses is reported as data and as a broken link', () => {
    expect(rulesOf(table('["https://pypi.example/project/demo/1.2.0/"]'))).toEqual(['links', 'data']);
  });
});

describe('a finding about tables', () => {
  it('a multi-line value in a cell breaks its table', () => {
    const [finding] = judgeSummary(table('ghcr.example/a:1\nghcr.example/a:latest'));
    expect(finding).toEqual({ rule: 'tables', line: 6, problem: 'has 1 cell in a table of 2 columns' });
  });
  it.each([
    ['a value with an empty line', table('first\n\nsecond')],
    ['a pipe in a value', table('a | b')],
    ['a row without a table', 'text\n\n| a | b |'],
    ['a header with other columns than the line below', '| a | b | c |\n|---|---|\n| 1 | 2 |'],
  ])('a table finding is reported for %s', (_name, markdown) => {
    expect(rulesOf(markdown)).toEqual(['tables']);
  });
});

describe('a finding about characters that nobody sees', () => {
  it.each([
    ['after the scheme', table('https:\u200C//a.example/x')],
    ['inside a host', '[x](https://a\u2060.example/)'],
    ['written as an entity', 'see https:&zwnj;//a.example/'],
    ['in an address as code', '`https://a.example/\u200Bx`'],
    ['in a fence', '```\ncurl https://a.example/\uFEFFx\n```'],
    ['in the name of an image', 'pull ghcr.example/octo\u200D/demo:1.2.0'],
    ['in HTML', '<a href="https://a.example/\u00AD">x</a>'],
    ['that reorders an address', 'https://a.example/\u202Egpj.exe'],
    ['that reorders a word', 'demo\u202E1.2.0'],
  ])('an invisible character is found %s', (_name, markdown) => {
    expect(rulesOf(markdown)).toContain('invisible');
  });
});

describe('a finding about workflow commands', () => {
  it.each([
    ['a command', 'text\n::error title=x::it failed'],
    ['a command of the older form', '##[group]Build'],
  ])('a workflow command is found in %s', (_name, markdown) => {
    expect(rulesOf(markdown)).toEqual(['commands']);
  });
  it('a workflow command in a fence is ignored', () => {
    expect(judgeSummary('```\n::error::x\n```')).toEqual([]);
  });
});
