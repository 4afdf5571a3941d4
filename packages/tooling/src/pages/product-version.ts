import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const path = 'packages/core/src/version.ts';

/**
 * Brings the constant that the bundles carry up to the version of the root `package.json`, or compares them when `check` is set.
 * @returns a line when they differed
 */
export async function refreshVersion(root: string, check: boolean): Promise<string[]> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const fresh = `/** Version of Slipway, as the root \`package.json\` has it. Written by \`npm run docs\`. */
export const version = '${version}';
`;
  if (fresh === (await readFile(join(root, path), 'utf8').catch(() => ''))) return [];
  if (!check) await writeFile(join(root, path), fresh);
  return [
    check
      ? `${path}: differs from the version ${version} of package.json, run "npm run docs"`
      : `${path}: written`,
  ];
}
