import { readFileSync } from 'node:fs';
import { bumpVersion } from '@slipway/python/version/bump-version';
import { describe, expect, it } from 'vitest';
import { readProjectTags } from '../src/project-tags.ts';
import { describeStyle, formatTag } from '../src/tag-style.ts';

const repositories = JSON.parse(
  readFileSync(new URL('fixtures/real-tags.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;

const read = (repository: string, name = repository.split('/')[1], folder?: string) =>
  readProjectTags({
    tags: (repositories[repository] ?? []).map((tag) => ({ name: tag })),
    name,
    package: folder,
  });

type Row = [
  repository: string,
  style: string,
  last: string,
  bump: 'minor' | 'patch' | 'rc' | 'release',
  next: string,
];

// The expectations were made by hand, from how each project goes on.
const rows: readonly Row[] = [
  ['PyO3/maturin', 'v{version}', 'v1.14.1', 'minor', 'v1.15.0'],
  ['PyO3/maturin', 'v{version}', 'v1.14.1', 'rc', 'v1.14.2-rc.1'],
  ['aio-libs/aiohttp', 'v{version}', 'v4.0.0a1', 'release', 'v4.0.0'],
  ['lxml/lxml', 'lxml-{version}', 'lxml-7.0.0a3', 'rc', 'lxml-7.0.0rc1'],
  ['openai/openai-python', 'v{version}', 'v3.3.1', 'patch', 'v3.3.2'],
  ['pallets/flask', '{version}', '3.1.3', 'minor', '3.2.0'],
  ['psf/requests', 'v{version}', 'v2.34.2', 'minor', 'v2.35.0'],
  ['pypa/build', '{version}', '1.5.1', 'minor', '1.6.0'],
  ['pypa/cibuildwheel', 'v{version}', 'v4.2.0', 'patch', 'v4.2.1'],
  ['pypa/hatch', 'hatch-v{version}', 'hatch-v1.18.0', 'minor', 'hatch-v1.19.0'],
  ['pypa/pipx', '{version}', '1.16.7', 'patch', '1.16.8'],
  ['pytest-dev/pytest', '{version}', '9.1.1', 'minor', '9.2.0'],
  ['python/typing_extensions', '{version}', '4.16.0rc2', 'rc', '4.16.0rc3'],
  ['scikit-build/scikit-build-core', 'v{version}', 'v1.0.3', 'rc', 'v1.0.4rc1'],
  ['urllib3/urllib3', '{version}', '2.7.0', 'minor', '2.8.0'],
  ['uvicorn/uvicorn', '{version}', '0.51.0', 'rc', '0.51.1rc1'],
  ['wntrblm/nox', '{version}', '2026.08.17', 'patch', '2026.08.18'],
  ['zizmorcore/zizmor', 'v{version}', 'v1.30.0-rc1', 'rc', 'v1.30.0-rc2'],
];

describe('the tags of real projects', () => {
  it.each(rows)(
    '%s: tags are like %s, the last is %s, and a %s release is %s',
    (repository, style, last, bump, next) => {
      const found = read(repository);
      expect(describeStyle(found.style)).toBe(style);
      expect(found.releases[0]?.name).toBe(last);
      const [{ version } = { version: undefined }] = found.releases;
      expect(version && formatTag(found.style, bumpVersion(version, bump))).toBe(next);
    },
  );

  it.each([
    ['pypa/cibuildwheel', 'v4.2', 'floating'],
    ['pypa/cibuildwheel', 'v4.2.0', 'release'],
    ['pallets/flask', '2.3.x', 'line'],
    ['pytest-dev/pytest', '9.2.0.dev0', 'development'],
    ['aio-libs/aiohttp', '4v0.21.6', 'unread'],
    ['openai/openai-python', 'v0.27.6v2', 'unread'],
    ['lxml/lxml', 'lxml-4.2.3-win', 'unread'],
    ['zizmorcore/zizmor', 'subfeature/v0.0.5', 'foreign'],
    ['pypa/hatch', 'hatchling-v1.32.0', 'foreign'],
    ['pypa/hatch', 'hatch-v1rc6', 'release'],
    ['urllib3/urllib3', '1.10', 'release'],
  ])('in %s, %s is of the kind "%s"', (repository, tag, kind) => {
    expect(read(repository).kinds.get(tag)).toBe(kind);
  });

  it('a package of a monorepo has the tags with its own name only', () => {
    const hatchling = read('pypa/hatch', 'hatchling', 'backend');
    expect(hatchling.releases.map(({ name }) => name)).toEqual([
      'hatchling-v1.32.0',
      'hatchling-v1.31.0',
      'hatchling-v1.30.1',
    ]);
    expect(hatchling.kinds.get('0.23.0')).toBe('foreign');
  });
});
