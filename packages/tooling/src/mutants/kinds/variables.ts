import { dropNode, type Mutation, setNode } from '../mutation.ts';
import { isPlain, toSlug, type WorkflowView } from '../workflow-view.ts';

/** Every `env` entry of a step left out, and given the value of the next one. */
export function mutateVariables(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(({ id, steps }) =>
    steps.flatMap(({ key, path, plain }) => {
      const variables = isPlain(plain['env']) ? Object.entries(plain['env']) : [];
      return variables.flatMap(([name], index) => {
        const place = [...path, 'env', name];
        const owner = `${id}/${key}`;
        const drop = dropNode(
          { kind: 'variable', id: `${owner}/env/drop-${name}`, description: `${owner} has no $${name}` },
          place,
        );
        const next = variables[(index + 1) % variables.length];
        if (next === undefined || variables.length === 1) return [drop];
        const label = {
          kind: 'variable',
          id: `${owner}/env/${name}-is-${next[0]}`,
          description: `${owner} has the value of $${next[0]} in $${name}`,
        } as const;
        return [drop, setNode(label, place, next[1])];
      });
    }),
  );
}

/** Every line of a script that can be left out on its own. */
export function mutateScripts(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(({ id, steps }) =>
    steps.flatMap(({ key, path, plain }) => {
      const { run } = plain;
      if (typeof run !== 'string') return [];
      const lines = run.split('\n');
      return lines.flatMap((line, index) => {
        // Comments, brackets, and the words that open and close blocks, are no commands.
        if (
          !/[a-z]{3,} ./.test(line) ||
          /^\s*#/.test(line) ||
          /^\s*(?:if|then|else|fi|for|do|done|while|case|esac)\b/.test(line)
        )
          return [];
        const rest = lines.filter((_line, position) => position !== index).join('\n');
        const owner = `${id}/${key}`;
        const label = {
          kind: 'script',
          id: `${owner}/run/drop-${toSlug(line).slice(0, 60)}`,
          description: `the script of ${owner} lacks the line "${line.trim()}"`,
        } as const;
        return [setNode(label, [...path, 'run'], rest)];
      });
    }),
  );
}
