import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';

const ignore = (): void => undefined;

/** A log that says warnings and notices, and nothing of what goes well. */
export function createReaderLog(write: (text: string) => void): Log {
  const say = (message: string): void => write(`${neutralizeLine(message)}\n`);
  return {
    debug: ignore,
    info: ignore,
    notice: say,
    warning: say,
    group: (_name, body) => body(),
    // There is no runner that masks; secrets are in no message.
    mask: ignore,
  };
}
