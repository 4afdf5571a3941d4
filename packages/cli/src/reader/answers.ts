import { ActionError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { UnseenPackage } from './unseen-package.ts';

/** What is answered to one request. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Opens a body that is streamed; one that breaks off is no whole answer. */
  readonly open?: () => AsyncIterable<Uint8Array>;
}

/** A line for a person. */
export function textAnswer(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${body}\n` };
}

/**
 * Says what a failure is answered with, and tells the terminal once what the user can do about it. An installer goes on to
 * its next index at 404 and stops at 403: a name that may be the user's own, but was refused, must not be taken from there.
 * @param projects names that are this index's own
 */
export function createFailureAnswers(projects: readonly string[], log: Log): (failure: unknown) => Answer {
  const told = new Set<string>();
  const tell = (message: string, hint: string): void => {
    if (told.has(hint)) return;
    told.add(hint);
    log.warning(`${message} ${hint}`);
  };
  return (failure) => {
    if (failure instanceof URIError) return textAnswer(400, 'The address is not correctly encoded.');
    if (failure instanceof UnseenPackage) {
      const { project, isLoginRefused, hint } = failure;
      const message = neutralizeLine(failure.message);
      tell(`${project} cannot be read: ${message}`, hint);
      if (!isLoginRefused && !projects.includes(project)) return textAnswer(404, message);
      return textAnswer(403, `${message} ${neutralizeLine(hint)}`);
    }
    if (failure instanceof ActionError) {
      const message = `${failure.code}: ${neutralizeLine(failure.message)}`;
      tell(message, failure.hint);
      return textAnswer(failure.blame === 'environment' ? 500 : 502, message);
    }
    return textAnswer(500, neutralizeLine(String(failure)));
  };
}
