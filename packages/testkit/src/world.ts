import { createWorld, type World, type WorldOptions } from '@slipway/world/world';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

/** A world with a directory of its own that is closed when the test is over. */
export async function openWorld<Handles = undefined>(
  options: Partial<WorldOptions<Handles>> = {},
): Promise<World<Handles>> {
  const directory = await temporaryDirectory();
  const world = await createWorld({ directory, userEnvironment: {}, ...options });
  onTestFinished(() => world.close());
  return world;
}
