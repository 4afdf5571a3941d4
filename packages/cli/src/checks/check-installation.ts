import { join } from 'node:path';
import type { ProgramResult } from '../machine/programs.ts';
import { type CheckList, judgePipFailure } from './check-list.ts';
import { compareVersion, judgeModuleVersion } from './judge-module-version.ts';
import type { Outsider } from './outsider.ts';

export interface InstallationExpectation {
  /** Name of the distribution. */
  readonly name: string;
  readonly version: string;
  /** Before the release; empty if it is not known. */
  readonly versionBefore: string;
  /** The downloaded wheel. */
  readonly wheel: string;
}

// Reads the version from the metadata, and asks the module of the distribution's name, or its only one, what it thinks.
const readVersion = `
import importlib, importlib.metadata as metadata, json, sys
distribution = metadata.distribution(sys.argv[1])
tops = {str(path).split('/')[0] for path in distribution.files or ()}
names = sorted({top[:-3] if top.endswith('.py') else top for top in tops if '.dist-info' not in top and '.data' not in top})
names = [name for name in names if name.isidentifier()]
own = [name for name in names if name.lower() == sys.argv[1].lower().replace('-', '_').replace('.', '_')]
modules = {}
for name in own or (names if len(names) == 1 else []):
    try:
        modules[name] = getattr(importlib.import_module(name), '__version__', None)
    except BaseException as error:
        modules[name] = {'error': f'{type(error).__name__}: {error}'}
print(json.dumps({'version': distribution.version, 'modules': modules}))
`;

interface InstalledVersion {
  readonly version: string;
  readonly modules: Readonly<Record<string, string | null | { readonly error: string }>>;
}

/**
 * Installs into an environment without pip, which is made in a tenth of the time, by the pip outside; one before 22.3 cannot, and
 * the environment gets a pip of its own.
 */
async function installInto(
  outsider: Outsider,
  environment: string,
  python: string,
  words: readonly string[],
): Promise<ProgramResult> {
  const outside = await outsider.run('python3', ['-m', 'pip', '--python', python, ...words]);
  if (outside.exitCode === 0 || !/no such option: --python/.test(outside.stderr)) return outside;
  await outsider.run('python3', ['-m', 'venv', environment]);
  return outsider.run(python, ['-m', 'pip', ...words]);
}

/** Installs the downloaded wheel into a new environment and asks it for its version. */
export async function checkInstallation(
  list: CheckList,
  outsider: Outsider,
  expected: InstallationExpectation,
): Promise<void> {
  const environment = join(outsider.directory, 'venv');
  const python = join(environment, 'bin', 'python');
  const install = ['install', '--quiet', '--no-compile', '--progress-bar=off'];
  let withDependencies = true;
  const installed = await list.add(
    'pip installs the wheel into a new environment',
    async () => {
      const made = await outsider.run('python3', ['-m', 'venv', '--without-pip', environment]);
      if (made.exitCode !== 0) return { ok: false, detail: made.stderr.trim() };
      const full = await installInto(outsider, environment, python, [...install, expected.wheel]);
      if (full.exitCode === 0) return { ok: true, detail: 'with its dependencies' };
      const alone = await installInto(outsider, environment, python, [
        ...install,
        '--no-deps',
        expected.wheel,
      ]);
      withDependencies = false;
      const reason = full.stderr.trim().split('\n').at(-1) ?? '';
      return alone.exitCode === 0
        ? { ok: true, detail: `without its dependencies, which could not be installed: ${reason}` }
        : judgePipFailure(alone.stderr);
    },
    'installed',
  );
  if (!installed) return;
  let modules: InstalledVersion['modules'] = {};
  await list.add(`installed version reports ${expected.version}`, async () => {
    const asked = await outsider.run(python, ['-I', '-c', readVersion, expected.name]);
    if (asked.exitCode !== 0) return { ok: false, detail: asked.stderr.trim().split('\n').at(-1) ?? '' };
    const found = JSON.parse(asked.stdout.trim().split('\n').at(-1) ?? '{}') as InstalledVersion;
    ({ modules } = found);
    return compareVersion(found.version, expected.version);
  });
  for (const [name, version] of Object.entries(modules)) {
    if (typeof version === 'string')
      await list.add(`${name}.__version__ is ${expected.version}`, async () =>
        judgeModuleVersion(version, expected.version, expected.versionBefore),
      );
    else if (version !== null && withDependencies)
      await list.add(`${name} can be imported`, async () => ({ ok: false, detail: version.error }));
  }
}
