import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../../errors.ts';
import { tryParseVersion } from '../../version/parse-version.ts';
import { locateInFile, parseExtraFile } from '../extra-files.ts';
import { followName } from './follow-python.ts';
import { fromPlace, type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';

const input = 'version-file';
const pythonNames = ['__version__', 'VERSION', 'version', '__version_info__', 'version_info'];

/**
 * The version in a file that the user names: `path`, or `path: pattern`.
 * @throws InputError E_EXTRA_FILE for a pattern that does not match once, E_VERSION_SOURCE for a file that is missing or has no version
 */
export async function findInVersionFile(
  files: ProjectFiles,
  line: string,
  name: string | undefined,
): Promise<VersionOrigin> {
  const file = parseExtraFile(line, input);
  const content = await files.read(file.path);
  if (content === undefined) throw refuseSource(`${input}: there is no file ${file.path}.`);
  const isPython =
    file.path.endsWith('.py') && file.pattern === undefined && !content.includes('slipway-version');
  if (isPython) {
    const found = await followName(files, { paths: [file.path], names: pythonNames, roots: ['', 'src/'] });
    if (found !== undefined) return found;
  }
  const places = locateInFile(content, file, name, input);
  const [first, ...others] = places.filter(
    ({ version, spelling }) => spelling?.kind === 'tuple' || tryParseVersion(version) !== undefined,
  );
  const origin = fromPlace(first);
  if (first === undefined || origin === undefined || origin.kind !== 'file')
    throw refuseSource(`${input}: ${file.path} contains no version.`);
  if (others.some(({ version }) => version !== first.version)) {
    throw new InputError(pythonErrors.E_EXTRA_FILE, {
      message: `${input}: ${file.path} contains several versions, "${first.version}" in line ${first.line} and others. Add a pattern that matches once.`,
    });
  }
  return { ...origin, locations: [first, ...others] };
}
