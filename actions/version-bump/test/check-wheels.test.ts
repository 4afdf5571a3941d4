import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { findWheelGap, refuseUnbuiltWheels } from '../src/checks/check-wheels.ts';

const step = (inputs: Record<string, unknown> = {}) => ({
  uses: 'slipway-actions/slipway/actions/python-build@v0',
  with: inputs,
});
const workflow = (steps: readonly unknown[], more: Record<string, unknown> = {}) => ({
  jobs: { build: { steps }, ...more },
});

describe('a release workflow', () => {
  it.each([
    ['that leaves "native" out', [step()]],
    ['with "native: refuse"', [step({ native: 'refuse', formats: 'both' })]],
    ['with wheels alone', [step({ formats: 'wheel' })]],
  ])('%s stops at compiled parts', (_, steps) => {
    expect(findWheelGap(workflow(steps))).toBe('refused');
  });

  it('a workflow that builds no wheels of compiled parts releases the sdist', () => {
    expect(findWheelGap(workflow([step({ native: 'auto' })]))).toBe('sdist');
  });

  it.each([
    ['with a job for each platform', workflow([step({ native: 'auto' }), step({ native: 'build' })])],
    ['that takes the wheel of its machine', workflow([step({ native: 'collect' })])],
    ['that calls another workflow', workflow([step({ native: 'auto' })], { wheels: { uses: './x.yml' } })],
    ['that computes "native"', workflow([step({ native: '${{ inputs.native }}' })])],
    ['that builds the sdist alone', workflow([step({ formats: 'sdist' })])],
    ['without a build', workflow([{ run: 'true' }])],
    ['that is no mapping', 'jobs'],
  ])('%s is not judged', (_, definition) => {
    expect(findWheelGap(definition)).toBeUndefined();
  });
});

describe('the look before the tag', () => {
  const sign = { file: 'pyproject.toml', what: 'build-backend "maturin"' };
  const text = (native: string): string =>
    `jobs:\n  build:\n    steps:\n      - uses: o/r/actions/python-build@v0\n        with:\n          native: ${native}\n`;
  const check = async (content: string, found: typeof sign | 'none' = sign) => {
    const log = createMemoryLog();
    let asked = 0;
    const findSign = async () => {
      asked += 1;
      return found === 'none' ? undefined : found;
    };
    const failure: unknown = await refuseUnbuiltWheels({
      file: 'release.yml',
      text: content,
      findSign,
      log,
    }).catch((error: unknown) => error);
    return { failure, lines: log.lines, asked };
  };

  it('compiled parts whose build would stop are rejected, with the sign and the file', async () => {
    const { failure } = await check(text('refuse'));
    expect(failure).toMatchObject({ code: 'E_BUMP_WHEELS', blame: 'input' });
    expect((failure as Error).message).toMatch(/build-backend "maturin".*release\.yml.*Nothing was written/);
  });

  it('compiled parts without a job for their wheels are warned of', async () => {
    const { failure, lines } = await check(text('auto'));
    expect(failure).toBeUndefined();
    expect(lines.join()).toMatch(/warning: .*only the sdist is released/);
  });

  it('a project without compiled parts passes', async () => {
    for (const native of ['refuse', 'auto'])
      expect(await check(text(native), 'none')).toEqual({ failure: undefined, lines: [], asked: 1 });
  });

  it('the sources are not read for a workflow that builds wheels, or that does not build', async () => {
    for (const content of [
      text('build'),
      'jobs: {}\n',
      'jobs:\n  a:\n    uses: o/r/prepare.yml@v0\n',
      `${text('auto')}  wheels:\n    uses: o/r/.github/workflows/wheels.yml@v0\n`,
    ])
      expect(await check(content)).toEqual({ failure: undefined, lines: [], asked: 0 });
  });

  it('a workflow that is not YAML is rejected before the sources are read', async () => {
    const { failure, asked } = await check(`${text('refuse')}  x: [\n`);
    expect(failure).toMatchObject({ code: 'E_GITHUB_DISPATCH' });
    expect(asked).toBe(0);
  });
});
