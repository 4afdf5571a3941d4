/** How a kind of fragment is shown. */
export interface FragmentType {
  readonly key: string;
  readonly name: string;
  /** Without it only the issues are shown. */
  readonly showsContent: boolean;
}

/** The settings of towncrier that decide what a release writes. Paths are relative to the project. */
export interface TowncrierConfig {
  /** In the order in which they are rendered. */
  readonly types: readonly FragmentType[];
  /** Sections by name, with their folders below `folder`. */
  readonly sections: readonly { readonly name: string; readonly path: string }[];
  /** Where fragments are; `suffix` is a folder below each section. */
  readonly folder: string;
  readonly suffix: string;
  readonly filename: string;
  readonly isMarkdown: boolean;
  readonly name: string;
  /** Undefined when the template writes the title itself. */
  readonly titleFormat: string | undefined;
  /** The template of towncrier writes the title. */
  readonly rendersTitle: boolean;
  readonly issueFormat: string | undefined;
  readonly underlines: readonly string[];
  readonly startString: string;
  readonly isSingleFile: boolean;
  readonly hasBullets: boolean;
  readonly wraps: boolean;
  readonly orphanPrefix: string;
  /** Patterns of names that are no fragments. */
  readonly ignored: readonly string[];
  /** A name that is no fragment is an error. */
  readonly isStrict: boolean;
  /** A template of the project's own, which is approximated. */
  readonly template: string | undefined;
}

type Table = Readonly<Record<string, unknown>>;

const defaultTypes: readonly FragmentType[] = [
  { key: 'feature', name: 'Features', showsContent: true },
  { key: 'bugfix', name: 'Bugfixes', showsContent: true },
  { key: 'doc', name: 'Improved Documentation', showsContent: true },
  { key: 'removal', name: 'Deprecations and Removals', showsContent: true },
  { key: 'misc', name: 'Misc', showsContent: false },
];

/**
 * Reads `[tool.towncrier]` as towncrier 25.8 does: `towncrier.toml` before `pyproject.toml`; undefined without either.
 * @param pyproject the parsed file
 */
export function readTowncrierConfig(
  pyproject: Table | undefined,
  towncrier: Table | undefined,
): TowncrierConfig | undefined {
  const config = tableAt(towncrier ?? pyproject, 'tool', 'towncrier');
  if (config === undefined) return undefined;
  const text = (key: string): string => (typeof config[key] === 'string' ? config[key] : '');
  const project = tableAt(pyproject, 'project')?.['name'];
  const projectName = typeof project === 'string' ? project : '';
  const named = text('package') === '' ? projectName : text('package');
  const name = text('name') !== '' ? text('name') : projectName !== '' ? named : titleCase(text('package'));
  const filename = text('filename') === '' ? 'NEWS.rst' : text('filename');
  const isMarkdown = /\.md$/i.test(filename);
  const format = config['title_format'];
  const template = text('template');
  const isOwn = template !== '' && !/^towncrier:(?:default(?:\.(?:md|rst))?)$/.test(template);
  const { folder, suffix } = readFolder(config, text, named);
  const comment = isMarkdown
    ? '<!-- towncrier release notes start -->\n'
    : '.. towncrier release notes start\n';
  const underlines = Array.isArray(config['underlines']) ? config['underlines'].map(String) : ['=', '-', '~'];
  return {
    ...{
      types: readTypes(config),
      sections: readSections(config),
      folder,
      suffix,
      filename,
      isMarkdown,
      name,
    },
    titleFormat: typeof format === 'string' && format !== '' ? format : undefined,
    rendersTitle: (format === undefined || format === '') && !isOwn,
    issueFormat: text('issue_format') === '' ? undefined : text('issue_format'),
    underlines,
    startString: text('start_string') === '' ? comment : text('start_string'),
    isSingleFile: config['single_file'] !== false,
    hasBullets: config['all_bullets'] !== false,
    wraps: config['wrap'] === true,
    orphanPrefix: typeof config['orphan_prefix'] === 'string' ? config['orphan_prefix'] : '+',
    ignored: readIgnored(config, template),
    isStrict: Array.isArray(config['ignore']),
    template: isOwn ? template : undefined,
  };
}

function readFolder(config: Table, text: (key: string) => string, named: string) {
  if (typeof config['directory'] === 'string') return { folder: config['directory'], suffix: '' };
  return {
    folder: `${text('package_dir') === '' ? '.' : text('package_dir')}/${named}`,
    suffix: 'newsfragments',
  };
}

function readIgnored(config: Table, template: string): string[] {
  const own = Array.isArray(config['ignore'])
    ? config['ignore'].map((name) => String(name).toLowerCase())
    : [];
  const file = template.includes(':') ? '' : (template.split('/').at(-1) ?? '').toLowerCase();
  const names = ['.gitignore', '.gitkeep', '.keep', 'readme', 'readme.md', 'readme.rst', ...own];
  return file === '' ? names : [...names, file];
}

function readTypes(config: Table): readonly FragmentType[] {
  const table = config['fragment'];
  if (isTable(table)) {
    return Object.keys(table)
      .sort()
      .map((key) => {
        const options = isTable(table[key]) ? table[key] : {};
        return { key, ...readType(options, key.charAt(0).toUpperCase() + key.slice(1).toLowerCase()) };
      });
  }
  if (!Array.isArray(config['type'])) return defaultTypes;
  return config['type'].filter(isTable).map((entry) => {
    const { name, showsContent } = readType(entry, '');
    return {
      key: typeof entry['directory'] === 'string' ? entry['directory'] : name.toLowerCase(),
      name,
      showsContent,
    };
  });
}

function readType(options: Table, name: string): { name: string; showsContent: boolean } {
  return {
    name: typeof options['name'] === 'string' ? options['name'] : name,
    showsContent: options['showcontent'] !== false,
  };
}

function readSections(config: Table): { name: string; path: string }[] {
  if (!Array.isArray(config['section'])) return [{ name: '', path: '' }];
  return config['section'].filter(isTable).map((section) => ({
    name: typeof section['name'] === 'string' ? section['name'] : '',
    path: typeof section['path'] === 'string' ? section['path'] : '',
  }));
}

/** As Python's `str.title`. */
function titleCase(text: string): string {
  return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tableAt(table: Table | undefined, ...keys: readonly string[]): Table | undefined {
  let current: unknown = table;
  for (const key of keys) current = isTable(current) ? current[key] : undefined;
  return isTable(current) ? current : undefined;
}
