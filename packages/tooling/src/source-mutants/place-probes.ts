import ts from 'typescript';
import type { SourceMutant } from './choose-mutants.ts';

function findNode(source: ts.SourceFile, start: number, end: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > start || node.end < end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const holdsStatements = (node: ts.Node): boolean =>
  ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);

/** Where something can be run just before `node` is: a statement of a list, or the expression that a function returns. */
function findPlace(node: ts.Node): { node: ts.Node; kind: 'statement' | 'expression' } | undefined {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isArrowFunction(at.parent) && at.parent.body === at && !ts.isBlock(at))
      return { node: at, kind: 'expression' };
    if (ts.isClassElement(at) && ts.isPropertyDeclaration(at)) return undefined;
    if (ts.isStatement(at) && holdsStatements(at.parent)) return { node: at, kind: 'statement' };
  }
  return undefined;
}

/** A call that notes the mutant's name in the log, once a process. */
function renderProbe(id: string, logPath: string): string {
  const seen = '(globalThis.slipwayProbes ??= new Set())';
  const write = `process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(logPath)}, '${id}\\n')`;
  return `(${seen}.has('${id}') || (${seen}.add('${id}'), ${write}))`;
}

/**
 * Puts a probe before the place of each mutant of one file, so that a run of tests tells which of them it reached. Types are
 * not checked in the result.
 * @returns the text, and the mutants for which there is no place
 */
export function placeProbes(
  text: string,
  mutants: readonly SourceMutant[],
  logPath: string,
): { readonly text: string; readonly unplaced: readonly SourceMutant[] } {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const insertions: { at: number; order: number; text: string }[] = [];
  const unplaced: SourceMutant[] = [];
  for (const mutant of mutants) {
    const place = findPlace(findNode(source, mutant.start, mutant.end));
    if (place === undefined) {
      unplaced.push(mutant);
      continue;
    }
    const { node, kind } = place;
    const start = node.getStart(source);
    const width = node.end - start;
    const probe = renderProbe(mutant.id, logPath);
    if (kind === 'statement') insertions.push({ at: start, order: -width, text: `;${probe};\n` });
    else
      insertions.push(
        { at: start, order: -width, text: `(${probe}, ` },
        { at: node.end, order: width, text: ')' },
      );
  }
  // From the end to the start, so that no offset moves; at one place, what encloses more stands outside.
  insertions.sort((a, b) => b.at - a.at || b.order - a.order);
  let result = text;
  for (const { at, text: inserted } of insertions) result = result.slice(0, at) + inserted + result.slice(at);
  return { text: `// @ts-nocheck\n${result}`, unplaced };
}
