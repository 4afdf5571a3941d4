import type { Condition, Term } from '../model/condition.ts';
import type { Expression } from '../model/expression.ts';
import type { Reference } from '../model/reference.ts';

/** The name of a reference in a workflow that has all jobs in one file. */
function writeReference(reference: Reference): string {
  switch (reference.kind) {
    case 'job-output':
      return `needs.${reference.job}.outputs.${reference.output}`;
    case 'job-outputs':
      return `needs.${reference.job}.outputs`;
    case 'job-result':
      return `needs.${reference.job}.result`;
    case 'step-output':
      return `steps.${reference.step}.outputs.${reference.output}`;
    case 'input':
      return `inputs.${reference.input}`;
  }
}

/** The lines of an expression, including `${{` and `}}`. */
export function writeExpression(value: Expression | Reference): string[] {
  if (value.kind !== 'expression') return [`\${{ ${writeReference(value)} }}`];
  const lines = value.lines.map((line) =>
    line.map((part) => (typeof part === 'string' ? part : writeReference(part))).join(''),
  );
  return `\${{ ${lines.join('\n')} }}`.split('\n');
}

function writeTerm(term: Term): string[] {
  switch (term.is) {
    case 'at':
      return [`github.ref_type == '${term.ref}'`];
    case 'unbroken':
      return ['!failure()', '!cancelled()'];
    case 'broken':
      return ['failure()'];
    case 'succeeded':
      return [`${writeReference(term.result)} == 'success'`];
    case 'equal':
      return [`${writeReference(term.value)} == '${term.to}'`];
    case 'given':
      return [`${writeReference(term.value)} != ''`];
    case 'off':
      return [`!${writeReference(term.value)}`];
    case 'file':
      return [`hashFiles('${term.path}') != ''`];
  }
}

/**
 * The lines of a condition, at most `maxColumns` long where its terms allow that. One term is written without `${{`, which `if`
 * does not need, unless it starts with `!`, which YAML would read as a tag.
 */
export function writeCondition({ terms }: Condition, maxColumns: number): string[] {
  const written = terms.flatMap(writeTerm);
  const [only] = written;
  if (written.length === 1 && only !== undefined && !only.startsWith('!')) return [only];
  const words = [...written.slice(0, -1).map((term) => `${term} &&`), `${written.at(-1)} }}`];
  const lines = ['${{'];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= maxColumns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
