import { listChildren, parsePython, type SyntaxNode, textOf } from '../../static-python/syntax.ts';
import { locateSpan, maxPlaces, type VersionLocation } from '../places/version-location.ts';

/**
 * The strings of some keys at the top of a JSON object. JSON is read with the grammar of Python's literals, which contains it.
 * @param kind how the file writes versions
 */
export function locateJsonVersion(
  content: string,
  path: string,
  kind: 'semver' | 'pep440',
  keys: readonly string[] = ['version'],
): VersionLocation[] {
  const source = parsePython(content, path);
  const statement = source === undefined ? undefined : listChildren(source.root)[0];
  const object = statement?.firstChild;
  if (source === undefined || object?.name !== 'DictionaryExpression') return [];
  const children = listChildren(object);
  const found = children.flatMap((child, index) => {
    const value = children[index + 2];
    const isPair = child.name === 'String' && children[index + 1]?.name === ':' && value?.name === 'String';
    const key = textOf(source, child).slice(1, -1);
    if (!isPair || !keys.includes(key)) return [];
    return [{ key, value }];
  });
  return found
    .slice(0, maxPlaces)
    .map(({ key, value }) => locateSpan(content, path, `"${key}"`, insideQuotes(value), spellingOf(kind)));
}

const insideQuotes = ({ from, to }: SyntaxNode): [number, number] => [from + 1, to - 1];

const spellingOf = (kind: 'semver' | 'pep440') =>
  kind === 'semver' ? ({ kind: 'semver', allowsPost: false } as const) : ({ kind: 'pep440' } as const);
