import { describe, expect, it } from 'vitest';
import { listPlatformProblems } from '../src/distribution/platform-tags.ts';

describe('listPlatformProblems', () => {
  it.each([
    'any',
    'win_amd64',
    'manylinux2014_aarch64.manylinux_2_17_aarch64',
    'manylinux1_i686',
    'musllinux_1_2_x86_64',
    'macosx_10_9_universal2',
    'macosx_11_0_arm64',
    'macosx_26_0_arm64',
    'ios_13_0_arm64_iphoneos',
    'android_24_x86_64',
    'pyemscripten_2025_0_wasm32',
    'manylinux_2_39_riscv64',
  ])('the platform tag %s is accepted by PyPI', (tags) => {
    expect(listPlatformProblems(`demo-1.0-cp313-cp313-${tags}.whl`)).toEqual([]);
  });
  it.each([
    'linux_x86_64',
    'pyodide_2024_0_wasm32',
    'macosx_11_3_arm64',
    'macosx_16_0_arm64',
    'macosx_10_arm64',
    'manylinux1_aarch64',
    'musllinux_1_2_ppc64',
    'manylinux_2_17_x86_64_evil',
  ])('the platform tag %s is rejected by PyPI', (tag) => {
    const [problem = ''] = listPlatformProblems(`demo-1.0-cp313-cp313-manylinux1_x86_64.${tag}.whl`);
    expect(problem).toContain(`PyPI does not accept the platform tag "${tag}".`);
  });

  it('the way out follows the platform', () => {
    const adviceFor = (tag: string) => listPlatformProblems(`demo-1.0-cp313-cp313-${tag}.whl`).join();
    expect(adviceFor('linux_x86_64')).toContain('auditwheel');
    expect(adviceFor('macosx_16_0_arm64')).toContain('MACOSX_DEPLOYMENT_TARGET');
    expect(adviceFor('win_ia32')).not.toContain('Set');
  });
});
