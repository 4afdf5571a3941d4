import { neutralizeLine } from '@slipway/core/neutralize';
import { cliErrors } from '../errors.ts';
import {
  type CommandTable,
  type CommandWords,
  parseCommandWords,
  renderCommandHelp,
} from './command-table.ts';
import { guardCommand } from './exit-code.ts';
import type { OptionTable } from './option-table.ts';
import { ownUsage } from './own-command.ts';
import { renderUsageError } from './usage-error.ts';

/** What a command of a maintainer gets from the process it runs in. */
export interface MaintainerHost {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The result, which may be piped into a file. */
  readonly write: (text: string) => void;
  /** Notes, questions to services and errors. */
  readonly writeError: (text: string) => void;
  readonly signal: AbortSignal;
  /** Asks a question on the terminal; undefined where nobody can answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

const maxLineLength = 2000;

/** Reads the words, runs the command, and turns an error into its text and exit code. @returns the exit code */
export function runCommand<Options extends OptionTable>(
  table: CommandTable<Options>,
  words: readonly string[],
  host: MaintainerHost,
  body: (given: CommandWords<Options>) => Promise<number>,
): Promise<number> {
  return guardCommand(
    host.signal,
    (failure) => {
      const message = neutralizeLine(failure.message, maxLineLength);
      const hint = neutralizeLine(failure.hint, maxLineLength);
      const command = table.usage.split(' ')[0] ?? '';
      host.writeError(
        failure.code === cliErrors.E_COMMAND_USAGE.code
          ? renderUsageError(message, hint, ownUsage(`${command} --help`))
          : `${failure.code}: ${message}\n${hint}\n`,
      );
    },
    async () => {
      const given = parseCommandWords(table, words);
      if (given !== undefined) return body(given);
      host.write(renderCommandHelp(table));
      return 0;
    },
  );
}
