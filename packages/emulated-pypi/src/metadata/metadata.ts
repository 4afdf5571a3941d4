import { canonicalLicenseExpression } from './license-expression.ts';
import { type MetadataField, metadataFields, metadataVersions } from './metadata-fields.ts';
import { projectNamePattern } from './python-names.ts';
import { pythonListRepr, pythonRepr } from './python-text.ts';
import { type PythonVersion, parseVersion } from './python-version.ts';
import { parseRequirement } from './requirement.ts';
import { isSpecifierSet } from './specifier.ts';

/** One objection to the metadata; `field` is the name the messages are sorted by. */
export interface MetadataError {
  readonly field: string;
  readonly message: string;
}

/** The metadata of an upload by form name: every value as it was sent. */
export interface CoreMetadata {
  readonly name: string;
  readonly version: PythonVersion;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Label to address, in the order sent. */
  readonly urls: ReadonlyMap<string, string>;
}

/** All objections of one pass; the caller picks the one that is shown. */
export class InvalidMetadata extends Error {
  readonly errors: readonly MetadataError[];
  constructor(errors: readonly MetadataError[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.errors = errors;
  }
}

const pythonKeywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

function checkContentType(value: string): string | undefined {
  const [type = '', ...parameters] = value.split(';').map((part) => part.trim());
  const types = ['text/plain', 'text/x-rst', 'text/markdown'];
  if (!types.includes(type.toLowerCase()))
    return `{field} must be one of ${pythonListRepr(types)}, not ${pythonRepr(value)}`;
  const parameter = (name: string): string | undefined =>
    parameters
      .map((part) => /^(?<name>[^=]+?)\s*=\s*"?(?<value>[^"]*)"?$/.exec(part)?.groups)
      .find((groups) => groups?.['name']?.toLowerCase() === name)?.['value'];
  const charset = parameter('charset') ?? 'UTF-8';
  if (charset !== 'UTF-8') return `{field} can only specify the UTF-8 charset, not ${pythonRepr(charset)}`;
  const variants = ['GFM', 'CommonMark'];
  const variant = parameter('variant') ?? 'GFM';
  if (type.toLowerCase() === 'text/markdown' && !variants.includes(variant))
    return `valid Markdown variants for {field} are ${pythonListRepr(variants)}, not ${pythonRepr(variant)}`;
  return undefined;
}

function checkLicenseFile(path: string): string | undefined {
  const shown = pythonRepr(path);
  if (path.includes('..'))
    return `${shown} is invalid for {field}, parent directory indicators are not allowed`;
  if (path.includes('*')) return `${shown} is invalid for {field}, paths must be resolved`;
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/.test(path))
    return `${shown} is invalid for {field}, paths must be relative`;
  const posix = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  return posix === path ? undefined : `${shown} is invalid for {field}, paths must use '/' delimiter`;
}

function checkImportName(value: string): string | undefined {
  const [before = '', ...rest] = value.split(';');
  const name = before.trimEnd();
  for (const identifier of name.split('.')) {
    if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(identifier))
      return `${pythonRepr(name)} is invalid for {field}; ${pythonRepr(identifier)} is not a valid identifier`;
    if (pythonKeywords.has(identifier))
      return `${pythonRepr(name)} is invalid for {field}; ${pythonRepr(identifier)} is a keyword`;
  }
  if (rest.length > 0 && rest.join(';').trimStart() !== 'private')
    return `${pythonRepr(value)} is invalid for {field}; the only valid option is 'private'`;
  return undefined;
}

const emailNames = new Set(metadataFields.map(({ email }) => email));

function checkDynamic(value: string): string | undefined {
  const name = value.toLowerCase();
  if (['name', 'version', 'metadata-version'].includes(name))
    return `${pythonRepr(name)} is not allowed as a dynamic field`;
  return emailNames.has(name) ? undefined : `${pythonRepr(name)} is not a valid dynamic field`;
}

function invalidUnless(isValid: boolean, value: string): string | undefined {
  return isValid ? undefined : `${pythonRepr(value)} is invalid for {field}`;
}

