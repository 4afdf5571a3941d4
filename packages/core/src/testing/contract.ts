import { parse } from 'yaml';
import type { InputSchema } from '../inputs.ts';

interface Metadata {
  readonly inputs?: Readonly<
    Record<string, { readonly default?: unknown; readonly required?: boolean; readonly description?: string }>
  >;
  readonly outputs?: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs?: { readonly using?: string; readonly main?: string; readonly post?: string };
}

/**
 * The differences between the code of an action and its `action.yml`, one sentence each; empty if they agree.
 * @param name folder of the action, which is also the folder of its bundle
 */
export function listContractFindings(
  name: string,
  schema: InputSchema,
  outputs: readonly string[],
  metadataText: string,
  hasPost = false,
): string[] {
  const metadata = parse(metadataText) as Metadata;
  const findings: string[] = [];
  const say = (finding: string): void => void findings.push(finding);
  const declared = metadata.inputs ?? {};
  for (const input of Object.keys(declared).filter((each) => !(each in schema)))
    say(`input "${input}" is not in the code`);
  for (const [input, definition] of Object.entries(schema)) {
    const entry = declared[input];
    if (entry === undefined) {
      say(`input "${input}" is not in action.yml`);
      continue;
    }
    const written = entry.default === undefined ? '' : String(entry.default);
    // The runner evaluates an expression; the code sees its value.
    if (!written.includes('${{') && written !== (definition.default ?? '')) {
      say(
        `input "${input}" has the default "${written}" in action.yml and "${definition.default ?? ''}" in the code`,
      );
    }
    if (definition.mayBeEmpty === true && written === '')
      say(`input "${input}" may be empty and has no default in action.yml`);
    if ((entry.required === true) !== definition.required)
      say(`input "${input}" is required in one place only`);
    if ((entry.description ?? '').trim() === '') say(`input "${input}" has no description`);
  }
  const named = metadata.outputs ?? {};
  for (const output of Object.keys(named).filter((each) => !outputs.includes(each)))
    say(`output "${output}" is not in the code`);
  for (const output of outputs) {
    if ((named[output]?.description ?? '').trim() === '')
      say(`output "${output}" is not described in action.yml`);
  }
  const { using, main, post } = metadata.runs ?? {};
  const bundle = `../../dist/${name}/index.js`;
  if (using !== 'node24') say(`runs.using is "${using}"`);
  if (main !== bundle) say(`runs.main is "${main}", not "${bundle}"`);
  if (post !== (hasPost ? bundle : undefined)) say(`runs.post is "${post}"`);
  return findings;
}
