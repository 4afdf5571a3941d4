import { neutraliseLine } from './neutralise.ts';
import type { Log } from './ports.ts';
import { redactText } from './redact.ts';
import { type CommandOutput, renderCommand } from './workflow-commands.ts';

/** A log that knows its secrets: an error text is cleaned with them as well. */
export interface ActionLog extends Log {
  /** An annotation that marks the step as failed. */
  error(message: string, title: string): void;
  /** A line that is shown muted, below an error. */
  detail(message: string): void;
  redact(text: string): string;
}

// The runner would mask every occurrence, ordinary words included.
const shortestSecret = 4;

/** The log of an action, in the words of the runner. Every text is untrusted: it is redacted and made one harmless line. */
export function createActionLog(output: CommandOutput): ActionLog {
  const secrets = new Set<string>();
  const redact = (text: string): string => redactText(text, secrets);
  const clean = (text: string): string => neutraliseLine(redact(text));
  const command = (name: string, message: string, properties?: Readonly<Record<string, string>>): void =>
    output.writeLine(renderCommand(name, clean(message), properties));
  return {
    debug: (message) => command('debug', message),
    // A leading space would be a change of the text; a line that begins like a command is broken up by `clean`.
    info: (message) => {
      for (const line of message.split('\n')) output.writeLine(clean(line));
    },
    notice: (message) => command('notice', message),
    warning: (message) => command('warning', message),
    error: (message, title) => command('error', message, { title: clean(title) }),
    detail: (message) => output.writeLine(`  ${clean(message)}`),
    redact,
    async group(name, body) {
      command('group', name);
      try {
        return await body();
      } finally {
        output.writeLine('::endgroup::');
      }
    },
    mask(secret) {
      if (secret.length < shortestSecret) {
        if (secret !== '')
          command('warning', `A secret of ${secret.length} characters is too short to be masked.`);
        return;
      }
      if (secrets.has(secret)) return;
      secrets.add(secret);
      // The runner masks line by line.
      for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
        if (line.length >= shortestSecret) output.writeLine(renderCommand('add-mask', line));
      }
    },
  };
}
