import type { Log } from '../ports.ts';

const ignore = (): void => undefined;

/** A log that says nothing, for what is looked at beside the work of a job. It masks nothing either: no runner listens. */
export const silentLog: Log = {
  ...{ debug: ignore, info: ignore, notice: ignore, warning: ignore, mask: ignore },
  group: (_name, body) => body(),
};
