import { readAssignment } from '../assignment-parts.ts';
import type { Frame } from '../frame.ts';
import { listChildren, type PythonSource, type SyntaxNode, textOf } from '../syntax.ts';
import { plainText, type TextValue } from '../values/text-value.ts';
import {
  booleanValue,
  listValue,
  nativeFunction,
  type ObjectValue,
  objectOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { parseLiteral, sourceOf } from './builtins.ts';

/** The module `ast`, as far as scripts look for an assignment of `__version__` with it. */
export function astModule(frame: Frame): Value {
  const own: Readonly<Record<string, Value>> = {
    literal_eval: nativeFunction(({ positional: [value] }) => {
      if (value?.kind === 'text') return parseLiteral(frame, value);
      return value?.kind === 'object' ? (value.literal ?? unknown) : unknown;
    }),
    parse: nativeFunction(async ({ positional: [text] }) =>
      text?.kind === 'text' ? parseTree(frame, text) : unknown,
    ),
    walk: nativeFunction(async ({ positional: [tree] }) =>
      tree?.kind === 'object' ? tree.attribute('body') : unknown,
    ),
    iter_child_nodes: nativeFunction(async ({ positional: [tree] }) =>
      tree?.kind === 'object' ? tree.attribute('body') : unknown,
    ),
  };
  return {
    kind: 'object',
    attribute: async (name) =>
      Object.hasOwn(own, name)
        ? (own[name] ?? unknown)
        : /^[A-Z]/.test(name)
          ? objectOf({}, { className: name })
          : unknown,
  };
}

async function parseTree(frame: Frame, text: TextValue): Promise<Value> {
  const source = sourceOf(text);
  if (source === undefined) return unknown;
  const body: Value[] = [];
  for (const statement of listChildren(source.root))
    if (statement.name === 'AssignStatement') body.push(await describeAssignment(frame, source, statement));
  return objectOf({ body: listValue(body) }, { className: 'Module' });
}

async function describeAssignment(
  frame: Frame,
  source: PythonSource,
  node: SyntaxNode,
): Promise<ObjectValue> {
  const { targets, values } = readAssignment(node);
  const names = targets
    .flatMap((group) => (group.length === 1 ? group : []))
    .map((target) => {
      const name = plainText(textOf(source, target));
      return objectOf({ id: name }, { className: target.name === 'VariableName' ? 'Name' : 'Attribute' });
    });
  const [value] = values;
  const scope = { names: new Map<string, Value>(), parent: undefined };
  const literal =
    value === undefined ? unknown : await frame.machine.evaluate({ ...frame, source, scope }, value);
  const described = objectOf(
    { value: literal, s: literal, n: literal },
    { className: literal.kind === 'text' ? 'Constant' : 'expr', literal },
  );
  const [first] = names;
  const isAnnotated = node.getChild('TypeDef') !== null;
  return objectOf(
    { targets: listValue(names), target: first ?? unknown, value: described },
    { className: isAnnotated ? 'AnnAssign' : 'Assign' },
  );
}

/** `isinstance(value, classes)` for what `ast` makes; undefined for every other value. */
export function isAstInstance(value: Value | undefined, classes: Value | undefined): Value {
  const named = classes?.kind === 'list' ? classes.items : [classes];
  const names = named.map((each) => (each?.kind === 'object' ? each.className : undefined));
  if (value?.kind !== 'object' || value.className === undefined || names.includes(undefined)) return unknown;
  // `Str` is what `Constant` was called before Python 3.8.
  const own = value.className === 'Constant' ? ['Constant', 'Str', 'expr'] : [value.className];
  return booleanValue(names.some((name) => own.includes(name ?? '')));
}
