import { getBooleanInput, getInput } from '@actions/core';
import { InputError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { neutralizeLine } from '../neutralize.ts';
import type { InputDefinition, TextOptions, TextValue } from './definition.ts';
import { findNearest } from './find-nearest.ts';

function reject(name: string, text: string, expected: string, guess = ''): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "${name}" is "${neutralizeLine(text, 200)}"; ${expected}.${guess}`,
  });
}

function defineText<const Options extends TextOptions>(
  kind: 'text' | 'secret',
  options: Options,
): InputDefinition<TextValue<Options>> {
  return {
    kind,
    default: options.default,
    required: options.required === true,
    mayBeEmpty: options.mayBeEmpty === true,
    parse: (text) => (text === '' && options.default === undefined ? undefined : text) as TextValue<Options>,
  };
}

/** Any text. */
export function text<const Options extends TextOptions = Record<never, never>>(
  options: Options = {} as Options,
): InputDefinition<TextValue<Options>> {
  return defineText('text', options);
}

/** A text that is masked before anything else happens with it. */
export function secret<const Options extends TextOptions = Record<never, never>>(
  options: Options = {} as Options,
): InputDefinition<TextValue<Options>> {
  return defineText('secret', options);
}

/** `true` or `false` in the words of the YAML 1.2 core schema, as `getBooleanInput` reads them. */
export function flag(options: { readonly default: boolean }): InputDefinition<boolean> {
  return {
    kind: 'flag',
    default: String(options.default),
    required: false,
    parse(given, name) {
      if (getInput(name) === '') return options.default;
      try {
        return getBooleanInput(name);
      } catch {
        throw reject(name, given, 'expected true or false');
      }
    },
  };
}

/** One of a few words. */
export function choice<const Word extends string, const Options extends TextOptions = Record<never, never>>(
  words: readonly Word[],
  options: Options = {} as Options,
): InputDefinition<TextValue<Options, Word>> {
  return {
    kind: 'choice',
    default: options.default,
    required: options.required === true,
    parse(given, name) {
      const found = words.find((word) => word === given);
      if (found !== undefined) return found;
      if (given === '' && options.default === undefined) return undefined as TextValue<Options, Word>;
      const nearest = findNearest(given, words);
      const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      throw reject(name, given, `expected one of ${words.join(', ')}`, guess);
    },
  };
}

/** A whole number within bounds. */
export function integer(options: {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
}): InputDefinition<number> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
  return {
    kind: 'integer',
    default: String(options.default),
    required: false,
    parse(given, name) {
      const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      if (value >= min && value <= max) return value;
      const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
      throw reject(name, given, `expected a whole number ${bounds}`);
    },
  };
}
