import { InputError } from '@slipway/core/errors/action-error';
import { cliErrors } from '../errors.ts';
import { type OptionTable, type OptionValues, readOptions, renderOptions } from './option-table.ts';
import { ownUsage } from './own-command.ts';

/** A command as its help describes it. Every command has `--help` beside these options. */
export interface CommandTable<Options extends OptionTable = OptionTable> {
  /** `doctor [DIR] [options]`. */
  readonly usage: string;
  /** Paragraphs below the usage. */
  readonly description: string;
  readonly options: Options;
  /** Words that are no option. */
  readonly maxPositionals: number;
  /** Meaning of the exit codes, by code. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

/** What was given on the command line. */
export interface CommandWords<Options extends OptionTable> {
  readonly values: OptionValues<Options>;
  readonly positionals: readonly string[];
}

const helpOption = { help: { help: 'show this help', short: 'h' } } as const;

/** A table whose options keep their names as types. */
export function defineCommand<const Options extends OptionTable>(
  table: CommandTable<Options>,
): CommandTable<Options> {
  return table;
}

/** The text of `--help`. */
export function renderCommandHelp({ usage, description, options, exitCodes }: CommandTable): string {
  const codes = Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`);
  const rows = renderOptions({ ...options, ...helpOption });
  return `Usage: ${ownUsage(usage)}\n\n${description}\n\n${rows}\nExit codes:\n${codes.join('\n')}\n`;
}

/** The error of arguments that a command does not accept. */
export const refuseWords = (message: string, hint: string): InputError =>
  new InputError(cliErrors.E_COMMAND_USAGE, { message, hint });

/** Reads the words after a command; undefined when help is asked for. @throws InputError E_COMMAND_USAGE */
export function parseCommandWords<Options extends OptionTable>(
  { options, maxPositionals }: CommandTable<Options>,
  words: readonly string[],
): CommandWords<Options> | undefined {
  const table: OptionTable = { ...options, ...helpOption };
  const { values, positionals } = readOptions(words, table, maxPositionals, refuseWords);
  if (values['help'] === true) return undefined;
  return { values: values as OptionValues<Options>, positionals };
}
