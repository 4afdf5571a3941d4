import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ActionError } from '@slipway/core/errors/action-error';
import { afterAll, beforeAll, expect } from 'vitest';
import { withBuiltImage } from '../../src/build/build-from-inputs.ts';
import type { BuildResult } from '../../src/build/build-image.ts';
import { createContext, type Files, type TestContext } from './build-context.ts';
import { buildProbe, type RealBuilder, startBuilder } from './buildkit.ts';
import { type ReadImage, readImage } from './read-image.ts';

/** Builds with a real buildkitd, which is started before the tests of a file and stopped behind them. */
export interface RealBuilds {
  /** A workspace with files, and two programs for RUN: one of this machine, one of another. */
  open(
    files: Files,
    given?: Readonly<Record<string, string>>,
    variables?: Readonly<Record<string, string>>,
  ): TestContext;
  /** Builds, and looks whether anything was left behind. */
  build(test: TestContext): Promise<BuildResult & { readonly image: ReadImage }>;
  /** The failure of a build that leaves nothing behind either. */
  fail(test: TestContext): Promise<ActionError>;
}

/** Has to be called inside of `describe`. */
export function useRealBuilds(): RealBuilds {
  let builder: RealBuilder;
  const probes = new Map<string, string>();
  beforeAll(async () => {
    for (const architecture of ['amd64', 'arm64']) probes.set(architecture, buildProbe(architecture));
    builder = await startBuilder();
  });
  afterAll(async () => {
    await builder?.stop();
    for (const folder of probes.values()) rmSync(folder, { recursive: true, force: true });
  });

  const open = (
    files: Files,
    given: Readonly<Record<string, string>> = {},
    variables: Readonly<Record<string, string>> = {},
  ): TestContext => {
    const test = createContext(files, given, { ...builder.variables, ...variables });
    copyFileSync(
      join(probes.get(process.arch === 'arm64' ? 'arm64' : 'amd64') ?? '', 'probe'),
      join(test.workspace, 'probe'),
    );
    copyFileSync(
      join(probes.get(process.arch === 'arm64' ? 'amd64' : 'arm64') ?? '', 'probe'),
      join(test.workspace, 'foreign'),
    );
    return test;
  };
  const build = async (test: TestContext): Promise<BuildResult & { readonly image: ReadImage }> => {
    const result = await withBuiltImage(test.context, '1.2.0', async (built) => ({
      ...built,
      image: await readImage(built),
    }));
    expect(readdirSync(test.temporaryDirectory)).toEqual([]);
    return result;
  };
  const fail = async (test: TestContext): Promise<ActionError> => {
    const failure = await build(test).catch((cause: unknown) => cause);
    expect(readdirSync(test.temporaryDirectory)).toEqual([]);
    expect(failure).toBeInstanceOf(ActionError);
    return failure as ActionError;
  };
  return { open, build, fail };
}
