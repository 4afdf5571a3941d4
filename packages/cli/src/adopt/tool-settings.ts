import { isRecord } from '@slipway/core/is-record';

/** Inputs of version-bump that say what the configuration of another tool says, and what is left to do about that. */
export interface ToolSettings {
  /** The tool, as people call it; undefined without one. */
  readonly tool: string | undefined;
  readonly inputs: ReadonlyMap<string, string | readonly string[]>;
  /** Files and tables that nothing reads afterwards. */
  readonly unused: readonly string[];
  /** Settings without a counterpart, with what happens instead. */
  readonly notes: readonly string[];
}

/** Parsed configuration of a project; undefined for a file that it does not have. */
export interface ToolFiles {
  readonly pyproject: unknown;
  readonly releasePleaseConfig: unknown;
}

const field = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** `v$version`, `v{new_version}`, `v${version}` in the form of `tag-format`. */
const toTagFormat = (format: string): string =>
  format.replace(/\$\{?(?:version|VERSION)\}?|\{(?:new_version|version)\}/, '{version}');

/** Files of `path:pattern` entries; pyproject.toml is a place that version-bump finds itself. */
const toExtraFiles = (entries: readonly string[]): string[] => [
  ...new Set(
    entries
      .map((entry) => entry.split(':')[0] ?? '')
      .filter((path) => path !== '' && path !== 'pyproject.toml'),
  ),
];

class Collector {
  readonly inputs = new Map<string, string | readonly string[]>();
  readonly notes: string[] = [];

  set(name: string, value: string | readonly string[] | undefined): void {
    if (value !== undefined && value.length > 0) this.inputs.set(name, value);
  }
}

function readSemanticRelease(config: unknown): ToolSettings {
  const found = new Collector();
  found.set(
    'tag-format',
    text(field(config, 'tag_format')) && toTagFormat(String(field(config, 'tag_format'))),
  );
  found.set(
    'extra-files',
    toExtraFiles([...texts(field(config, 'version_variables')), ...texts(field(config, 'version_variable'))]),
  );
  found.set(
    'changelog',
    text(field(config, 'changelog', 'default_templates', 'changelog_file')) ??
      text(field(config, 'changelog', 'changelog_file')) ??
      text(field(config, 'changelog_file')),
  );
  // The default of python-semantic-release is `major_on_zero = true`.
  found.set('pre-major', field(config, 'major_on_zero') === false ? 'minor' : 'major');
  const branch = text(field(config, 'branch'));
  const branches = isRecord(field(config, 'branches'))
    ? Object.values(field(config, 'branches') as object).flatMap(
        (each: unknown) => text(field(each, 'match')) ?? [],
      )
    : [];
  if (branch !== undefined) found.set('release-branches', branch);
  else if (branches.length > 0)
    found.notes.push(
      `Branches ${branches.join(', ')} of [tool.semantic_release]: set "release-branches" if more than the default branch releases.`,
    );
  if (text(field(config, 'commit_message')) !== undefined)
    found.notes.push('The commit message of [tool.semantic_release]: set "commit-message" to keep it.');
  if (text(field(config, 'build_command')) !== undefined)
    found.notes.push(
      `The build command "${String(field(config, 'build_command'))}": python-build builds instead.`,
    );
  return {
    tool: 'python-semantic-release',
    inputs: found.inputs,
    notes: found.notes,
    unused: ['[tool.semantic_release] in pyproject.toml'],
  };
}

function readReleasePlease(config: unknown): ToolSettings {
  const found = new Collector();
  const packages = field(config, 'packages');
  const paths = isRecord(packages) ? Object.keys(packages) : [];
  const [path = '.'] = paths;
  const own = (name: string): unknown => field(packages, path, name) ?? field(config, name);
  const v = own('include-v-in-tag') === false ? '' : 'v';
  const component = text(own('component')) ?? text(own('package-name'));
  const separator = text(own('tag-separator')) ?? '-';
  const hasComponent = own('include-component-in-tag') !== false && component !== undefined && path !== '.';
  found.set('tag-format', hasComponent ? `${component}${separator}${v}{version}` : `${v}{version}`);
  found.set('changelog', text(own('changelog-path')));
  const extra = own('extra-files');
  found.set(
    'extra-files',
    toExtraFiles(
      Array.isArray(extra)
        ? extra.flatMap((each: unknown) => text(each) ?? text(field(each, 'path')) ?? [])
        : [],
    ),
  );
  found.set('pre-major', own('bump-minor-pre-major') === true ? 'minor' : 'major');
  if (path !== '.') found.set('path', path);
  if (paths.length > 1)
    found.notes.push(`Packages ${paths.join(', ')}: choose one with the input "package" of each release.`);
  return {
    tool: 'release-please',
    inputs: found.inputs,
    notes: [
      ...found.notes,
      'release-please proposes each release in a pull request. Set "mode: pull-request" to keep that (docs/release-pull-requests.md).',
    ],
    unused: ['release-please-config.json', '.release-please-manifest.json'],
  };
}

function readCommitizen(config: unknown): ToolSettings {
  const found = new Collector();
  const format = text(field(config, 'tag_format'));
  found.set('tag-format', format && toTagFormat(format));
  found.set('extra-files', toExtraFiles(texts(field(config, 'version_files'))));
  found.set('changelog', text(field(config, 'changelog_file')));
  found.set('pre-major', field(config, 'major_version_zero') === true ? 'minor' : 'major');
  return {
    tool: 'commitizen',
    inputs: found.inputs,
    notes: found.notes,
    unused: ['the settings for bumps in [tool.commitizen]'],
  };
}

function readBumpVersion(config: unknown): ToolSettings {
  const found = new Collector();
  const format = text(field(config, 'tag_name'));
  found.set('tag-format', format && toTagFormat(format));
  const files = field(config, 'files');
  found.set(
    'extra-files',
    toExtraFiles(
      Array.isArray(files) ? files.flatMap((each: unknown) => text(field(each, 'filename')) ?? []) : [],
    ),
  );
  return {
    tool: 'bump-my-version',
    inputs: found.inputs,
    notes: found.notes,
    unused: ['[tool.bumpversion] in pyproject.toml'],
  };
}

/**
 * Reads the configuration of the tool that the old workflow bumps the version with.
 * @param script everything that the old workflow runs and uses
 */
export function readToolSettings(
  script: string,
  { pyproject, releasePleaseConfig }: ToolFiles,
): ToolSettings {
  const tool = (name: string): unknown => field(pyproject, 'tool', name) ?? {};
  if (/python-semantic-release|\bsemantic-release\b/.test(script))
    return readSemanticRelease(tool('semantic_release'));
  if (/release-please/.test(script)) return readReleasePlease(releasePleaseConfig ?? {});
  if (/\bcz\s+bump\b|commitizen-action/.test(script)) return readCommitizen(tool('commitizen'));
  if (/\bbump-my-version\b|\bbump2version\b/.test(script)) return readBumpVersion(tool('bumpversion'));
  return { tool: undefined, inputs: new Map(), unused: [], notes: [] };
}
