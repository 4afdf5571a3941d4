import { parseArgs } from 'node:util';
import { InputError } from '@slipway/core/errors/action-error';
import { cliErrors } from '../errors.ts';

/** One option of a command: its name, its value, and what it does. Help and parser are made from the same row. */
export interface OptionRow {
  readonly name: string;
  /** `FILE`; undefined for a switch. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

/** A command as its help describes it. */
export interface CommandTable {
  /** `slipway doctor [DIR] [options]`. */
  readonly usage: string;
  /** Paragraphs below the usage. */
  readonly description: string;
  readonly rows: readonly OptionRow[];
  /** Meaning of the exit codes, by code. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

/** What was given on the command line. */
export interface CommandWords {
  readonly positionals: readonly string[];
  has(name: string): boolean;
  get(name: string): string | undefined;
  list(name: string): readonly string[];
}

const helpRow: OptionRow = { name: 'help', help: 'show this help' };
const columns = 24;

/** The text of `--help`. */
export function renderCommandHelp({ usage, description, rows, exitCodes }: CommandTable): string {
  const lines = [...rows, helpRow].map(({ name, value, help }) => {
    const left = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    const pad = ' '.repeat(columns);
    const [first = '', ...rest] = help.split('\n');
    const head = left.length < columns ? `${left.padEnd(columns)}${first}` : `${left}\n${pad}${first}`;
    return [head, ...rest.map((line) => `${pad}${line}`)].join('\n');
  });
  const codes = Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return `Usage: ${usage}\n\n${description}\n\n${lines.join('\n')}\n\nExit codes:\n${codes.join('\n')}\n`;
}

/** The error of arguments that a command does not accept. */
export const refuseWords = (message: string, hint?: string): InputError =>
  new InputError(cliErrors.E_COMMAND_USAGE, { message, hint });

/** Reads the words after a command; undefined when help is asked for. @throws InputError E_COMMAND_USAGE */
export function parseCommandWords(
  { rows }: CommandTable,
  words: readonly string[],
): CommandWords | undefined {
  const options = Object.fromEntries(
    rows.map(({ name, value, multiple = false }) => [
      name,
      value === undefined ? { type: 'boolean' as const } : { type: 'string' as const, multiple },
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...words],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw refuseWords(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = parsed;
  if (values['help'] === true) return undefined;
  const list = (name: string): string[] => {
    const value = values[name];
    return typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [];
  };
  return { positionals, has: (name) => values[name] === true, get: (name) => list(name)[0], list };
}
