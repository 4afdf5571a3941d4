import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { isRecord } from '@slipway/core/is-record';
import { neutralizeLine } from '@slipway/core/neutralize';

/**
 * What has to be in an answer, one value each: `sha:string`, `commit.tree.sha:string`, `assets[].id:number`. A name that ends
 * in `?` may be absent or null; what is below it is looked at only when it is there.
 */
export type AnswerFields = readonly string[];

/** Finds the first value that is not of the documented form; undefined when all are. */
function findWrong(value: unknown, path: readonly string[], type: string, seen: string): string | undefined {
  const [step, ...rest] = path;
  if (step === undefined) {
    const right = type === 'list' ? Array.isArray(value) : typeof value === type;
    return right ? undefined : `${seen} is no ${type}`;
  }
  const [, name = '', optional, list] = /^([^?[]*)(\?)?(\[\])?$/.exec(step) ?? [];
  if (name !== '' && !isRecord(value)) return `${seen} is no object`;
  const inner = name === '' ? value : (value as Readonly<Record<string, unknown>>)[name];
  const where = name === '' ? seen : `"${name}"`;
  if (optional !== undefined && (inner === undefined || inner === null)) return undefined;
  if (list === undefined) return findWrong(inner, rest, type, where);
  if (!Array.isArray(inner)) return `${where} is not a list`;
  for (const entry of inner) {
    const wrong = findWrong(entry, rest, type, `an entry of ${where}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/**
 * Holds an answer against its documented form: a proxy or an outage may answer 200 with anything.
 * @param request method and address, for the message
 * @throws RemoteError E_HTTP_MALFORMED
 */
export function assertFields(answer: unknown, fields: AnswerFields, request: string): void {
  for (const field of fields) {
    const colon = field.lastIndexOf(':');
    const path = field.slice(0, colon);
    const wrong = findWrong(answer, path === '' ? [] : path.split('.'), field.slice(colon + 1), 'the answer');
    if (wrong === undefined) continue;
    const shown = neutralizeLine(JSON.stringify(answer) ?? 'nothing', 200);
    throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
      message: `${request} was answered with something else than documented: ${wrong} in ${shown}.`,
    });
  }
}
