// https://docs.python.org/3/reference/lexical_analysis.html#keywords, those that are always reserved.
const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/** Why a text is not a valid Import-Name or Import-Namespace (PEP 794): a dotted name, optionally followed by `; private`. */
export function findImportNameProblem(text: string): string | undefined {
  const [name = '', ...options] = text.split(';');
  const parts = name.trimEnd().split('.');
  const wrong = parts.find((part) => !identifier.test(part) || keywords.has(part));
  if (wrong !== undefined) return `"${wrong}" is not a Python identifier`;
  if (options.length > 0 && options.join(';').trimStart() !== 'private')
    return 'only "private" is allowed after ";"';
  return undefined;
}
