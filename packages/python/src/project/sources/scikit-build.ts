import { neutralizeLine } from '@slipway/core/neutralize';
import { translateRegex } from '../../static-python/library/python-regex.ts';
import { formatFields } from '../../static-python/values/text-format.ts';
import { plainText, sliceText, textFrom } from '../../static-python/values/text-value.ts';
import { unknown, type Value } from '../../static-python/values/value.ts';
import { isTable, readTable, type TomlTable } from '../places/toml-document.ts';
import { originOfValue } from './origin-of-value.ts';
import { type ProjectFiles, refuseSource, text, type VersionOrigin } from './version-origin.ts';

// scikit_build_core/metadata/regex.py
const defaultPattern = String.raw`(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *([\'"])v?(?P<value>.+?)\2`;
const setting = '[tool.scikit-build.metadata.version]';

/** scikit-build-core: a provider of dynamic metadata for the version. */
export async function findScikitBuildOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const settings = readSettings(files.pyproject?.data ?? {});
  const provider = text(settings['provider']);
  if (provider === undefined) return undefined;
  if (provider.endsWith('metadata.setuptools_scm'))
    return { kind: 'tag', tool: 'setuptools-scm (scikit-build-core)' };
  if (!provider.endsWith('metadata.regex')) {
    throw refuseSource(
      `${setting} in pyproject.toml has the provider "${neutralizeLine(provider, 80)}", which computes the version when the project is built.`,
    );
  }
  return findByResult(files, settings);
}

function readSettings(data: TomlTable): TomlTable {
  const own = readTable(data, 'tool', 'scikit-build', 'metadata', 'version');
  if (Object.keys(own).length > 0) return own;
  // https://github.com/scikit-build/dynamic-metadata
  const listed = readTable(data, 'tool')['dynamic-metadata'];
  const entries = Array.isArray(listed) ? listed.filter(isTable) : [];
  return (
    entries.find((entry) => entry['field'] === 'version') ??
    readTable(data, 'tool', 'dynamic-metadata', 'version')
  );
}

async function findByResult(files: ProjectFiles, settings: TomlTable): Promise<VersionOrigin> {
  const path = text(settings['input']) ?? '';
  const pattern = text(settings['regex']) ?? defaultPattern;
  const content = await files.read(path);
  if (content === undefined)
    throw refuseSource(`${setting} points to ${neutralizeLine(path, 200)}, which does not exist.`);
  const found = translateRegex(pattern, new Set('m'))?.exec(content);
  if (found === undefined || found === null) {
    throw refuseSource(
      `The pattern of ${setting}, ${neutralizeLine(pattern, 200)}, matches nothing in ${path}.`,
    );
  }
  const whole = textFrom(content, path, 0);
  const groupAt = (span: readonly [number, number] | undefined): Value =>
    span === undefined ? plainText('') : sliceText(whole, ...span);
  const positional = [...found.keys()].slice(1).map((index) => groupAt(found.indices?.[index]));
  const named = new Map(
    Object.keys(found.groups ?? {}).map((name) => [name, groupAt(found.indices?.groups?.[name])]),
  );
  const result = formatFields(plainText(text(settings['result']) ?? '{value}'), positional, named);
  const removed = text(settings['remove']);
  const isChanged =
    removed !== undefined &&
    result.kind === 'text' &&
    changes(result.pieces.map((piece) => piece.text).join(''), removed);
  const followed = await originOfValue(files.read, isChanged ? unknown : result, 'pattern');
  if ('origin' in followed) return followed.origin;
  throw refuseSource(`What ${setting} makes of ${path} ${followed.problem}.`);
}

function changes(value: string, removed: string): boolean {
  const expression = translateRegex(removed);
  return expression === undefined || expression.test(value);
}
