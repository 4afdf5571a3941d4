import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { findPython, listPythonNames, type PythonPorts } from '../build/find-python.ts';
import { buildErrors } from '../errors.ts';

// The archive was inspected before: nothing of it leads outside. The filter is not in every Python 3.9.
const unpack = [
  'import sys, tarfile',
  'options = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}',
  'tarfile.open(sys.argv[1]).extractall(sys.argv[2], **options)',
].join('\n');

/** Unpacks an inspected sdist into a folder of its own. @returns its top folder */
export async function unpackSdist(path: string, folder: string, ports: PythonPorts): Promise<string> {
  await mkdir(folder, { recursive: true });
  const python = await findPython(listPythonNames(undefined), 9, ports);
  const { environment, exec, signal } = ports;
  await exec.run(python.file, ['-I', '-c', unpack, path, folder], { env: environment, signal, cwd: folder });
  const [top, ...more] = await readdir(folder);
  if (top === undefined || more.length > 0)
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: 'The sdist does not have exactly one top folder.',
    });
  return join(folder, top);
}
