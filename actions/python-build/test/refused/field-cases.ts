import { wheelFile } from './files.ts';
import type { RefusedCase } from './refused-case.ts';

/** URLs, requirements, licenses, and fields of newer versions. */
export const fieldCases: readonly RefusedCase[] = [
  {
    title: 'a home page without a scheme',
    file: () => wheelFile({ metadata: ['Home-page: example.com'] }),
    rule: 'Home-page is "example.com", which PyPI does not accept as an http or https address.',
    answer: "'example.com' is not a valid url",
  },
  {
    title: 'a download address with a different scheme',
    file: () => wheelFile({ metadata: ['Download-URL: ftp://example.com/demo'] }),
    rule: 'Download-URL is "ftp://example.com/demo", which PyPI does not accept as an http or https address.',
    answer: "'ftp://example.com/demo' is not a valid url",
  },
  {
    title: 'a project URL without a label',
    file: () => wheelFile({ metadata: ['Project-URL: https://example.com'] }),
    rule: 'Project-URL "https://example.com" points to "", which PyPI does not accept as an http or https address.',
    answer: 'Must have a URL',
  },
  {
    title: 'a project URL with a label of 33 characters',
    file: () =>
      wheelFile({ metadata: ['Project-URL: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, https://example.com'] }),
    rule: 'Project-URL "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, https://example.com" needs a label of 1 to 32 characters.',
    answer: "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' must be 32 characters or less",
  },
  {
    title: 'a project URL with a different scheme',
    file: () => wheelFile({ metadata: ['Project-URL: Home, javascript:alert(1)'] }),
    rule: 'Project-URL "Home" points to "javascript:alert(1)", which PyPI does not accept as an http or https address.',
    answer: "'javascript:alert(1)' is not a valid url",
  },
  {
    title: 'a dependency at an address',
    file: () => wheelFile({ metadata: ['Requires-Dist: other @ https://example.com/other.whl'] }),
    rule: 'Requires-Dist "other @ https://example.com/other.whl": it points to an address, which PyPI rejects.',
    answer: "Can't have direct dependency: other@ https://example.com/other.whl",
  },
  {
    title: 'a dependency without a name',
    file: () => wheelFile({ metadata: ['Requires-Dist: >=1.0'] }),
    rule: 'Requires-Dist ">=1.0": it does not begin with a project name.',
    answer: "'>=1.0' is invalid for 'requires-dist'",
  },
  {
    title: 'a dependency with an unknown marker',
    file: () => wheelFile({ metadata: ['Requires-Dist: other; planet == "mars"'] }),
    rule: 'Requires-Dist "other; planet == "mars"": "planet == "mars"" does not begin with a marker variable or a quoted ',
    answer: "'other; planet == \"mars\"' is invalid for 'requires-dist'",
  },
  {
    title: 'a dependency with a bad specifier',
    file: () => wheelFile({ metadata: ['Requires-Dist: other>=banana'] }),
    rule: 'Requires-Dist "other>=banana": ">=banana" is not valid here.',
    answer: "'other>=banana' is invalid for 'requires-dist'",
  },
  {
    title: 'a bad Requires-Python',
    file: () => wheelFile({ metadata: ['Requires-Python: three'] }),
    rule: 'Requires-Python "three": "three" is not an operator followed by a PEP 440 version.',
    answer: "'three' is invalid for 'requires-python'",
  },
  {
    title: 'a bad extra',
    file: () => wheelFile({ metadata: ['Provides-Extra: bad extra!'] }),
    rule: 'Provides-Extra "bad extra!" is not the name of an extra.',
    answer: "'bad extra!' is invalid for 'provides-extra'",
  },
  {
    title: 'a bad Provides-Dist',
    file: () => wheelFile({ metadata: ['Provides-Dist: not a requirement!'] }),
    rule: 'Provides-Dist "not a requirement!": "a requirement!" is not valid here.',
    answer: "'not a requirement!' is invalid",
  },
  {
    title: 'a bad Obsoletes-Dist',
    file: () => wheelFile({ metadata: ['Obsoletes-Dist: ???'] }),
    rule: 'Obsoletes-Dist "???": it does not begin with a project name.',
    answer: "'???' is invalid",
  },
  {
    title: 'HTML as description',
    file: () => wheelFile({ metadata: ['Description-Content-Type: text/html'] }),
    rule: 'Description-Content-Type "text/html" is not supported; expected one of text/plain, text/x-rst, text/markdown.',
    answer: "'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], n",
  },
  {
    title: 'a description in Latin-1',
    file: () => wheelFile({ metadata: ['Description-Content-Type: text/plain; charset=latin-1'] }),
    rule: 'Description-Content-Type has the charset "latin-1"; it must be UTF-8.',
    answer: "'description-content-type' can only specify the UTF-8 charset, not 'latin-1'",
  },
  {
    title: 'an unknown variant of Markdown',
    file: () => wheelFile({ metadata: ['Description-Content-Type: text/markdown; variant=Pandoc'] }),
    rule: 'Description-Content-Type has the variant "Pandoc"; it must be GFM or CommonMark.',
    answer: "valid Markdown variants for 'description-content-type' are ['GFM', 'CommonMark'], not 'Pan",
  },
  {
    title: 'a content type that is not one',
    file: () => wheelFile({ metadata: ['Description-Content-Type: markdown'] }),
    rule: 'Description-Content-Type "markdown" is not supported; expected one of text/plain, text/x-rst, text/markdown.',
    answer: "'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], n",
  },
  {
    title: 'a license and a license expression',
    file: () => wheelFile({ metadata: ['License: MIT', 'License-Expression: MIT'] }),
    rule: 'License and License-Expression cannot be combined (PEP 639).',
    answer: 'License is deprecated when License-Expression is present. Only License-Expression should b',
  },
  {
    title: 'an unknown license',
    file: () => wheelFile({ metadata: ['License-Expression: Beerware-42'] }),
    rule: 'License-Expression "Beerware-42": "beerware-42" is not a known SPDX license.',
    answer: "'Beerware-42' is invalid for 'license-expression'",
  },
  {
    title: 'an unfinished license expression',
    file: () => wheelFile({ metadata: ['License-Expression: MIT AND'] }),
    rule: 'License-Expression "MIT AND": a license is missing at its end.',
    answer: "'MIT AND' is invalid for 'license-expression'",
  },
  {
    title: 'an absolute license path',
    file: () => wheelFile({ metadata: ['License-File: /LICENSE'] }),
    rule: 'License-File "/LICENSE" is not a path inside the project (PEP 639).',
    answer: "'/LICENSE' is invalid for 'license-file', paths must be relative",
  },
  {
    title: 'a license path out of the project',
    file: () => wheelFile({ metadata: ['License-File: ../LICENSE'] }),
    rule: 'License-File "../LICENSE" is not a path inside the project (PEP 639).',
    answer: "'../LICENSE' is invalid for 'license-file', parent directory indicators are not allowed",
  },
  {
    title: 'a license path with a star',
    file: () => wheelFile({ metadata: ['License-File: LICEN*'] }),
    rule: 'License-File "LICEN*" is not a path inside the project (PEP 639).',
    answer: "'LICEN*' is invalid for 'license-file', paths must be resolved",
  },
  {
    title: 'a license file that is not in the wheel',
    file: () => wheelFile({ metadata: ['License-File: LICENSE'] }),
    rule: 'The license file "demo-1.2.0.dist-info/licenses/LICENSE" is listed in the metadata but missing.',
    answer: 'License-File LICENSE does not exist in distribution file demo-1.2.0-py3-none-any.whl at de',
  },
  {
    title: 'a license expression in metadata 2.1',
    file: () => wheelFile({ metadata: ['Metadata-Version: 2.1', 'License-Expression: MIT'] }),
    rule: 'The field License-Expression requires metadata version 2.4, but the file has 2.1.',
    answer: 'license-expression introduced in metadata version 2.4, not 2.1',
  },
  {
    title: 'a dynamic name',
    file: () => wheelFile({ metadata: ['Dynamic: Name'] }),
    rule: 'Dynamic "Name": this field is always static.',
    answer: "'name' is not allowed as a dynamic field",
  },
  {
    title: 'an unknown dynamic field',
    file: () => wheelFile({ metadata: ['Dynamic: Colour'] }),
    rule: 'Dynamic "Colour" is not the name of a field.',
    answer: "'colour' is not a valid dynamic field",
  },
  {
    title: 'an import name that is no identifier',
    file: () => wheelFile({ metadata: ['Metadata-Version: 2.5', 'Import-Name: not-a-name'] }),
    rule: 'Import-Name "not-a-name": "not-a-name" is not a Python identifier.',
    answer: "'not-a-name' is invalid for 'import-name'; 'not-a-name' is not a valid identifier",
  },
  {
    title: 'an import name in metadata 2.4',
    file: () => wheelFile({ metadata: ['Import-Name: demo'] }),
    rule: 'The field Import-Name requires metadata version 2.5, but the file has 2.4.',
    answer: 'import-name introduced in metadata version 2.5, not 2.4',
  },
];
