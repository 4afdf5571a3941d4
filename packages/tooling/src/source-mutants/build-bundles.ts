import { join } from 'node:path';
import { runTool } from '../run-tool.ts';

/** Bundles these actions in the copy at `folder`. @returns the words of the bundler when one does not build */
export async function buildBundles(folder: string, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const script = join(folder, 'packages/tooling/src/build.ts');
  const { exitCode, output } = await runTool(process.execPath, [script, '--root', folder, ...names], {
    cwd: folder,
  });
  return exitCode === 0 ? undefined : output.trim().slice(-300);
}
