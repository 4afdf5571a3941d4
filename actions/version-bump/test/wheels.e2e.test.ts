import { expect, it } from 'vitest';
import { openWorld } from './world.ts';

const pyproject =
  '[project]\nname = "demo"\nversion = "1.1.0"\n\n[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n';
const workflow = (native: string, more = ''): string => `name: release
on:
  workflow_dispatch:
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: slipway-actions/slipway/actions/python-build@v0
        with:
          native: ${native}
${more}`;
const wheels = `  wheels:
    needs: build
    uses: slipway-actions/slipway/.github/workflows/wheels.yml@v0
`;

it('a release of compiled parts whose build would stop is rejected before there is a tag', async () => {
  const world = await openWorld({
    'pyproject.toml': pyproject,
    '.github/workflows/release.yml': workflow('refuse'),
  });
  const head = await world.git('rev-parse', 'main');
  const { exitCode, output } = await world.run({ bump: 'minor', dispatch: 'release.yml' });
  expect(exitCode).toBe(1);
  expect(output).toContain('E_BUMP_WHEELS');
  expect(output).toMatch(/pyproject\.toml: build-backend "maturin".*release\.yml does not allow/);
  expect(await world.git('rev-parse', 'main')).toBe(head);
  expect(await world.git('tag', '--list', 'v1.2.0')).toBe('');
});

it('a release of compiled parts whose wheels a job builds is tagged', async () => {
  const world = await openWorld({
    'pyproject.toml': pyproject,
    '.github/workflows/release.yml': workflow('auto', wheels),
  });
  const { exitCode, outputs } = await world.run({ bump: 'minor', dispatch: 'release.yml' });
  expect(exitCode).toBe(0);
  expect(outputs['tag']).toBe('v1.2.0');
});
