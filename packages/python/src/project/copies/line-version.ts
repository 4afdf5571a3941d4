import { locateSpan, maxPlaces, type Spelling, type VersionLocation } from '../places/version-location.ts';

/** Places that a regular expression finds, each with the version in its group `version`. */
export interface LineForm {
  readonly form: RegExp;
  readonly label: string;
  readonly spelling?: Spelling;
}

const semver: Spelling = { kind: 'semver', allowsPost: false };
const value = String.raw`["']?(?<version>v?\d[\w.!+-]*)["']?`;
const yaml = (key: string, indented = false): RegExp =>
  new RegExp(
    String.raw`^${indented ? '[ \\t]*' : ''}["']?${key}["']?[ \t]*:[ \t]*${value}[ \t]*(?:#.*)?\r?$`,
    'dgm',
  );
const ini = (key: string): RegExp =>
  new RegExp(String.raw`^[ \t]*${key}[ \t]*[=:][ \t]*${value}[ \t]*(?:[#;].*)?\r?$`, 'dgm');

/** How kinds of files write their version, by the base name of the file. */
const forms: readonly (readonly [name: RegExp, forms: readonly LineForm[]])[] = [
  [/^CITATION\.cff$/i, [{ form: yaml('version', true), label: 'version' }]],
  [
    /^Chart\.ya?ml$/,
    [
      { form: yaml('version'), label: 'version', spelling: semver },
      { form: yaml('appVersion'), label: 'appVersion' },
    ],
  ],
  [
    /^(?:snapcraft|galaxy|pubspec|antora|recipe)\.ya?ml$/,
    [{ form: yaml('version', true), label: 'version' }],
  ],
  [/^(?:openapi|swagger)[\w.-]*\.ya?ml$/, [{ form: yaml('version', true), label: 'version' }]],
  [
    /^meta\.ya?ml$/,
    [
      { form: new RegExp(String.raw`^\{%-?\s*set\s+version\s*=\s*${value}`, 'dgm'), label: 'version' },
      { form: yaml('version', true), label: 'version' },
    ],
  ],
  [/^(?:\.bumpversion\.cfg|setup\.cfg)$/, [{ form: ini('current_version'), label: 'current_version' }]],
  [
    /^sonar-project\.properties$/,
    [{ form: ini(String.raw`sonar\.projectVersion`), label: 'sonar.projectVersion' }],
  ],
  [/^[\w.-]+\.spec$/, [{ form: yaml('Version'), label: 'Version' }]],
  [
    /^CMakeLists\.txt$/,
    [
      {
        form: /^[ \t]*project\s*\([^)]*?\bVERSION\s+"?(?<version>\d[\w.]*)/dgim,
        label: 'project(VERSION …)',
      },
    ],
  ],
  [
    /\.(?:h|hpp|hh|hxx|pxi|c|cc|cpp|rc)$/,
    [
      {
        form: /^[ \t]*#[ \t]*define[ \t]+\w*VERSION\w*[ \t]+(?:\w+\()?"(?<version>v?\d[\w.!+-]*)"/dgm,
        label: '#define',
      },
    ],
  ],
  [
    /^(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?$/i,
    [
      {
        form: /\b(?:org\.opencontainers\.image\.|org\.label-schema\.)?(?<![\w.-])version["']?=["']?(?<version>v?\d[\w.!+-]*)/dgi,
        label: 'LABEL version',
      },
      {
        form: /\borg\.(?:opencontainers\.image|label-schema)\.version["']?=["']?(?<version>v?\d[\w.!+-]*)/dg,
        label: 'LABEL version',
      },
      {
        form: /^[ \t]*(?:ARG|ENV)[ \t]+\w*VERSION[ \t=]+["']?(?<version>v?\d[\w.!+-]*)/dgm,
        label: 'ARG VERSION',
      },
    ],
  ],
];

/** The forms of a file by its base name; undefined if its kind is not known. */
export function findLineForms(name: string): readonly LineForm[] | undefined {
  const found = forms.filter(([pattern]) => pattern.test(name)).flatMap(([, all]) => all);
  return found.length === 0 ? undefined : found;
}

/** Every place that some forms find, each once. */
export function locateLines(content: string, path: string, all: readonly LineForm[]): VersionLocation[] {
  const found = new Map<number, VersionLocation>();
  for (const { form, label, spelling } of all) {
    for (const match of content.matchAll(form)) {
      if (found.size === maxPlaces) return [...found.values()];
      const span = match.indices?.groups?.['version'];
      if (span !== undefined && !found.has(span[0]))
        found.set(span[0], locateSpan(content, path, label, span, spelling));
    }
  }
  return [...found.values()];
}

const escapeRegex = (text: string): string => text.replace(/[^\w]/g, '\\$&');

/** Texts for people: badges, and installation commands with the version of this project. */
export function listProseForms(name: string | undefined): LineForm[] {
  const badges: LineForm[] = [
    {
      form: /img\.shields\.io\/badge\/(?:[\w%.]|--)*?version(?:[\w%.]|--)*-(?<version>v?\d[\w.!+]*(?:--[\w.]+)*)-/dgi,
      label: 'badge',
    },
    {
      form: /img\.shields\.io\/badge\/(?:pypi|release|tag)-(?<version>v?\d[\w.!+]*(?:--[\w.]+)*)-/dgi,
      label: 'badge',
    },
  ];
  if (name === undefined) return badges;
  const own = name
    .split(/[-_.]+/)
    .map(escapeRegex)
    .join('[-_.]+');
  return [
    ...badges,
    {
      form: new RegExp(String.raw`(?<![\w.-])${own}(?:\[[\w,-]+\])?==(?<version>v?\d[\w.!+-]*\w)`, 'dgi'),
      label: 'pin',
    },
    {
      form: new RegExp(String.raw`(?<![\w.-])${own}(?:\.git)?@(?<version>v?\d[\w.!+-]*\w)`, 'dgi'),
      label: 'pin',
    },
    { form: new RegExp(String.raw`(?<![\w.-])${own}:(?<version>v?\d[\w.!+-]*\w)`, 'dgi'), label: 'image' },
    {
      form: new RegExp(
        String.raw`${own}/(?:archive/refs/tags|releases/download|blob|tree)/(?<version>v?\d[\w.!+-]*\w)(?=[/.])`,
        'dgi',
      ),
      label: 'link',
    },
  ];
}
