import type { FileList } from '../files/file-list.ts';

/** Defines how one input is read: from the text of the variable (trimmed, empty if unset) to its value. */
export interface InputDefinition<Value = unknown> {
  readonly kind: 'text' | 'secret' | 'flag' | 'choice' | 'integer' | 'list' | 'key-values' | 'file-list';
  /** As written in `action.yml`; undefined if there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** An input that is set to nothing is empty, instead of its default. */
  readonly mayBeEmpty?: boolean;
  /** @throws InputError E_INPUT_INVALID; `name` is used in its message */
  parse(text: string, name: string): Value;
}

/** The inputs of one action by their names in `action.yml`. */
export type InputSchema = Readonly<Record<string, InputDefinition>>;

/** The values of a schema. */
export type InputsOf<Schema extends InputSchema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends InputDefinition<infer Value> ? Value : never;
};

export interface TextOptions {
  readonly default?: string;
  readonly required?: boolean;
  /**
   * Empty is a value of its own: `tag-prefix: ""`. Such an input needs a default in `action.yml`. The runner applies that only when
   * the key is absent, and sets an input without a default to nothing as well, so that the two could not be told apart.
   * https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionManifestManager.cs (ConvertInputs)
   */
  readonly mayBeEmpty?: boolean;
}

/** The value of an empty text: `undefined`, unless a default or `required` rules it out. */
export type TextValue<Options extends TextOptions, Text extends string = string> = Options extends
  | { readonly default: string }
  | { readonly required: true }
  ? Text
  : Text | undefined;

export type { FileList };
