import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { readActionDefinition } from '@slipway/runner/actions/action-definition';
import type { StandIn } from '@slipway/runner/stand-ins/stand-in';
import type { Machine } from '../machine/machine.ts';
import type { RunProgram } from '../machine/programs.ts';
import type { Workspace } from '../machine/workspace.ts';
import { openImageBuilder } from './image-builder.ts';
import { findImageBuilding } from './image-building.ts';

/** What a rehearsal does about container images: a builder for them, or a stand-in for the action that builds. */
export interface ImageRehearsal {
  /** For every step. */
  readonly environment: Readonly<Record<string, string>>;
  readonly standIns: ReadonlyMap<string, StandIn>;
  /** Why no image can be built, in words; undefined when there is a builder. */
  readonly missing: string | undefined;
  /** Why an image that was to be built was not, in words; undefined when none was asked for, or there is a builder. */
  whatIsMissing(): string | undefined;
  close(): Promise<void>;
}

const action = 'actions/docker-build-sign';

async function createStandIn(onImage: (log: (line: string) => void) => void): Promise<StandIn> {
  const { inputs } = await readActionDefinition(join(slipwayDirectory, action));
  // No outputs: what would need an image sees that there is none.
  return { inputs: inputs.map(({ id }) => id), main: async ({ log }) => onImage(log) };
}

/** Prepares what the machine allows. @throws EnvironmentError E_TOOL_MISSING as `openImageBuilder` */
export async function prepareImages(
  workspace: Workspace,
  machine: Machine,
  program: RunProgram,
  path: string,
  signal: AbortSignal,
): Promise<ImageRehearsal> {
  const directory = workspace.folder('images');
  const building = await findImageBuilding(program, { cwd: directory, env: { PATH: path, HOME: directory } });
  if (building.kind === 'none') {
    let missing: string | undefined;
    const standIn = await createStandIn((log) => {
      missing = building.reason;
      log(`The image is not rehearsed: ${building.reason}.`);
    });
    return {
      environment: {},
      standIns: new Map([[`*/slipway/${action}`, standIn]]),
      missing: building.reason,
      whatIsMissing: () => missing,
      close: async () => undefined,
    };
  }
  const { userVariables } = machine;
  const { trackingId } = workspace;
  const builder = await openImageBuilder({
    ...{ building, directory, path, userVariables, trackingId, run: program, signal },
  });
  return { ...builder, standIns: new Map(), missing: undefined, whatIsMissing: () => undefined };
}
