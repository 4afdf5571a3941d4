import type { Condition, Term } from '../model/condition.ts';
import type { Expression } from '../model/expression.ts';
import type { Reference } from '../model/reference.ts';
import type { Reader } from './reader.ts';

/** The lines of an expression, including `${{` and `}}`. */
export function writeExpression(value: Expression | Reference, reader: Reader): string[] {
  if (value.kind !== 'expression') return [`\${{ ${reader.read(value)} }}`];
  const lines = value.lines.map((line) =>
    line.map((part) => (typeof part === 'string' ? part : reader.read(part))).join(''),
  );
  return `\${{ ${lines.join('\n')} }}`.split('\n');
}

function writeTerm(term: Term, reader: Reader): string[] {
  switch (term.is) {
    case 'at':
      return [`github.ref_type == '${term.ref}'`];
    case 'unbroken':
      return [...reader.unbroken];
    case 'broken':
      return [reader.broken];
    case 'succeeded':
      return [`${reader.read(term.result)} == 'success'`];
    case 'equal':
      return [`${reader.read(term.value)} == '${term.to}'`];
    case 'unequal':
      return [`${reader.read(term.value)} != '${term.to}'`];
    case 'either': {
      const written = term.conditions.map((terms) =>
        terms.flatMap((each) => writeTerm(each, reader)).join(' && '),
      );
      return [`(${written.join(' || ')})`];
    }
    case 'given':
      return [`${reader.read(term.value)} != ''`];
    case 'off':
      return [`!${reader.read(term.value)}`];
    case 'file':
      return [`hashFiles('${term.path}') != ''`];
  }
}

/** A condition as a value: `true` or `false`. */
export function writeTruth({ terms }: Condition, reader: Reader): string {
  return `\${{ ${terms.flatMap((term) => writeTerm(term, reader)).join(' && ')} }}`;
}

/**
 * The lines of a condition, at most `maxColumns` long where its terms allow that. One term is written without `${{`, which `if`
 * does not need, unless it starts with `!`, which YAML would read as a tag.
 */
export function writeCondition({ terms }: Condition, reader: Reader, maxColumns: number): string[] {
  const written = terms.flatMap((term) => writeTerm(term, reader));
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
