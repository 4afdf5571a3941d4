import { descend, type Frame } from '../frame.ts';
import { listChildren, type SyntaxNode, textOf } from '../syntax.ts';
import { listValue, none, unknown, type Value } from '../values/value.ts';
import type { Signal } from './signal.ts';

interface Parameter {
  readonly name: string;
  readonly star: '' | '*' | '**';
  readonly preset: Value | undefined;
}

type RunIn = (frame: Frame, block: SyntaxNode) => Promise<Signal | undefined>;

/** `def name(parameters): body`. */
export async function defineFunction(frame: Frame, node: SyntaxNode, run: RunIn): Promise<void> {
  const name = node.getChild('VariableName');
  const list = node.getChild('ParamList');
  const body = node.getChild('Body');
  if (name === null || list === null || body === null) return;
  const parameters = await readParameters(frame, list);
  frame.scope.names.set(textOf(frame.source, name), {
    kind: 'function',
    call: ({ positional, named }) =>
      descend(frame.machine, async () => {
        const names = new Map<string, Value>();
        let next = 0;
        for (const parameter of parameters) {
          if (parameter.star === '*') {
            names.set(parameter.name, listValue(positional.slice(next)));
            next = positional.length;
          } else if (parameter.star === '**')
            names.set(parameter.name, { kind: 'dict', entries: new Map(named) });
          else
            names.set(
              parameter.name,
              named.get(parameter.name) ?? positional[next++] ?? parameter.preset ?? unknown,
            );
        }
        const signal = await run({ ...frame, scope: { names, parent: frame.scope } }, body);
        return signal?.kind === 'return' ? signal.value : none;
      }),
  });
}

async function readParameters(frame: Frame, list: SyntaxNode): Promise<Parameter[]> {
  const parameters: Parameter[] = [];
  const children = listChildren(list);
  for (const [index, child] of children.entries()) {
    const before = children[index - 1]?.name;
    if (child.name !== 'VariableName' || before === 'AssignOp') continue;
    const star = before === '*' || before === '**' ? before : '';
    const rest = children.slice(index + 1);
    const end = rest.findIndex(({ name }) => name === ',');
    const own = end < 0 ? rest : rest.slice(0, end);
    const at = own.findIndex(({ name }) => name === 'AssignOp');
    const preset = at < 0 ? undefined : own[at + 1];
    parameters.push({
      name: textOf(frame.source, child),
      star,
      preset: preset === undefined ? undefined : await frame.machine.evaluate(frame, preset),
    });
  }
  return parameters;
}
