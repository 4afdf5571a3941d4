import type { StandIn } from './stand-in.ts';

/** What a set-up action installs: a program that has to be on this machine already. */
interface SetUpProgram {
  readonly file: string;
  readonly arguments: readonly string[];
  /** The output that has the version. */
  readonly output: string;
  /** The version in what the program prints; default: numbers and dots. */
  readonly versionPattern?: RegExp;
}

/**
 * Replaces a set-up action: installs nothing, fails without the program, and says which version this machine has. Any version is
 * accepted, because the input names a range in the language of each tool.
 */
export function createSetUp({
  file,
  arguments: words,
  output,
  versionPattern = /\d+(?:\.\d+)+/,
}: SetUpProgram): StandIn {
  return {
    inputs: 'any',
    async main({ exec, log, setOutput }) {
      const printed = await exec(file, words).catch((cause: unknown) => {
        throw new Error(`This machine has no "${file}", which this action would install.`, { cause });
      });
      const version = versionPattern.exec(printed)?.[0] ?? '';
      log(`${file} ${version} of this machine is used.`);
      setOutput(output, version);
    },
  };
}
