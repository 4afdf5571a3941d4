import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ActionMetadata, readActions } from './action-metadata.ts';

const start = '<!-- api-start -->';
const end = '<!-- api-end -->';

const cell = (text: string): string => text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');

function renderDefault(parameter: { readonly required?: boolean; readonly default?: unknown }): string {
  if (parameter.required === true && parameter.default === undefined) return '**required**';
  const value = parameter.default === undefined ? '' : String(parameter.default);
  return value === '' ? '' : `\`${cell(value)}\``;
}

/** The two tables of an action's README, in the order of its `action.yml`. */
export function renderTables({ inputs, outputs }: ActionMetadata): string {
  const inputRows = [...inputs].map(
    ([name, input]) => `| \`${name}\` | ${renderDefault(input)} | ${cell(input.description ?? '')} |`,
  );
  const outputRows = [...outputs].map(
    ([name, output]) => `| \`${name}\` | ${cell(output.description ?? '')} |`,
  );
  const lines = ['### Inputs', '', '| Input | Default | Description |', '|---|---|---|', ...inputRows];
  if (outputRows.length > 0) {
    lines.push('', '### Outputs', '', '| Output | Description |', '|---|---|', ...outputRows);
  }
  return lines.join('\n');
}

/** `readme` with `block` between the two markers, or undefined when it has no such markers. */
export function replaceBlock(readme: string, block: string, from = start, to = end): string | undefined {
  const first = readme.indexOf(from);
  const last = readme.indexOf(to, first);
  if (first < 0 || last < 0) return undefined;
  return `${readme.slice(0, first + from.length)}\n${block}\n${readme.slice(last)}`;
}

/** Brings every action's README up to date, or only looks when `check` is set; one line for each that was not. */
export async function refreshReadmes(root: string, check: boolean): Promise<string[]> {
  const findings: string[] = [];
  for (const [name, metadata] of await readActions(root)) {
    const path = `actions/${name}/README.md`;
    const readme = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (readme === undefined) {
      findings.push(`${path}: is missing`);
      continue;
    }
    const fresh = replaceBlock(readme, renderTables(metadata));
    if (fresh === undefined) findings.push(`${path}: has no ${start} and ${end}`);
    else if (fresh !== readme) {
      findings.push(
        check ? `${path}: tables differ from action.yml, run "npm run docs"` : `${path}: written`,
      );
      if (!check) await writeFile(join(root, path), fresh);
    }
  }
  return findings;
}
