import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidMetadata, parseFormMetadata } from '../src/metadata/metadata.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: metadata against packaging (SLIPWAY_PYTHON_PEERS is not set)');
const program = fileURLToPath(new URL('metadata_verdicts.py', import.meta.url));

type Form = Readonly<Record<string, string>>;

async function askPackaging(forms: readonly Form[]): Promise<readonly (string | null)[]> {
  const child = spawn(python ?? '', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(forms));
  return JSON.parse(await text(child.stdout));
}

/** The field that is told, as `file_upload` chooses it; null for metadata that is accepted. */
function ownVerdict(form: Form): string | null {
  try {
    parseFormMetadata(new Map(Object.entries(form).map(([name, value]) => [name, [value]])));
    return null;
  } catch (error) {
    if (!(error instanceof InvalidMetadata)) throw error;
    const fields = error.errors.map(({ field }) => field);
    const first = ['metadata-version', 'name', 'version'].find((name) => fields.includes(name));
    return first ?? [...fields].sort()[0] ?? null;
  }
}

// Left out: `charset=utf-8` in lower case, which packaging 26.3 takes and 26.2, the one PyPI runs, does not.
const pieces = {
  version: [
    '1',
    '1.0',
    '1.0.post1',
    '1!2',
    'v1',
    '1.0-1',
    '1.0a',
    '1.0.dev',
    '1.0+a.b',
    '1..0',
    '',
    ' 1 ',
    '1_0',
    '１',
    '1.0rc',
    '1.0-rev3',
    '1.0.*',
    'x',
  ],
  specifier: [
    '>=1',
    '==1.*',
    '~=1',
    '~=1.0',
    '>=1.*',
    '===any',
    '<2,>1',
    '>=1,',
    ',',
    '>=1 , <2',
    '=1',
    '!=1.0+a',
    '>1.0+a',
    '== 1.0.dev*',
    '',
  ],
  requirement: [
    'a',
    'a[b]',
    'a[b,c]>=1',
    'a (>1)',
    'a>=1;python_version<"3"',
    "a; extra == 'x' and (os_name=='nt' or 'a' in sys_platform)",
    'a @ https://x.example/a',
    'a@https://x.example',
    'a;',
    'a[',
    '-a',
    'a>=',
    'a;x==1',
    'a b',
    'a>=1,<2',
    'a[b,]',
    "a; python_version not in '2'",
    'a.',
    'a @',
    'a[]',
  ],
  license: [
    'MIT',
    'mit OR apache-2.0',
    '(MIT)',
    '((MIT) AND BSD-3-Clause)',
    'MIT AND',
    'GPL-2.0+',
    'LicenseRef-Own',
    'LicenseRef-a_b',
    'MIT WITH LLVM-exception',
    'Apache-2.0 WITH Nope',
    'MIT MIT',
    '()',
    'MIT (BSD-3-Clause)',
    'Nope',
    'OR',
  ],
  path: ['LICENSE', 'a/b', '../a', '/a', 'a\\b', '*', 'a//b', './a', 'C:/a', 'C:a'],
  type: [
    'text/plain',
    'text/markdown',
    'text/x-rst; charset=UTF-8',
    'text/html',
    'text/markdown; variant=GFM',
    'text/markdown; variant=x',
    'TEXT/PLAIN',
    'plain',
  ],
  name: ['demo', 'De.mo_1', '-x', 'x-', 'a b', '1', 'é'],
  imported: ['a', 'a.b', 'a-b', 'class', 'a;private', 'a ; private', 'a;public', '1a', 'é'],
} as const;

const one = (values: readonly string[]) => fc.constantFrom(...values);

const forms = fc.record(
  {
    metadata_version: one(['1.0', '1.2', '2.1', '2.2', '2.4', '2.5', '3.0']),
    name: one(pieces.name),
    version: one(pieces.version.filter((text) => text !== '')),
    requires_python: one(pieces.specifier.filter((text) => text !== '')),
    requires_dist: one(pieces.requirement),
    license_expression: one(pieces.license),
    license_file: one(pieces.path),
    description_content_type: one(pieces.type),
    provides_extra: one(pieces.name),
    import_name: one(pieces.imported),
    summary: one(['a', 'a\nb']),
    dynamic: one(['Name', 'Summary', 'nonsense', 'License-File']),
  },
  { requiredKeys: ['metadata_version', 'name', 'version'] },
);

describe.skipIf(python === undefined)('metadata verdicts', () => {
  it('every single field gets the same verdict as in packaging', async () => {
    const base = { metadata_version: '2.5', name: 'demo', version: '1.0' };
    const single: readonly (readonly [string, readonly string[]])[] = [
      ['version', pieces.version.filter((text) => text !== '')],
      ['requires_python', pieces.specifier.filter((text) => text !== '')],
      ['requires_dist', pieces.requirement],
      ['license_expression', pieces.license],
      ['license_file', pieces.path],
      ['description_content_type', pieces.type],
      ['provides_extra', pieces.name],
      ['import_name', pieces.imported],
    ];
    const cases = single.flatMap(([field, values]) => values.map((value) => ({ ...base, [field]: value })));
    const expected = await askPackaging(cases);
    expect(cases.map((form) => [form, ownVerdict(form)])).toEqual(
      cases.map((form, index) => [form, expected[index]]),
    );
  });

  it('a thousand random forms get the same verdict as in packaging', async () => {
    const cases = fc.sample(forms, 1000) as unknown as readonly Form[];
    const expected = await askPackaging(cases);
    expect(cases.map((form) => [form, ownVerdict(form)])).toEqual(
      cases.map((form, index) => [form, expected[index]]),
    );
  });
});
