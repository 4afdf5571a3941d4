import type { TokenReader } from './token-reader.ts';

// https://packaging.python.org/specifications/dependency-specifiers/, with the dotted spellings of old setuptools, which
// every installer still reads.
const blanks = /[ \t]*/y;
const variable =
  /(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;
const quoted = /"[^"\r\n]*"|'[^'\r\n]*'/y;
const operator = /===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y;
const joint = /(?:and|or)\b/y;

// Deeper than any published marker; the limit keeps hostile input from exhausting the stack.
const deepest = 50;

/**
 * Reads an environment marker up to its end.
 * @returns why there is none here; undefined if there is one
 */
export function findMarkerProblem(reader: TokenReader, depth = 0): string | undefined {
  for (;;) {
    const problem = readOperand(reader, depth);
    if (problem !== undefined) return problem;
    if (reader.take(joint) === undefined) return undefined;
  }
}

function readOperand(reader: TokenReader, depth: number): string | undefined {
  reader.take(blanks);
  if (reader.take(/\(/y) !== undefined) {
    if (depth === deepest) return 'its marker is nested too deeply';
    const problem = findMarkerProblem(reader, depth + 1);
    if (problem !== undefined) return problem;
    if (reader.take(/\)/y) === undefined) return `")" is missing before "${reader.rest}"`;
  } else {
    if (!takeValue(reader))
      return `"${reader.rest}" does not begin with a marker variable or a quoted string`;
    if (reader.take(operator) === undefined) return `"${reader.rest}" does not begin with a comparison`;
    reader.take(blanks);
    if (!takeValue(reader))
      return `"${reader.rest}" does not begin with a marker variable or a quoted string`;
  }
  reader.take(blanks);
  return undefined;
}

function takeValue(reader: TokenReader): boolean {
  const found = reader.take(variable) ?? reader.take(quoted);
  reader.take(blanks);
  return found !== undefined;
}
