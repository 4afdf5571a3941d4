import { parseArgs } from 'node:util';
import { findNearest } from '@slipway/core/inputs/find-nearest';

/** One option of a command: everything that is said about it stands here. */
export interface Option {
  /** What the value is, as help shows it: `FILE`. Undefined: the option takes no value. */
  readonly value?: string;
  /** One sentence without a period. */
  readonly help: string;
  /** What applies without the option, in words. */
  readonly preset?: string;
  readonly short?: string;
  /** It may be given more than once. */
  readonly multiple?: true;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** The values of a call: texts of the options that take one, and whether the others were given. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly multiple: true }
    ? readonly string[] | undefined
    : Table[Name] extends { readonly value: string }
      ? string | undefined
      : boolean;
};

/** A call that is not understood. @param hint what to write instead */
export type Reject = (message: string, hint: string) => Error;

const helpWidth = 100;

/** The options one below the other, in two columns. */
export function renderOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, help, preset }]) => {
    const left = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    return [left, preset === undefined ? help : `${help} (default: ${preset})`] as const;
  });
  return alignRows(rows);
}

/** Commands or other names one below the other, each with a sentence. */
export const renderRows = (rows: readonly (readonly [name: string, help: string])[]): string =>
  alignRows(rows.map(([name, help]) => [`  ${name}`, help]));

function alignRows(rows: readonly (readonly [left: string, help: string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, help]) => `${left.padEnd(width)}${wrapHelp(help, width)}\n`).join('');
}

function wrapHelp(text: string, indent: number): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > helpWidth - indent) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

/**
 * Reads the words of a call.
 * @param maxPositionals words that are no option
 * @throws what `reject` makes of an unknown option, a missing value, or a word too many
 */
export function readOptions<const Table extends OptionTable>(
  words: readonly string[],
  table: Table,
  maxPositionals: number,
  reject: Reject,
): { readonly values: OptionValues<Table>; readonly positionals: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries<Option>(table).map(([name, { value, short, multiple = false }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
        multiple,
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    if (positionals.length > maxPositionals)
      throw reject(
        `unexpected argument "${positionals[maxPositionals]}"`,
        'Remove it, or put an option before it.',
      );
    const all = Object.entries<Option>(table).map(([name, { value }]) => [
      name,
      values[name] ?? (value === undefined ? false : undefined),
    ]);
    return { values: Object.fromEntries(all) as OptionValues<Table>, positionals };
  } catch (cause) {
    throw explain(cause, table, reject);
  }
}

function explain(cause: unknown, table: OptionTable, reject: Reject): unknown {
  const { code, message = '' } = cause as { code?: string; message?: string };
  const [, option = ''] = /'(-[^'\s]+)/.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const nearest = findNearest(option.replace(/^-+/, ''), Object.keys(table));
    return reject(
      `unknown option "${option}"`,
      nearest === undefined ? 'Check the spelling.' : `Did you mean --${nearest}?`,
    );
  }
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const name = option.replace(/^(?:-\w, )?-*/, '').replace(/=.*$/, '');
    const takes = table[name]?.value;
    return takes === undefined
      ? reject(`--${name} does not accept a value`, 'Remove the value.')
      : reject(
          `--${name} needs a value`,
          `Write --${name} ${takes}, or --${name}=${takes} for a value that begins with a hyphen.`,
        );
  }
  return cause;
}
