import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';

/** What a project file says about the project; empty where it says nothing. */
export interface ProjectMetadata {
  readonly name: string;
  readonly backend: string;
}

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads name and build backend from the text of a `pyproject.toml`; undefined for a project without one. */
export function readProjectMetadata(pyproject: string | undefined): ProjectMetadata {
  // PEP 517: without the key it is setuptools' own.
  const legacy = { name: '', backend: 'setuptools.build_meta:__legacy__' };
  if (pyproject === undefined) return legacy;
  let root: unknown;
  try {
    root = getStaticTOMLValue(parseTOML(pyproject));
  } catch {
    // What is wrong with the file is for the release to say.
    return legacy;
  }
  const table = (value: unknown, key: string) => {
    const found = isTable(value) ? value[key] : undefined;
    return isTable(found) ? found : {};
  };
  const tools = table(root, 'tool');
  const names = [
    table(root, 'project')['name'],
    table(tools, 'poetry')['name'],
    table(table(tools, 'flit'), 'metadata')['dist-name'],
    table(table(tools, 'flit'), 'metadata')['module'],
  ];
  return {
    name: names.map(textOf).find((name) => name !== '') ?? '',
    backend: textOf(table(root, 'build-system')['build-backend']) || legacy.backend,
  };
}
