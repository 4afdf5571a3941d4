import { debug, endGroup, error, info, notice, setSecret, startGroup, warning } from '@actions/core';
import { neutralizeLine } from './neutralize.ts';
import type { Log } from './ports.ts';
import { redactText } from './redact.ts';

/** A log that knows its secrets: an error text is cleaned with them as well. */
export interface ActionLog extends Log {
  /** An annotation that marks the step as failed. Its text may have several lines. */
  error(message: string, title: string): void;
  /** A line that is shown muted, below an error. */
  detail(message: string): void;
  redact(text: string): string;
}

// The runner would mask every occurrence, ordinary words included.
const minSecretLength = 4;

/**
 * The log of an action, written by `@actions/core`. Every text is untrusted: it is redacted and made one harmless line first,
 * because the library prints a line that begins like a workflow command as it is.
 */
export function createActionLog(): ActionLog {
  const secrets = new Set<string>();
  const redact = (text: string): string => redactText(text, secrets);
  const clean = (text: string): string => neutralizeLine(redact(text));
  return {
    debug: (message) => debug(clean(message)),
    info: (message) => {
      for (const line of message.split('\n')) info(clean(line));
    },
    notice: (message) => notice(clean(message)),
    warning: (message) => warning(clean(message)),
    error: (message, title) => error(message.split('\n').map(clean).join('\n'), { title: clean(title) }),
    detail: (message) => info(`  ${clean(message)}`),
    redact,
    async group(name, body) {
      startGroup(clean(name));
      try {
        return await body();
      } finally {
        endGroup();
      }
    },
    mask(secret) {
      if (secret.length < minSecretLength) {
        if (secret !== '') warning(`A secret of ${secret.length} characters is too short to be masked.`);
        return;
      }
      if (secrets.has(secret)) return;
      secrets.add(secret);
      // The runner masks line by line.
      for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
        if (line.length >= minSecretLength) setSecret(line);
      }
    },
  };
}
