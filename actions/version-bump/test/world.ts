import { onTestFinished } from 'vitest';
import { createTestWorld, type TestWorld, type WorldOptions } from './create-world.ts';

export type { RunOptions, TestWorld } from './create-world.ts';
export { changelog, projectFiles, pyproject } from './test-project.ts';

/** A world that is closed when the test is over. */
export async function openWorld(
  files?: Readonly<Record<string, string>>,
  options?: WorldOptions,
): Promise<TestWorld> {
  const world = await createTestWorld(files, options);
  onTestFinished(() => world.close());
  return world;
}
