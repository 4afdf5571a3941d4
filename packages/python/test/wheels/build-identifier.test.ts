import { describe, expect, it } from 'vitest';
import { coversIdentifier, parseBuildIdentifier } from '../../src/distribution/build-identifier.ts';

const covers = (identifier: string, tags: string): boolean => {
  const parsed = parseBuildIdentifier(identifier);
  if (parsed === undefined) throw new Error(`${identifier} is not an identifier`);
  return coversIdentifier(`demo-1.0-${tags}.whl`, parsed);
};

describe('coversIdentifier', () => {
  it.each([
    ['cp313-manylinux_x86_64', 'cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64'],
    ['cp313-manylinux_x86_64', 'cp39-abi3-manylinux_2_28_x86_64'],
    ['cp315t-manylinux_x86_64', 'cp315-abi3.abi3t-manylinux_2_28_x86_64'],
    ['cp314t-musllinux_aarch64', 'cp314-cp314t-musllinux_1_2_aarch64'],
    ['cp39-manylinux_x86_64', 'py3-none-manylinux_2_17_x86_64'],
    ['cp310-macosx_x86_64', 'cp310-cp310-macosx_11_0_universal2'],
    ['cp310-win32', 'cp310-cp310-win32'],
    ['pp311-macosx_arm64', 'pp311-pypy311_pp73-macosx_11_0_arm64'],
    ['gp312_250-manylinux_x86_64', 'graalpy312-graalpy250_312_native-manylinux_2_28_x86_64'],
    ['cp314-ios_arm64_iphoneos', 'cp314-cp314-ios_13_0_arm64_iphoneos'],
    ['cp314-android_arm64_v8a', 'cp314-cp314-android_21_arm64_v8a'],
    ['cp314-pyodide_wasm32', 'cp314-cp314-pyemscripten_2026_0_wasm32'],
  ])('the build %s is served by a wheel of %s', (identifier, tags) => {
    expect(covers(identifier, tags)).toBe(true);
  });

  it.each([
    ['cp313t-manylinux_x86_64', 'cp39-abi3-manylinux_2_28_x86_64'],
    ['cp313-manylinux_x86_64', 'cp313-cp313t-manylinux_2_28_x86_64'],
    ['cp39-manylinux_x86_64', 'cp310-abi3-manylinux_2_28_x86_64'],
    ['cp313-musllinux_x86_64', 'cp313-cp313-manylinux_2_28_x86_64'],
    ['cp313-manylinux_x86_64', 'cp313-cp313-manylinux_2_28_aarch64'],
    ['cp313-macosx_universal2', 'cp313-cp313-macosx_11_0_x86_64'],
    ['cp313-win_amd64', 'cp313-cp313-win32'],
    ['pp311-manylinux_x86_64', 'cp39-abi3-manylinux_2_28_x86_64'],
    ['cp313-manylinux_x86_64', 'cp312-cp312-manylinux_2_28_x86_64'],
  ])('the build %s is not served by a wheel of %s', (identifier, tags) => {
    expect(covers(identifier, tags)).toBe(false);
  });

  it.each(['cp313', 'cp313-', 'cp2-win32', 'cp313-plan9_x86_64', '*-manylinux_x86_64', 'CP313-win32'])(
    '"%s" is not a build identifier',
    (text) => {
      expect(parseBuildIdentifier(text)).toBeUndefined();
    },
  );
});
