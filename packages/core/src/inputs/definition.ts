import type { FileList } from '../file-list.ts';

/** How one input is read: from the text of the variable (trimmed, empty when unset) to its value. */
export interface InputDefinition<Value = unknown> {
  readonly kind: 'text' | 'secret' | 'flag' | 'choice' | 'integer' | 'list' | 'key-values' | 'file-list';
  /** As `action.yml` writes it; undefined when there is none. */
  readonly default: string | undefined;
  readonly required: boolean;
  /** @throws InputError E_INPUT_INVALID; `name` is for its text */
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
}

/** What a text without a value is: `undefined`, unless a default or `required` rules it out. */
export type TextValue<Options extends TextOptions, Text extends string = string> = Options extends
  | { readonly default: string }
  | { readonly required: true }
  ? Text
  : Text | undefined;

export type { FileList };
