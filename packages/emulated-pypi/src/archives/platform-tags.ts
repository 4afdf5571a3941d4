// `_valid_platform_tag` of warehouse/forklift/legacy.py with its tables.
const allowed = new Set([
  ...['any', 'win32', 'win_arm64', 'win_amd64', 'win_ia64', 'linux_armv6l', 'linux_armv7l'],
  ...['manylinux1_x86_64', 'manylinux1_i686', 'manylinux2010_x86_64', 'manylinux2010_i686'],
  ...['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x'].map((a) => `manylinux2014_${a}`),
]);
const macArches = new Set([
  ...['ppc', 'ppc64', 'i386', 'x86_64', 'arm64', 'intel', 'fat', 'fat3', 'fat64', 'universal', 'universal2'],
]);
const macMajors = new Set(['11', '12', '13', '14', '15', '26']);
const linuxArches = new Set(['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'riscv64']);
const iosArches = new Set(['arm64', 'x86_64']);
const androidArches = new Set(['armeabi_v7a', 'arm64_v8a', 'x86', 'x86_64']);

/** Whether PyPI takes wheels for a platform tag. */
export function isPlatformAccepted(platform: string): boolean {
  if (allowed.has(platform)) return true;
  const mac = /^macosx_(?<major>\d+)_(?<minor>\d+)_(?<arch>.*)/.exec(platform)?.groups;
  if (mac !== undefined && macArches.has(mac['arch'] ?? '')) {
    if (mac['major'] === '10') return true;
    if (macMajors.has(mac['major'] ?? '') && mac['minor'] === '0') return true;
  }
  const linux = /^(?<libc>many|musl)linux_\d+_\d+_(?<arch>.*)/.exec(platform)?.groups;
  if (linux !== undefined)
    return linuxArches.has(linux['arch'] ?? '') || (linux['libc'] === 'many' && linux['arch'] === 'ppc64');
  const ios = /^ios_\d+_\d+_(?<arch>.*)_(iphoneos|iphonesimulator)/.exec(platform)?.groups;
  if (ios !== undefined && iosArches.has(ios['arch'] ?? '')) return true;
  const android = /^android_\d+_(?<arch>.*)/.exec(platform)?.groups;
  if (android !== undefined && androidArches.has(android['arch'] ?? '')) return true;
  return /^pyemscripten_\d+_\d+_wasm32/.test(platform);
}
