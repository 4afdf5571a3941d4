import { describe, expect, it } from 'vitest';
import { refuseIdleInputs } from '../src/check-inputs.ts';
import type { Inputs } from '../src/inputs.ts';

const defaults = {
  native: 'refuse',
  formats: 'both',
  platform: 'auto',
  archs: [],
  legs: [],
  reproducible: 'off',
  'sdist-artifact': undefined,
  'sdist-digests': undefined,
} as unknown as Inputs;

const check = (given: Partial<Inputs>) => (): void => refuseIdleInputs({ ...defaults, ...given });

describe('inputs without an effect', () => {
  it.each<[string, Partial<Inputs>, RegExp]>([
    [
      'a platform without a native build',
      { platform: 'linux' },
      /"platform" select wheels.*"native" is "refuse"/,
    ],
    ['architectures without a native build', { archs: ['x86_64'], native: 'auto' }, /"archs" select/],
    [
      'legs of a job that builds only the sdist',
      { legs: ['cp313-*'], native: 'build', formats: 'sdist' },
      /"formats" is "sdist"/,
    ],
    [
      'digests of an sdist that no artifact has',
      { 'sdist-digests': [] },
      /"sdist-digests" is set without "sdist-artifact"/,
    ],
    [
      'a second build of a leg',
      { reproducible: 'check', formats: 'wheel', native: 'build' },
      /built only once/,
    ],
  ])('%s is rejected', (_, given, message) => {
    expect(check(given)).toThrow(message);
  });

  it('every fault is named at once', () => {
    expect(check({ platform: 'ios', legs: ['x'], 'sdist-digests': [] })).toThrow(
      /"platform", "legs" select.*"sdist-digests" is set/,
    );
  });

  it.each<[string, Partial<Inputs>]>([
    ['the defaults', {}],
    ['a leg', { native: 'build', formats: 'wheel', platform: 'linux', archs: ['x86_64'], legs: ['cp313-*'] }],
    ['a second build of wheels for every platform', { reproducible: 'check', formats: 'wheel' }],
    ['a canonical form of wheels for every platform', { reproducible: 'normalize', formats: 'wheel' }],
    ['a canonical sdist next to the wheels of a leg', { native: 'build', reproducible: 'normalize' }],
  ])('%s passes', (_, given) => {
    expect(check(given)).not.toThrow();
  });
});
