import { describe, expect, it } from 'vitest';
import { openPypiWorld, upload, words } from './world.ts';

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

const see = 'See https://packaging.python.org/specifications/core-metadata for more information.';

async function verdicts(cases: readonly (readonly [Fields, string])[]) {
  const of = await openPypiWorld();
  const token = of.pypi.addToken('alice');
  const seen: string[] = [];
  for (const [fields] of cases) seen.push(words(await upload(of, token, { fields, bare: true })));
  expect(seen).toEqual(cases.map(([, expected]) => `400 ${expected}`));
}

const accepted = 'Upload payload does not have a file.';

describe('upload metadata', () => {
  it('invalid metadata is rejected with the messages of packaging', () =>
    verdicts([
      [{ metadata_version: undefined }, `None is not a valid metadata version. ${see}`],
      [{ metadata_version: '2.6' }, `'2.6' is not a valid metadata version. ${see}`],
      [{ version: undefined }, `'version' is a required field. ${see}`],
      [{ version: '1.0-beta.x' }, `'1.0-beta.x' is invalid for 'version'. ${see}`],
      [{ summary: 'a\nb' }, `'summary' must be a single line. ${see}`],
      [{ summary: ['a', 'b'] }, `'summary' has invalid data. ${see}`],
      [{ requires_python: '>=3.*' }, `'>=3.*' is invalid for 'requires-python'. ${see}`],
      [{ requires_dist: ['a>=1', 'b>=x'] }, `'b>=x' is invalid for 'requires-dist'. ${see}`],
      [{ provides_extra: '-' }, `'-' is invalid for 'provides-extra'. ${see}`],
      [{ license_file: 'LICENSE' }, `license-file introduced in metadata version 2.4, not 2.1. ${see}`],
      [
        { description_content_type: 'text/html' },
        `'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not 'text/html'. ${see}`,
      ],
      [
        { description_content_type: 'text/plain; charset=latin-1' },
        `'description-content-type' can only specify the UTF-8 charset, not 'latin-1'. ${see}`,
      ],
      [
        { description_content_type: 'text/markdown; variant=X' },
        `valid Markdown variants for 'description-content-type' are ['GFM', 'CommonMark'], not 'X'. ${see}`,
      ],
      [
        { project_urls: ['A, https://a.example', 'A, https://b.example'] },
        `'project_urls' has invalid data. ${see}`,
      ],
    ]));

  it('metadata that violates PEP 639, 643 or 794 is rejected', () => {
    const from = (fields: Fields): Fields => ({ metadata_version: '2.5', ...fields });
    return verdicts([
      [
        from({ license_expression: 'MIT OR Nonsense' }),
        `'MIT OR Nonsense' is invalid for 'license-expression'. ${see}`,
      ],
      [from({ license_expression: '(MIT' }), `'(MIT' is invalid for 'license-expression'. ${see}`],
      [from({ license_expression: 'mit and (Apache-2.0 with LLVM-exception or LicenseRef-Own)' }), accepted],
      [
        from({ license_expression: 'MIT', license: 'MIT' }),
        `License is deprecated when License-Expression is present. Only License-Expression should be present. ${see}`,
      ],
      [
        from({ license_file: '../L' }),
        `'../L' is invalid for 'license-file', parent directory indicators are not allowed. ${see}`,
      ],
      [from({ license_file: 'L*' }), `'L*' is invalid for 'license-file', paths must be resolved. ${see}`],
      [from({ license_file: '/L' }), `'/L' is invalid for 'license-file', paths must be relative. ${see}`],
      [
        from({ license_file: 'a\\L' }),
        `'a\\\\L' is invalid for 'license-file', paths must use '/' delimiter. ${see}`,
      ],
      [from({ dynamic: 'Name' }), `'name' is not allowed as a dynamic field. ${see}`],
      [from({ dynamic: 'Nonsense' }), `'nonsense' is not a valid dynamic field. ${see}`],
      [
        from({ import_name: 'a.class' }),
        `'a.class' is invalid for 'import-name'; 'class' is a keyword. ${see}`,
      ],
      [from({ import_name: 'a.b; private' }), accepted],
    ]);
  });

  it('metadata that violates the rules of PyPI is rejected', () =>
    verdicts([
      [
        { version: '1.0+local' },
        "The use of local versions in '1.0+local' is not allowed. See https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers for more information.",
      ],
      [{ summary: 'x'.repeat(513) }, `'summary' field must be 512 characters or less. ${see}`],
      [
        { author_email: 'A <nobody>' },
        `'nobody' is not a valid email address: An email address must have an @-sign. ${see}`,
      ],
      [{ author_email: '"A, B" <a@b.example>' }, accepted],
      [{ classifiers: 'Made :: Up' }, `'Made :: Up' is not a valid classifier. ${see}`],
      [
        { classifiers: ['Programming Language :: Python :: 3', 'Private :: Do Not Upload'] },
        `'Private :: Do Not Upload' is not a valid classifier. ${see}`,
      ],
      [
        { classifiers: 'Natural Language :: Ukranian' },
        `The classifier 'Natural Language :: Ukranian' has been deprecated, use one of ['Natural Language :: Ukrainian'] instead. ${see}`,
      ],
      [{ home_page: 'ftp://a.example' }, `'ftp://a.example' is not a valid url. ${see}`],
      [
        { project_urls: `${'x'.repeat(33)}, https://a.example` },
        `'${'x'.repeat(33)}' must be 32 characters or less. ${see}`,
      ],
      [{ project_urls: 'Label' }, `Must have a URL. ${see}`],
      [{ project_urls: 'Label, javascript:x' }, `'javascript:x' is not a valid url. ${see}`],
      [
        { requires_dist: 'a @ https://a.example/a.whl' },
        `Can't have direct dependency: a@ https://a.example/a.whl. ${see}`,
      ],
      [{ requires_dist: ['a[b,c]>=1,<2; python_version < "3.9" and extra == \'d\'', 'e (>1)'] }, accepted],
    ]));

  it('errors in metadata version, name or version are reported before others', () =>
    verdicts([
      [
        { author_email: 'x', classifiers: 'x', version: '1.0+l' },
        "The use of local versions in '1.0+l' is not allowed. See https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers for more information.",
      ],
      [{ requires_python: 'x', version: 'x' }, `'x' is invalid for 'version'. ${see}`],
      [{ summary: 'a\nb', requires_dist: '!' }, `'!' is invalid for 'requires-dist'. ${see}`],
    ]));
});
