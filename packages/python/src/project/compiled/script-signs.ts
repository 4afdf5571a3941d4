import {
  listChildren,
  type PythonSource,
  parsePython,
  type SyntaxNode,
  textOf,
} from '../../static-python/syntax.ts';
import { readTable, type TomlTable } from '../places/toml-document.ts';
import type { CompiledSign } from './compiled-sign.ts';

// Keywords of setup(), of setuptools and of the plugins that compile.
const keywords = new Set(
  'ext_modules ext_package cffi_modules rust_extensions build_golang build_zig cmake_extensions cppyy_modules has_ext_modules'.split(
    ' ',
  ),
);
// What makes an extension module, or the list of them.
const calls = new Set(
  'Extension RustExtension RustBin CMakeExtension Pybind11Extension CUDAExtension CppExtension cythonize mypycify'.split(
    ' ',
  ),
);
// setup() of scikit-build runs CMake.
const modules = new Set(['skbuild']);
// Requirements of a setup.py that compiles, wherever its helpers define what.
const compilers =
  /^(?:cython|pybind11|nanobind|setuptools[-_.]rust|setuptools[-_.]golang|setuptools[-_.]zig|scikit[-_.]build|cffi|mypy)\b(?![-_.])/i;
const legacyBackend = 'setuptools.build_meta';

/**
 * What setup.py compiles, and whether its build needs a compiler of another language.
 * @param text of setup.py
 */
export function findScriptSign(text: string, data: TomlTable): CompiledSign | undefined {
  const backend = readTable(data, 'build-system')['build-backend'];
  const isSetuptools =
    backend === undefined || String(backend).startsWith('setuptools') || backendIsLocal(data);
  if (!isSetuptools) return undefined;
  const source = parsePython(text, 'setup.py');
  const what = source === undefined ? undefined : findWord(source);
  if (what !== undefined) return { file: 'setup.py', what };
  const { requires } = readTable(data, 'build-system');
  const found = (Array.isArray(requires) ? requires : []).map(String).find((each) => compilers.test(each));
  return found === undefined
    ? undefined
    : { file: 'pyproject.toml', what: `build requirement "${found.slice(0, 80)}"` };
}

// A backend in the project's own folder mostly wraps that of setuptools (pyyaml, lxml).
const backendIsLocal = (data: TomlTable): boolean =>
  Array.isArray(readTable(data, 'build-system')['backend-path']) &&
  String(readTable(data, 'build-system')['build-backend']) !== legacyBackend;

function findWord(source: PythonSource): string | undefined {
  const cursor = source.root.cursor();
  do {
    const found = readNode(source, cursor.node);
    if (found !== undefined) return found;
  } while (cursor.next());
  return undefined;
}

/** Whether a node is a sign: a call, a keyword argument, a key of a dictionary, a method, or an import. */
function readNode(source: PythonSource, node: SyntaxNode): string | undefined {
  const text = (): string => textOf(source, node);
  switch (node.name) {
    case 'CallExpression': {
      const callee = node.firstChild;
      const name = callee === null ? '' : (textOf(source, callee).split('.').at(-1)?.trim() ?? '');
      return calls.has(name) ? `${name}()` : undefined;
    }
    case 'VariableName': {
      if (node.parent?.name === 'ImportStatement')
        return modules.has(text()) ? `import ${text()}` : undefined;
      if (!keywords.has(text())) return undefined;
      const next = node.nextSibling;
      // `ext_modules=[]` and `ext_modules=None` compile nothing; the name alone is read elsewhere.
      if (next?.name !== 'AssignOp' && node.parent?.name !== 'FunctionDefinition') return undefined;
      return isEmpty(source, next?.nextSibling) ? undefined : text();
    }
    case 'String': {
      const name = text().replace(/^['"]|['"]$/g, '');
      if (!keywords.has(name)) return undefined;
      const colon = node.nextSibling;
      const isKey = colon?.name === ':' && node.parent?.name === 'DictionaryExpression';
      if (isKey) return isEmpty(source, colon.nextSibling) ? undefined : name;
      const isSubscript =
        node.parent?.name === 'MemberExpression' && node.parent.nextSibling?.name === 'AssignOp';
      return isSubscript && !isEmpty(source, node.parent?.nextSibling?.nextSibling) ? name : undefined;
    }
    default:
      return undefined;
  }
}

/** `[]`, `()`, `{}` or `None`. */
function isEmpty(source: PythonSource, node: SyntaxNode | null | undefined): boolean {
  if (node === null || node === undefined) return false;
  if (node.name === 'None') return true;
  const isCollection = /^(?:Array|Tuple|Dictionary)Expression$/.test(node.name);
  return (
    isCollection &&
    listChildren(node).every(
      (child) => textOf(source, child).length === 1 && /[[\](){}]/.test(textOf(source, child)),
    )
  );
}
