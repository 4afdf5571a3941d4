import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { isBasicExpression, isMapping, isSequence } from '../workflow/github-parser.ts';
import { lexExpression } from '../workflow/lex-expression.ts';
import type { JobModel } from '../workflow/workflow-model.ts';

/** An output that an expression of a job reads; names as written. */
export interface OutputReference {
  readonly context: 'steps' | 'needs';
  /** Identifier of the step or job. */
  readonly from: string;
  readonly output: string;
  /** What reads it, e.g. `output "files"`, `step "publish"`, `if`. */
  readonly reader: string;
  /** The job offers the value to other jobs. */
  readonly isJobOutput: boolean;
}

type Found = Pick<OutputReference, 'context' | 'from' | 'output'>;

/** The part of a token of the lexer that this file looks at. */
interface Lexeme {
  readonly lexeme: string;
  readonly value?: unknown;
}

/** `.name` or `['name']` at a position, with the position behind it. */
function readProperty(tokens: readonly Lexeme[], at: number): { name: string; next: number } | undefined {
  const [first, second, third] = tokens.slice(at, at + 3);
  if (first?.lexeme === '.' && second !== undefined && /^[\w-]+$/.test(second.lexeme))
    return { name: second.lexeme, next: at + 2 };
  if (first?.lexeme === '[' && second?.lexeme.startsWith("'") === true && third?.lexeme === ']')
    return { name: second.lexeme.slice(1, -1), next: at + 3 };
  return undefined;
}

/** `steps.<id>.outputs.<name>` and `needs.<id>.outputs.<name>` in one expression; names that are computed are left out. */
export function readExpressionReferences(expression: string): Found[] {
  let tokens: readonly Lexeme[];
  try {
    tokens = lexExpression(expression);
  } catch {
    // What cannot be read is refused where it is evaluated.
    return [];
  }
  return tokens.flatMap(({ lexeme }, index): Found[] => {
    const context = lexeme.toLowerCase();
    // `x.steps` is a property of something else.
    if ((context !== 'steps' && context !== 'needs') || tokens[index - 1]?.lexeme === '.') return [];
    const from = readProperty(tokens, index + 1);
    const outputs = from === undefined ? undefined : readProperty(tokens, from.next);
    if (from === undefined || outputs?.name.toLowerCase() !== 'outputs') return [];
    const output = readProperty(tokens, outputs.next);
    return output === undefined ? [] : [{ context, from: from.name, output: output.name }];
  });
}

/** The expressions below a token of the workflow file. */
function* walkExpressions(token: TemplateToken | undefined): Generator<string> {
  if (token === undefined) return;
  if (isBasicExpression(token)) yield token.expression;
  else if (isSequence(token)) for (const item of Array.from(token)) yield* walkExpressions(item);
  else if (isMapping(token)) {
    for (const { key, value } of token) {
      yield* walkExpressions(key);
      yield* walkExpressions(value);
    }
  }
}

// What the parser keeps of a job in addition to its steps; `needs` and `if` are read into fields of their own.
const readElsewhere: ReadonlySet<string> = new Set(['steps', 'outputs', 'if', 'needs']);

const known = new WeakMap<JobModel, readonly OutputReference[]>();

/** Every output of a step or a needed job that the expressions of a job read; read once, for the many runs of a planned release. */
export function listOutputReferences(job: JobModel): readonly OutputReference[] {
  const found = known.get(job) ?? readOutputReferences(job);
  known.set(job, found);
  return found;
}

function readOutputReferences(job: JobModel): OutputReference[] {
  const found: OutputReference[] = [];
  const collect = (reader: string, expressions: Iterable<string>, isJobOutput = false): void => {
    for (const expression of expressions)
      for (const each of readExpressionReferences(expression)) found.push({ ...each, reader, isJobOutput });
  };
  collect('if', [job.if]);
  for (const [name, token] of job.properties) {
    if (readElsewhere.has(name)) continue;
    collect(name, walkExpressions(token));
  }
  const outputs = job.properties.get('outputs');
  if (outputs !== undefined && isMapping(outputs))
    for (const { key, value } of outputs) collect(`output "${String(key)}"`, walkExpressions(value), true);
  for (const step of job.steps) {
    const reader = `step "${step.name === undefined ? step.id : String(step.name)}"`;
    collect(reader, [step.if]);
    for (const token of [
      step.name,
      step.env,
      step.with,
      step.run,
      step.shell,
      step.workingDirectory,
      step.continueOnError,
      step.timeoutMinutes,
    ])
      collect(reader, walkExpressions(token));
  }
  return found;
}
