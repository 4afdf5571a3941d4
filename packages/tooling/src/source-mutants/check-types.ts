import { join } from 'node:path';
import ts from 'typescript';
import type { SourceMutant } from './choose-mutants.ts';
import { applyMutation } from './find-sites.ts';

function readOptions(root: string): ts.CompilerOptions {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config as {
    compilerOptions: Record<string, unknown>;
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { ...options, noEmit: true };
}

/**
 * Finds the mutants that the compiler refuses: nobody could ship them, so they say nothing about the tests. All are checked in
 * one program, each as a file of its own beside the one that it changes.
 * @param texts of the unchanged files, by path relative to `root`
 * @returns their ids
 */
export function findRefused(
  root: string,
  mutants: readonly SourceMutant[],
  texts: ReadonlyMap<string, string>,
): Set<string> {
  const virtual = new Map<string, string>();
  const place = (path: string, name: string): string =>
    join(root, path.replace(/\.ts$/, `.mutant-${name}.ts`)).replaceAll('\\', '/');
  for (const mutant of mutants) {
    const text = texts.get(mutant.path) ?? '';
    virtual.set(place(mutant.path, mutant.id), applyMutation(text, mutant));
    // A class of the copy is another than that of the original; such errors are in the unchanged copy too.
    virtual.set(place(mutant.path, 'none'), text);
  }
  const options = readOptions(root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  const program = ts.createProgram([...virtual.keys()], options, host);
  const countErrors = (path: string): number => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].length;
  };
  const refused = mutants.filter(
    ({ path, id }) => countErrors(place(path, id)) > countErrors(place(path, 'none')),
  );
  return new Set(refused.map(({ id }) => id));
}