/** The `_process_…` methods of `packaging.metadata._Validator`, one value each. */
const checks: Readonly<Record<string, (value: string) => string | undefined>> = {
  name: (value) => invalidUnless(projectNamePattern.test(value), value),
  version: (value) => invalidUnless(parseVersion(value) !== undefined, value),
  summary: (value) => (value.includes('\n') ? '{field} must be a single line' : undefined),
  description_content_type: checkContentType,
  dynamic: checkDynamic,
  provides_extra: (value) => invalidUnless(projectNamePattern.test(value), value),
  requires_python: (value) => invalidUnless(isSpecifierSet(value), value),
  requires_dist: (value) => invalidUnless(parseRequirement(value) !== undefined, value),
  license_expression: (value) => invalidUnless(canonicalLicenseExpression(value) !== undefined, value),
  license_file: checkLicenseFile,
  import_name: checkImportName,
  import_namespace: checkImportName,
};

function parseUrls(values: readonly string[]): ReadonlyMap<string, string> | undefined {
  const urls = new Map<string, string>();
  for (const value of values) {
    const comma = value.indexOf(',');
    const label = (comma < 0 ? value : value.slice(0, comma)).trim();
    if (urls.has(label)) return undefined;
    urls.set(label, comma < 0 ? '' : value.slice(comma + 1).trim());
  }
  return urls;
}

function checkField(
  { form, email, added }: MetadataField,
  values: readonly string[],
  version: string | undefined,
): MetadataError | undefined {
  const versions: readonly string[] = metadataVersions;
  if (version !== undefined && versions.indexOf(added) > versions.indexOf(version))
    return { field: email, message: `${email} introduced in metadata version ${added}, not ${version}` };
  for (const value of values) {
    const message = checks[form]?.(value);
    if (message !== undefined)
      return { field: email, message: message.replaceAll('{field}', pythonRepr(email)) };
  }
  return undefined;
}

/**
 * `parse_form_metadata` of warehouse/forklift/metadata.py and `Metadata.from_raw` of `packaging` 26.2: unparsable
 * fields are one error group, invalid values the next. @throws InvalidMetadata
 */
export function parseFormMetadata(form: ReadonlyMap<string, readonly string[]>): CoreMetadata {
  const values = new Map<string, readonly string[]>();
  const unparsed: MetadataError[] = [];
  let urls: ReadonlyMap<string, string> | undefined = new Map();
  for (const { form: name, kind } of metadataFields) {
    const sent = form.get(name);
    if (sent === undefined || (sent.length === 1 && sent[0] === '')) continue;
    if (kind === 'urls') urls = parseUrls(sent);
    if (
      (kind === 'urls' && urls === undefined) ||
      ((kind === 'text' || kind === 'keywords') && sent.length > 1)
    )
      unparsed.push({ field: name, message: `${pythonRepr(name)} has invalid data` });
    values.set(name, sent);
  }
  if (unparsed.length > 0) throw new InvalidMetadata(unparsed);

  const errors: MetadataError[] = [];
  const metadataVersion = values.get('metadata_version')?.[0];
  const known = (metadataVersions as readonly string[]).includes(metadataVersion ?? '');
  if (!known) {
    const shown = metadataVersion === undefined ? 'None' : pythonRepr(metadataVersion);
    errors.push({ field: 'metadata-version', message: `${shown} is not a valid metadata version` });
  }
  for (const field of metadataFields) {
    const sent = values.get(field.form);
    if (sent === undefined) {
      if (field.form === 'name' || field.form === 'version')
        errors.push({ field: field.email, message: `'${field.email}' is a required field` });
    } else {
      const error = checkField(field, sent, known ? metadataVersion : undefined);
      if (error !== undefined) errors.push(error);
    }
  }
  const version = parseVersion(values.get('version')?.[0] ?? '');
  if (errors.length > 0 || version === undefined) throw new InvalidMetadata(errors);
  return { name: values.get('name')?.[0] ?? '', version, values, urls: urls ?? new Map() };
}
