import { neutralizeLine } from '@slipway/core/neutralize';

// What PyPI takes, as of 2026-08 (warehouse, forklift/legacy.py).
const plain = new Set(['any', 'win32', 'win_amd64', 'win_arm64', 'win_ia64', 'linux_armv6l', 'linux_armv7l']);
const oldManylinux: Readonly<Record<string, readonly string[]>> = {
  manylinux1: ['x86_64', 'i686'],
  manylinux2010: ['x86_64', 'i686'],
  manylinux2014: ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x'],
};
const linuxArchitectures = ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'riscv64'];
const macVersions = '11|12|13|14|15|26';
const macArchitectures = 'ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2';

const forms: readonly RegExp[] = [
  new RegExp(`^macosx_(10_\\d+|(?:${macVersions})_0)_(${macArchitectures})$`),
  new RegExp(`^manylinux_\\d+_\\d+_(${[...linuxArchitectures, 'ppc64'].join('|')})$`),
  new RegExp(`^musllinux_\\d+_\\d+_(${linuxArchitectures.join('|')})$`),
  /^ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)$/,
  /^android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^pyemscripten_\d+_\d+_wasm32$/,
];

/** Whether PyPI takes a wheel for a platform tag (one, without dots). */
function isPlatformTagAccepted(tag: string): boolean {
  if (plain.has(tag) || forms.some((form) => form.test(tag))) return true;
  const [, family = '', architecture = ''] = /^(manylinux\d+)_(.+)$/.exec(tag) ?? [];
  return oldManylinux[family]?.includes(architecture) ?? false;
}

/** Platform tags of a wheel's file name (PEP 425, compressed sets by dots) that PyPI does not accept. */
function listRefusedPlatformTags(wheelName: string): string[] {
  const platforms =
    wheelName
      .replace(/\.whl$/, '')
      .split('-')
      .at(-1) ?? '';
  return platforms.split('.').filter((tag) => !isPlatformTagAccepted(tag));
}

/** What PyPI would refuse in the platform tags of a wheel, with the way out; empty if nothing. */
export function listPlatformProblems(wheelName: string): string[] {
  const refused = listRefusedPlatformTags(wheelName);
  if (refused.length === 0) return [];
  const tags = refused.map((tag) => `"${neutralizeLine(tag, 60)}"`).join(', ');
  const advice = refused.some((tag) => tag.startsWith('linux_'))
    ? ' Repair the wheel with auditwheel, or build it with cibuildwheel, so that it has a manylinux or musllinux tag.'
    : refused.some((tag) => tag.startsWith('macosx_'))
      ? ' Set MACOSX_DEPLOYMENT_TARGET to a version of macOS that PyPI accepts, such as 11.0.'
      : '';
  return [`PyPI does not accept the platform ${refused.length === 1 ? 'tag' : 'tags'} ${tags}.${advice}`];
}
