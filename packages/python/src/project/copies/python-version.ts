import { readAssignment } from '../../static-python/assignment-parts.ts';
import {
  listChildren,
  type PythonSource,
  parsePython,
  type SyntaxNode,
  textOf,
} from '../../static-python/syntax.ts';
import {
  locateSpan,
  maxPlaces,
  type Spelling,
  tupleSpelling,
  type VersionLocation,
} from '../places/version-location.ts';
import { readVersionTuple } from '../places/version-tuple.ts';

/** Names that modules give to their version; others are no business of a release. */
const versionNames =
  /^(?:__version__|__version_info__|__version_tuple__|__build__|version_info|version|release|_version)$/i;

/** The versions that a Python file assigns at its top level: strings, tuples and `0x020301`. */
export function locatePythonVersions(content: string, path: string): VersionLocation[] {
  const source = parsePython(content, path);
  const found: VersionLocation[] = [];
  if (source === undefined) return found;
  for (const node of listAssignments(source, source.root)) {
    found.push(...locate(source, node));
    if (found.length >= maxPlaces) break;
  }
  return found;
}

function* listAssignments(source: PythonSource, block: SyntaxNode): Generator<SyntaxNode> {
  for (const node of listChildren(block)) {
    if (node.name === 'AssignStatement') yield node;
    // `if`, `try` and `with` have no scope of their own.
    else if (node.name === 'StatementGroup') yield* listAssignments(source, node);
    else if (['IfStatement', 'TryStatement', 'WithStatement'].includes(node.name))
      for (const body of listChildren(node)) if (body.name === 'Body') yield* listAssignments(source, body);
  }
}

function locate(source: PythonSource, node: SyntaxNode): VersionLocation[] {
  const { targets, values, isTuple } = readAssignment(node);
  const names = targets
    .flatMap((group) => (group.length === 1 ? group : []))
    .map((each) => textOf(source, each));
  const name = names.find((each) => versionNames.test(each));
  const [first] = values;
  const last = values.at(-1);
  if (name === undefined || first === undefined || last === undefined) return [];
  const at = (span: readonly [number, number], spelling?: Spelling): VersionLocation[] => [
    locateSpan(source.text, source.path, name, span, spelling),
  ];
  if (isTuple) return readTuple(source, first.from, last.to, at);
  if (first.name === 'TupleExpression' || first.name === 'ArrayExpression') {
    const items = listChildren(first)
      .slice(1, -1)
      .filter(({ name: kind }) => kind !== ',');
    const [begin, end] = [items[0], items.at(-1)];
    return begin === undefined || end === undefined ? [] : readTuple(source, begin.from, end.to, at);
  }
  const literal = textOf(source, first);
  if (first.name === 'Number')
    return /^0[xX][0-9a-fA-F]{4,8}$/.test(literal) ? at([first.from, first.to], { kind: 'hex' }) : [];
  const [, head = '', quote = ''] = /^([uUrR]{0,2}("""|'''|"|'))/.exec(literal) ?? [];
  if (first.name !== 'String' || quote === '') return [];
  return at([first.from + head.length, first.to - quote.length]);
}

function readTuple(
  { text }: PythonSource,
  start: number,
  end: number,
  at: (span: readonly [number, number], spelling: Spelling) => VersionLocation[],
): VersionLocation[] {
  return readVersionTuple(text.slice(start, end)) === undefined ? [] : at([start, end], tupleSpelling(text));
}
