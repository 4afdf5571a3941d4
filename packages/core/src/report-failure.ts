import type { ActionLog } from './action-log.ts';
import { ActionError } from './errors/action-error.ts';
import { docsLink } from './errors/docs-link.ts';
import { describeFileSystemError } from './errors/file-system-error.ts';
import { linkTo } from './markdown.ts';
import type { WritableSummary } from './summary.ts';

/** The failures inside an AggregateError, each once; any other failure as a single item. */
function unroll(failure: unknown): unknown[] {
  if (failure instanceof AggregateError && failure.errors.length > 0) return failure.errors.flatMap(unroll);
  return [failure];
}

function* walkCauses(failure: unknown): Generator<Error> {
  const seen = new Set<unknown>([failure]);
  let cause = failure instanceof Error ? failure.cause : undefined;
  while (cause instanceof Error && !seen.has(cause)) {
    seen.add(cause);
    yield cause;
    cause = cause.cause;
  }
}

/**
 * Reports what went wrong: a known failure with its code, the value seen and what to change; any other failure as a bug, with
 * its stack.
 * @param hints what to change, by code, in place of the general hint of the code
 * @param summary told of it, too
 */
export function reportFailure(
  log: ActionLog,
  failure: unknown,
  hints: Readonly<Record<string, string>> = {},
  summary?: Pick<WritableSummary, 'setFailure'>,
): void {
  for (const thrown of unroll(failure)) {
    const each = describeFileSystemError(thrown) ?? thrown;
    if (each instanceof ActionError) {
      // A hint of this occurrence says more than one for all errors of the kind.
      const hint = each.hint === each.kind.hint ? (hints[each.code] ?? each.hint) : each.hint;
      log.error([each.message, hint, docsLink(each.code)].join('\n'), each.code);
      for (const cause of walkCauses(each)) log.detail(`caused by ${cause.name}: ${cause.message}`);
      const link = linkTo('More about this error', docsLink(each.code));
      const title = each.kind.message.replace(/\.$/, '');
      summary?.setFailure({ title, message: log.redact(each.message), fix: log.redact(hint), link });
      continue;
    }
    const error = each instanceof Error ? each : new Error(String(each));
    log.error(`${error.name}: ${error.message} (this is a bug, please report it)`, 'unexpected error');
    summary?.setFailure({
      title: 'Unexpected error',
      message: log.redact(`${error.name}: ${error.message}.`),
      fix: 'This is a bug, please report it.',
      link: undefined,
    });
    for (const line of (error.stack ?? '').split('\n').slice(1)) log.detail(line.trim());
    for (const cause of walkCauses(error)) log.detail(`caused by ${cause.name}: ${cause.message}`);
  }
}
