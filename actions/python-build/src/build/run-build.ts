import { type ActionError, EnvironmentError, InputError } from '@slipway/core/errors/action-error';
import type { Exec, Log } from '@slipway/core/ports';
import { buildErrors } from '../errors.ts';
import { findFailureCause } from './failure-cause.ts';

export interface BuildPorts {
  readonly exec: Exec;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string>>;
}

export interface BuildCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** What failed, as the subject of a sentence: `The build`. */
  readonly subject?: string;
  readonly hint?: string;
  /** What a line says that the program still does: `building`. */
  readonly activity?: string;
  /** The error of a program that fails, instead of E_BUILD_FAILED. @param why one sentence */
  readonly toError?: (why: string, cause: Error) => ActionError;
}

// What is behind is in nobody's way of reading a log; a build may print without end.
const maxLoggedLines = 20_000;
const maxKeptLines = 2000;
/** How long a build may print nothing before a line says that it still runs. */
const silenceMs = 30_000;

/**
 * Runs a program that builds and shows its output line by line.
 * @returns the lines of standard output
 * @throws InputError E_BUILD_FAILED, or the command's own error, with the lines that say why; EnvironmentError E_TOOL_MISSING
 */
export async function runBuild(command: BuildCommand, ports: BuildPorts): Promise<string> {
  const { exec, log, signal, environment } = ports;
  const { subject = 'The build', hint, activity = 'building', toError } = command;
  const kept: string[] = [];
  let lines = 0;
  const heartbeat = startHeartbeat(log, activity);
  try {
    const { stdout } = await exec.run(command.file, command.args, {
      cwd: command.cwd,
      env: environment,
      signal,
      maxOutputBytes: 1024 * 1024,
      onLine: (line) => {
        heartbeat.printed();
        lines += 1;
        if (lines <= maxLoggedLines) log.info(line);
        else if (lines === maxLoggedLines + 1)
          log.info(`(more than ${maxLoggedLines} lines; the rest is omitted)`);
        kept.push(line);
        // The first error may be far above the last line.
        if (kept.length > maxKeptLines) kept.splice(maxKeptLines / 2, 1);
      },
    });
    return stdout;
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== 'E_EXEC_FAILED') throw cause;
    const why = `${findFailureCause(kept) || cause.message}.`.replace(/\.\.$/, '.');
    if (toError !== undefined) throw toError(why, cause);
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `${subject} failed: ${why}`,
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  } finally {
    heartbeat.stop();
  }
}

interface Heartbeat {
  printed(): void;
  stop(): void;
}

/** Says every 30 seconds that a silent program still runs. */
function startHeartbeat(log: Log, activity: string): Heartbeat {
  let seconds = 0;
  let isSilent = true;
  const timer = setInterval(() => {
    seconds += silenceMs / 1000;
    if (isSilent) log.info(`Still ${activity} after ${seconds} seconds.`);
    isSilent = true;
  }, silenceMs);
  return {
    printed: () => {
      isSilent = false;
    },
    stop: () => clearInterval(timer),
  };
}
