import * as Spec from '@cyclonedx/cyclonedx-library/Spec';
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation';
import { describe, expect, it } from 'vitest';
import { parseCoreMetadata } from '../../src/metadata/parse-core-metadata.ts';
import { createSbom, type SbomRequest } from '../../src/sbom/create-sbom.ts';
import { readEmbeddedSboms } from '../../src/sbom/read-embedded.ts';
import { writeDistribution } from '../distribution-files.ts';
import { wheelParts, writeZip } from '../zip-writer.ts';

const fields = [
  'Metadata-Version: 2.4',
  'Name: Demo_Pkg',
  'Version: 1!1.2.0+local.1',
  'Summary: A demo — with <angles> & "quotes"',
  'Author-email: Zoë <zoe@example.com>',
  'License-Expression: MIT OR Apache-2.0',
  'Home-page: https://demo.example/',
  'Project-URL: Source, https://github.com/octo/demo',
  'Project-URL: Bug Tracker, https://github.com/octo/demo/issues',
  'Project-URL: Chat room, https://chat.example/a b',
  'Project-URL: broken, not an address',
];
const requirements = [
  'Requires-Dist: requests[socks] (>=2.0) ; python_version < "3.13"',
  'Requires-Dist: Pinned.Name==1.4.0',
  'Requires-Dist: pytest; extra == "test"',
  'Requires-Dist: tool @ https://example.com/tool.zip ; extra == "test"',
  'Requires-Dist: both>=1; extra == "all"',
  'Requires-Dist: both',
];

function request(lines: readonly string[] = [...fields, ...requirements], more: Partial<SbomRequest> = {}) {
  const metadata = parseCoreMetadata(Buffer.from(`${lines.join('\n')}\n\n`));
  const distribution = {
    ...{ fileName: 'demo_pkg-1!1.2.0+local.1-py3-none-any.whl', project: 'Demo_Pkg' },
    ...{ version: '1!1.2.0+local.1', metadata },
  };
  return { distribution, sha256: 'ab'.repeat(32), embedded: [], sourceDateEpoch: 1_769_904_000, ...more };
}

