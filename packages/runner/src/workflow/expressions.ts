import { data, Evaluator, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { isBasicExpression, isBoolean, isMapping, isNumber, isSequence, isString } from './github-parser.ts';
import { lexExpression } from './lex-expression.ts';

/** What an expression can see: contexts as plain values, functions beyond the built-in ones by lower-case name. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
}

function toData(value: unknown): data.ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(
    ...Object.entries(value as object).map(([key, item]) => ({ key, value: toData(item) })),
  );
}

function fromData(value: data.ExpressionData): unknown {
  switch (value.kind) {
    case data.Kind.String:
    case data.Kind.Number:
    case data.Kind.Boolean:
      return (value as data.StringData | data.NumberData | data.BooleanData).value;
    case data.Kind.Array:
      return (value as data.Array).values().map(fromData);
    case data.Kind.Dictionary:
      return Object.fromEntries(
        (value as data.Dictionary).pairs().map((pair) => [pair.key, fromData(pair.value)]),
      );
    case data.Kind.Null:
      return null;
  }
}

/** Evaluates the text between `${{` and `}}` with GitHub's evaluator. @throws Error in GitHub's words */
export function evaluateExpression(expression: string, scope: Scope): unknown {
  const tokens = lexExpression(expression);
  const tree = new Parser([...tokens], Object.keys(scope.contexts), [...scope.functions.values()]).parse();
  // A context is always written by its name, and those that are not need not be converted.
  const named = new Set(tokens.map(({ lexeme }) => lexeme.toLowerCase()));
  const read = Object.entries(scope.contexts).filter(([name]) => named.has(name.toLowerCase()));
  const contexts = toData(Object.fromEntries(read)) as data.Dictionary;
  return fromData(new Evaluator(tree, contexts, new Map(scope.functions)).evaluate());
}

/** GitHub's truth: null, false, 0, NaN and the empty string are false; arrays and objects are true. */
export function isTruthy(value: unknown): boolean {
  return typeof value === 'object' ? value !== null : Boolean(value);
}

/** The text that GitHub substitutes for a value, e.g. `Object` for a mapping. */
function toText(value: unknown): string {
  return toData(value).coerceString();
}

/** Evaluates a whole tree of the workflow file into plain values. */
export function evaluateToken(token: TemplateToken | undefined, scope: Scope): unknown {
  if (token === undefined) return null;
  if (isBasicExpression(token)) return evaluateExpression(token.expression, scope);
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isSequence(token)) return Array.from(token, (item) => evaluateToken(item, scope));
  if (!isMapping(token)) return null;
  const entries: [string, unknown][] = [];
  for (const { key, value } of token) {
    if (key.isExpression && !isBasicExpression(key)) {
      // `${{ insert }}: …` merges the mapping that follows it.
      entries.push(...Object.entries((evaluateToken(value, scope) ?? {}) as object));
    } else {
      entries.push([toText(evaluateToken(key, scope)), evaluateToken(value, scope)]);
    }
  }
  return Object.fromEntries(entries);
}

/** Text of a scalar that may hold expressions; empty for an absent one. */
export function evaluateText(token: TemplateToken | undefined, scope: Scope): string {
  return toText(evaluateToken(token, scope));
}

/** A mapping of texts, such as `env:` or `with:`. */
export function evaluateTextMap(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const value = evaluateToken(token, scope);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toText(item)]));
}
