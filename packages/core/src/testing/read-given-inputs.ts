import { type InputSchema, type InputsOf, readInputs } from '../inputs.ts';

/**
 * For tests: reads inputs as an action does, from variables that the process has for as long as that takes.
 * @param given values by the names in `action.yml`
 */
export function readGivenInputs<Schema extends InputSchema>(
  schema: Schema,
  given: Readonly<Record<string, string>>,
): InputsOf<Schema> {
  const environment = process.env;
  const variables = Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  process.env = { ...environment, ...Object.fromEntries(variables) };
  try {
    return readInputs(schema);
  } finally {
    process.env = environment;
  }
}
