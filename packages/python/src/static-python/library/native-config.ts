import { findCfgOption } from '../../project/places/setup-cfg.ts';
import { isTable, parseToml, type TomlDocument, type TomlValue } from '../../project/places/toml-document.ts';
import { locateTomlString } from '../../project/places/toml-location.ts';
import type { Frame } from '../frame.ts';
import { plainText, readText, type TextValue, textFrom } from '../values/text-value.ts';
import { nativeFunction, none, type ObjectValue, objectOf, unknown, type Value } from '../values/value.ts';
import { pathText, readFileText } from './project-paths.ts';

/** `tomllib` and the packages that came before it. */
export function tomlModule(frame: Frame): Value {
  return objectOf({
    loads: nativeFunction(({ positional: [text] }) => (text?.kind === 'text' ? readDocument(text) : unknown)),
    load: nativeFunction(async ({ positional: [file] }) => {
      const name = pathText(file);
      if (name !== undefined) return readDocument((await readFileText(frame, name)) ?? plainText(''));
      const read = file?.kind === 'object' ? await file.attribute('read') : unknown;
      const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : unknown;
      return text.kind === 'text' ? readDocument(text) : unknown;
    }),
  });
}

function readDocument(text: TextValue): Value {
  const [piece] = text.pieces;
  // Only a whole file is a document whose places are those of the file.
  if (piece?.origin?.start !== 0) return unknown;
  const document = parseToml(piece.text, piece.origin.path);
  return tomlValue(document, document.data, []);
}

function tomlValue(document: TomlDocument, value: TomlValue | undefined, keys: readonly string[]): Value {
  if (typeof value === 'string') {
    const found = locateTomlString(document, keys, keys.join('.'));
    return found === undefined || found.end - found.start !== value.length
      ? plainText(value)
      : textFrom(value, found.path, found.start);
  }
  if (!isTable(value)) return unknown;
  const item = (key: Value | undefined): Value =>
    key?.kind === 'text' ? tomlValue(document, value[readText(key)], [...keys, readText(key)]) : unknown;
  return objectOf({ get: nativeFunction(({ positional: [key] }) => item(key)) }, { index: item });
}

/** `configparser`: options of files that the script reads. */
export function configModule(frame: Frame): Value {
  const create = nativeFunction(() => {
    const texts: TextValue[] = [];
    return configValue(frame, texts);
  });
  return objectOf({ ConfigParser: create, RawConfigParser: create, SafeConfigParser: create });
}

function configValue(frame: Frame, texts: TextValue[]): ObjectValue {
  const find = (section: Value | undefined, option: Value | undefined): Value => {
    if (section?.kind !== 'text' || option?.kind !== 'text') return unknown;
    for (const { pieces } of texts.toReversed()) {
      const [piece] = pieces;
      const found =
        piece === undefined ? undefined : findCfgOption(piece.text, readText(section), readText(option));
      if (found !== undefined && piece?.origin !== undefined)
        return textFrom(found.value, piece.origin.path, found.start);
    }
    return unknown;
  };
  return objectOf(
    {
      read: nativeFunction(async ({ positional: [path] }) => {
        const text = await readFileText(frame, pathText(path));
        if (text !== undefined) texts.push(text);
        return none;
      }),
      get: nativeFunction(({ positional: [section, option] }) => find(section, option)),
    },
    {
      index: (section) =>
        objectOf(
          { get: nativeFunction(({ positional: [option] }) => find(section, option)) },
          { index: (option) => find(section, option) },
        ),
    },
  );
}