interface Shown {
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp?: string;
    readonly component: Readonly<Record<string, unknown>> & { readonly 'bom-ref': string };
  };
  readonly components?: readonly (Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly 'bom-ref': string;
  })[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** The document, which has to be one of CycloneDX 1.6. */
async function create(asked: SbomRequest): Promise<Shown> {
  const text = createSbom(asked);
  expect(await new JsonStrictValidator(Spec.Spec1dot6.version).validate(text)).toBeNull();
  return JSON.parse(text) as Shown;
}

describe('createSbom', () => {
  it('a distribution is described by its metadata, in a form that the schema of CycloneDX 1.6 accepts', async () => {
    const { metadata, serialNumber } = await create(request());
    const purl =
      'pkg:pypi/demo-pkg@1%211.2.0%2Blocal.1?file_name=demo_pkg-1!1.2.0%2Blocal.1-py3-none-any.whl';
    expect(metadata.component).toMatchObject({
      ...{ type: 'library', name: 'Demo_Pkg', version: '1!1.2.0+local.1', purl, 'bom-ref': purl },
      ...{ description: 'A demo — with <angles> & "quotes"', author: 'Zoë <zoe@example.com>' },
      licenses: [{ expression: 'MIT OR Apache-2.0' }],
      hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
      externalReferences: [
        { type: 'issue-tracker', url: 'https://github.com/octo/demo/issues' },
        { type: 'other', url: 'https://chat.example/a%20b' },
        { type: 'vcs', url: 'https://github.com/octo/demo' },
        { type: 'website', url: 'https://demo.example/' },
      ],
    });
    expect(metadata.timestamp).toBe('2026-02-01T00:00:00.000Z');
    expect(serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('a requirement is a component without a version unless it names exactly one', async () => {
    const { components = [], dependencies, metadata } = await create(request());
    const shown = components.map(({ name, version, scope, purl }) => ({ name, version, scope, purl }));
    expect(shown).toEqual([
      { name: 'both', version: undefined, scope: 'required', purl: 'pkg:pypi/both' },
      { name: 'pinned-name', version: '1.4.0', scope: 'required', purl: 'pkg:pypi/pinned-name@1.4.0' },
      { name: 'pytest', version: undefined, scope: 'optional', purl: 'pkg:pypi/pytest' },
      { name: 'requests', version: undefined, scope: 'required', purl: 'pkg:pypi/requests' },
      { name: 'tool', version: undefined, scope: 'optional', purl: 'pkg:pypi/tool' },
    ]);
    expect(components.find(({ name }) => name === 'requests')).toMatchObject({
      properties: [
        { name: 'slipway:python:requirement', value: 'requests[socks] (>=2.0) ; python_version < "3.13"' },
      ],
    });
    const root = dependencies.find(({ ref }) => ref === metadata.component['bom-ref']);
    expect(root?.dependsOn).toHaveLength(5);
  });

  it('the same distribution gives the same bytes, and a different one gives a different serial number', async () => {
    const shuffled = [...fields, ...requirements.toReversed()];
    expect(createSbom(request())).toBe(createSbom(request(shuffled)));
    const other = await create(request(undefined, { sha256: 'cd'.repeat(32) }));
    expect(other.serialNumber).not.toBe((await create(request())).serialNumber);
  });

  it('a distribution with nothing but its name is described without a time', async () => {
    const { metadata, components = [] } = await create(
      request(['Metadata-Version: 2.1', 'Name: demo', 'Version: 1.0'], { sourceDateEpoch: undefined }),
    );
    expect(metadata.timestamp).toBeUndefined();
    expect(components).toEqual([]);
  });

  it.each([
    ['one line', 'License: BSD', [{ license: { name: 'BSD', acknowledgement: undefined } }]],
    ['the text of a license', `License: ${'x '.repeat(200)}`, undefined],
  ])('the older license field is a name if it is %s', async (_what, line, licenses) => {
    const { metadata } = await create(request(['Metadata-Version: 2.1', 'Name: d', 'Version: 1', line]));
    if (licenses === undefined) expect(metadata.component['licenses']).toBeUndefined();
    else expect(metadata.component['licenses']).toMatchObject([{ license: { name: 'BSD' } }]);
  });
});

const auditwheel = {
  bomFormat: 'CycloneDX',
  specVersion: '1.4',
  metadata: { component: { type: 'library', name: 'demo', 'bom-ref': 'root' } },
  components: [
    {
      ...{ type: 'library', name: 'libgfortran', version: '8.5.0-22.el8_10', 'bom-ref': 'lib1' },
      ...{
        purl: 'pkg:rpm/almalinux/libgfortran@8.5.0-22.el8_10',
        hashes: [{ alg: 'SHA-256', content: 'EF'.repeat(32) }],
      },
      licenses: [{ license: { name: 'GPLv3+' } }],
      components: [{ type: 'library', name: 'nested', 'bom-ref': 'lib3' }],
    },
    { type: 'application', name: 'tool', 'bom-ref': 'lib2', purl: 'not a purl', hashes: [{ alg: 'MD5' }] },
    { type: 'library' },
    'not a component',
  ],
  dependencies: [
    { ref: 'root', dependsOn: ['lib1'] },
    { ref: 'lib1', dependsOn: ['lib2', 'gone', 'lib1'] },
  ],
};

describe('bills of materials inside of a wheel', () => {
  it('their components are carried over, and the documents are named by their digest', async () => {
    const path = writeDistribution(
      'demo-1.2.0-py3-none-any.whl',
      writeZip(
        wheelParts({
          'demo-1.2.0.dist-info/sboms/auditwheel.cdx.json': JSON.stringify(auditwheel),
          'demo-1.2.0.dist-info/sboms/other.spdx.json': '{"spdxVersion":"SPDX-2.3"}',
        }),
      ),
    );
    const embedded = await readEmbeddedSboms(path);
    expect(embedded.map(({ name }) => name.split('/').at(-1))).toEqual([
      'auditwheel.cdx.json',
      'other.spdx.json',
    ]);
    const { components = [], metadata, dependencies } = await create(request(fields, { embedded }));
    expect(components.map(({ name, type }) => [name, type])).toEqual([
      ['libgfortran', 'library'],
      ['tool', 'application'],
      ['nested', 'library'],
    ]);
    const [library, tool] = components;
    expect(library).toMatchObject({
      ...{ version: '8.5.0-22.el8_10', purl: 'pkg:rpm/almalinux/libgfortran@8.5.0-22.el8_10' },
      ...{
        hashes: [{ alg: 'SHA-256', content: 'ef'.repeat(32) }],
        licenses: [{ license: { name: 'GPLv3+' } }],
      },
    });
    expect(tool?.['purl']).toBeUndefined();
    expect(dependencies.find(({ ref }) => ref === library?.['bom-ref'])?.dependsOn).toEqual([
      tool?.['bom-ref'],
    ]);
    expect(metadata.component['externalReferences']).toContainEqual(
      expect.objectContaining({ type: 'bom', url: 'demo-1.2.0.dist-info/sboms/other.spdx.json' }),
    );
  });

  it.each([
    ['not JSON', '<bom/>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['of the wrong shape', '{"bomFormat":"CycloneDX","components":{},"dependencies":[1,{"ref":2}]}'],
  ])('an embedded document that is %s is only named', async (_what, text) => {
    const embedded = [{ name: 'd.dist-info/sboms/x', sha256: 'aa'.repeat(32), bytes: Buffer.from(text) }];
    const { components = [], metadata } = await create(request(fields, { embedded }));
    expect(components).toEqual([]);
    expect(metadata.component['externalReferences']).toContainEqual(
      expect.objectContaining({ type: 'bom', hashes: [{ alg: 'SHA-256', content: 'aa'.repeat(32) }] }),
    );
  });

  it('an sdist has none', async () => {
    expect(await readEmbeddedSboms('/nowhere/demo-1.2.0.tar.gz')).toEqual([]);
  });
});
