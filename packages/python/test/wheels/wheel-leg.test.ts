import { describe, expect, it } from 'vitest';
import { listForeignTags, parseWheelLeg } from '../../src/distribution/wheel-leg.ts';

function foreign(name: string, fileName: string): readonly string[] {
  const leg = parseWheelLeg(name);
  if (leg === undefined) throw new Error(`${name} is not a leg`);
  return listForeignTags(leg, fileName);
}

describe('listForeignTags', () => {
  it.each([
    ['linux-x86_64', 'demo-1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl'],
    ['linux-aarch64', 'demo-1.0-cp313-cp313-musllinux_1_2_aarch64.whl'],
    ['linux-x86_64-cp315', 'demo-1.0-cp315-cp315-manylinux_2_28_x86_64.whl'],
    ['macos-arm64', 'demo-1.0-cp313-cp313-macosx_11_0_universal2.whl'],
    ['macos-universal2', 'demo-1.0-cp313-cp313-macosx_10_13_universal2.whl'],
    ['windows-x86', 'demo-1.0-cp313-cp313-win32.whl'],
    ['windows-arm64', 'demo-1.0-cp313-cp313-win_arm64.whl'],
    ['ios-arm64_iphoneos', 'demo-1.0-cp314-cp314-ios_13_0_arm64_iphoneos.whl'],
    ['android-arm64_v8a', 'demo-1.0-cp314-cp314-android_21_arm64_v8a.whl'],
    ['pyodide-wasm32', 'demo-1.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl'],
    ['any', 'demo-1.0-py3-none-any.whl'],
    ['any', 'demo-1.0.tar.gz'],
  ])('the leg %s may build %s', (leg, fileName) => {
    expect(foreign(leg, fileName)).toEqual([]);
  });

  it.each([
    ['macos-arm64', 'demo-1.0-cp313-cp313-manylinux_2_28_x86_64.whl', ['manylinux_2_28_x86_64']],
    ['macos-universal2', 'demo-1.0-cp313-cp313-macosx_11_0_arm64.whl', ['macosx_11_0_arm64']],
    ['linux-x86_64', 'demo-1.0-cp313-cp313-manylinux_2_17_x86_64.win_amd64.whl', ['win_amd64']],
    ['linux-x86_64', 'demo-1.0-cp313-cp313-manylinux_2_28_aarch64.whl', ['manylinux_2_28_aarch64']],
    ['linux-x86_64', 'demo-1.0-py3-none-any.whl', ['any']],
    ['linux-x86_64', 'demo-1.0.tar.gz', ['any']],
    ['any', 'demo-1.0-cp313-cp313-win32.whl', ['win32']],
  ])('the leg %s may not build %s', (leg, fileName, tags) => {
    expect(foreign(leg, fileName)).toEqual(tags);
  });

  it.each(['linux', 'plan9-x86_64', 'linux-', 'linux-x86_64-', 'constructor-x', 'linux-x86.64', ''])(
    '"%s" is not the name of a leg',
    (name) => {
      expect(parseWheelLeg(name)).toBeUndefined();
    },
  );
});
