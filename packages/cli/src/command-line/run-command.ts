import { ActionError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../errors.ts';
import { Interruption } from '../machine/signals.ts';
import {
  type CommandTable,
  type CommandWords,
  parseCommandWords,
  renderCommandHelp,
} from './command-table.ts';
import type { OptionTable } from './option-table.ts';
import { renderUsageError } from './usage-error.ts';

/** What a command of a maintainer gets from the process it runs in. */
export interface MaintainerHost {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
  /** Asks a question on the terminal; undefined where nobody can answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** Reads the words, runs the command, and turns an error into its text and exit code. @returns the exit code */
export async function runCommand<Options extends OptionTable>(
  table: CommandTable<Options>,
  words: readonly string[],
  host: MaintainerHost,
  body: (given: CommandWords<Options>) => Promise<number>,
): Promise<number> {
  try {
    const given = parseCommandWords(table, words);
    if (given !== undefined) return await body(given);
    host.write(renderCommandHelp(table));
    return 0;
  } catch (thrown) {
    const failure = describeFileSystemError(thrown) ?? thrown;
    if (host.signal.reason instanceof Interruption) return host.signal.reason.exitCode;
    if (!(failure instanceof ActionError)) throw failure;
    if (failure.code === cliErrors.E_COMMAND_USAGE.code) {
      const command = table.usage.split(' ').slice(0, 2).join(' ');
      const [message, hint] = [failure.message, failure.hint].map((text) => neutralizeLine(text, 2000));
      host.write(renderUsageError(message ?? '', hint ?? '', `${command} --help`));
      return 2;
    }
    host.write(
      `${failure.code}: ${neutralizeLine(failure.message, 2000)}\n${neutralizeLine(failure.hint, 2000)}\n`,
    );
    return failure.blame === 'input' ? 2 : failure.blame === 'environment' ? 3 : 1;
  }
}
