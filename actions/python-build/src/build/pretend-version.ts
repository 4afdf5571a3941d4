import { normalizeName } from '@slipway/python/names';

/**
 * Variables that tell a version tool the version of the tag that is built. A tool that counts commits would see the files
 * that a build writes into a tracked place as changes, and give a version of its own.
 * @param tool as `discoverProject` names it
 * @param project name; without one nothing can be told to this project alone
 */
export function pretendVersion(
  tool: string,
  project: string | undefined,
  version: string,
): Readonly<Record<string, string>> {
  if (tool.startsWith('pdm')) return { PDM_BUILD_SCM_VERSION: version };
  if (tool === 'poetry-dynamic-versioning') return { POETRY_DYNAMIC_VERSIONING_BYPASS: version };
  if (project === undefined || !/setuptools-scm|vcs/.test(tool)) return {};
  // https://setuptools-scm.readthedocs.io "Environment variables": for one distribution, so that no dependency gets it.
  const suffix = normalizeName(project).replaceAll('-', '_').toUpperCase();
  return {
    [`SETUPTOOLS_SCM_PRETEND_VERSION_FOR_${suffix}`]: version,
    [`VCS_VERSIONING_PRETEND_VERSION_FOR_${suffix}`]: version,
  };
}
