import type { StandIn } from './stand-in.ts';

/** Whether `3.12.4` is what `3.12`, `3.x`, `>=3.9` or an empty wish asks for. */
export function satisfiesPython(version: string, wish: string): boolean {
  const trimmed = wish.trim();
  if (trimmed === '' || trimmed === '3' || trimmed === '3.x') return version.startsWith('3.');
  const parts = version.split('.').map(Number);
  return trimmed.split(/[\s,]+/).every((condition) => {
    const match = /^(>=|<=|>|<|==|=|\^|~)?(\d+(?:\.(?:\d+|x|\*))*)$/.exec(condition);
    if (match === null) return false;
    const wanted = (match[2] ?? '')
      .split('.')
      .filter((part) => /^\d+$/.test(part))
      .map(Number);
    const difference =
      wanted.map((part, index) => (parts[index] ?? 0) - part).find((value) => value !== 0) ?? 0;
    switch (match[1] ?? '=') {
      case '>=':
        return difference >= 0;
      case '<=':
        return difference <= 0;
      case '>':
        return difference > 0;
      case '<':
        return difference < 0;
      case '^':
        return difference >= 0 && parts[0] === wanted[0];
      case '~':
        return difference >= 0 && parts[0] === wanted[0] && parts[1] === wanted[1];
      default:
        return difference === 0;
    }
  });
}

/** Replaces actions/setup-python: installs nothing, but fails if the installed Python is not the requested one. */
export const setupPythonStandIn: StandIn = {
  inputs: [
    'python-version',
    'python-version-file',
    'cache',
    'architecture',
    'check-latest',
    'token',
    'cache-dependency-path',
    'update-environment',
    'allow-prereleases',
    'freethreaded',
    'pip-version',
    'pip-install',
  ],
  async main(run) {
    for (const name of [
      'python-version-file',
      'architecture',
      'freethreaded',
      'pip-version',
      'pip-install',
    ]) {
      const value = run.inputs[name] ?? '';
      if (value !== '' && value !== 'false') {
        throw new Error(`The stand-in for actions/setup-python does not support '${name}: ${value}'.`);
      }
    }
    const program = 'import platform,sys;print(platform.python_version());print(sys.executable)';
    const [version = '', path = ''] = (await run.exec('python3', ['-c', program])).split('\n');
    const wishes = (run.inputs['python-version'] ?? '').split('\n').filter((wish) => wish.trim() !== '');
    if (wishes.length > 0 && !wishes.some((wish) => satisfiesPython(version, wish))) {
      throw new Error(
        `Python ${wishes.join(', ')} was requested, but this machine has ${version} (${path}).`,
      );
    }
    run.setOutput('python-version', version);
    run.setOutput('python-path', path);
    run.setOutput('cache-hit', 'false');
  },
};
