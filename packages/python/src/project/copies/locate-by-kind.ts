import { locateCfgVersion } from '../places/setup-cfg.ts';
import { locateSpan, type VersionLocation } from '../places/version-location.ts';
import { locateMesonVersion } from '../sources/meson.ts';
import { locateJsonVersion } from './json-version.ts';
import { findLineForms, listProseForms, locateLines } from './line-version.ts';
import { locatePythonVersions } from './python-version.ts';
import { locateCrateVersions, locateTomlVersions } from './toml-versions.ts';

const nodeManifests = /^(?:package|manifest|plugin|bower|composer)\.json$/;
const wholeFiles = /^(?:VERSION|version)(?:\.txt|\.in)?$|^[\w.-]*[-_.]version(?:\.txt)?$/i;

/**
 * Every place of a file where files of its kind contain a version, whatever version it is; undefined for a kind that is not known.
 * @param name of the project, for texts that name it
 */
export function locateByKind(
  content: string,
  path: string,
  name: string | undefined,
): VersionLocation[] | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (/\.pyi?$/.test(base))
    return base === 'conf.py' ? locateInSphinx(content, path) : locatePythonVersions(content, path);
  if (nodeManifests.test(base)) return locateJsonVersion(content, path, 'semver');
  if (base === 'codemeta.json')
    return locateJsonVersion(content, path, 'pep440', ['version', 'softwareVersion']);
  if (base.endsWith('.json')) return locateJsonVersion(content, path, 'pep440');
  if (base === 'Cargo.toml') return locateCrateVersions(content, path);
  if (base.endsWith('.toml')) return locateTomlVersions(content, path);
  if (base === 'meson.build') return listOne(locateMesonVersion(content, path));
  if (wholeFiles.test(base)) return locateWhole(content, path);
  const forms = findLineForms(base);
  if (forms !== undefined) {
    const found = locateLines(content, path, forms);
    return base === 'setup.cfg' ? [...listOne(locateCfgVersion(content, path)), ...found] : found;
  }
  return /\.(?:md|markdown|rst|adoc)$|^README(?:\.txt)?$/i.test(base)
    ? locateLines(content, path, listProseForms(name))
    : undefined;
}

const listOne = (location: VersionLocation | undefined): VersionLocation[] =>
  location === undefined ? [] : [location];

// `version` of Sphinx is the short one where it has two parts: "The short X.Y version".
function locateInSphinx(content: string, path: string): VersionLocation[] {
  return locatePythonVersions(content, path).map((location) =>
    location.label === 'version' && /^\d+(?:\.\d+)?$/.test(location.version)
      ? {
          ...location,
          spelling: { kind: 'slice', from: 0, count: location.version.split('.').length, suffix: false },
        }
      : location,
  );
}

function locateWhole(content: string, path: string): VersionLocation[] {
  const found = /^\uFEFF?\s*(?<version>v?\d[\w.!+-]*)\s*$/d.exec(content)?.indices?.groups?.['version'];
  return found === undefined ? [] : [locateSpan(content, path, 'the whole file', found)];
}
