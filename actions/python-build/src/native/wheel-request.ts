import type { ToolPorts } from '../build/fetch-tool.ts';
import type { Inputs } from '../inputs.ts';

/** The wheels of one leg, from one folder of sources. */
export interface WheelRequest extends Pick<Inputs, 'platform' | 'archs' | 'legs' | 'python'> {
  /** Unpacked sdist, or the project's folder. */
  readonly source: string;
  /** Folder for the wheels. */
  readonly output: string;
  readonly configSettings: readonly string[];
  /** Names of the variables that the job passes to the build on purpose. */
  readonly passed: readonly string[];
}

export interface WheelPorts extends ToolPorts {
  /** Of the machine; `linux`, `darwin`, `win32`. */
  readonly machine: NodeJS.Platform;
}

/** System that the wheels are for. */
export function chooseSystem(
  platform: Inputs['platform'],
  machine: NodeJS.Platform,
): Exclude<Inputs['platform'], 'auto'> {
  if (platform !== 'auto') return platform;
  return machine === 'darwin' ? 'macos' : machine === 'win32' ? 'windows' : 'linux';
}
