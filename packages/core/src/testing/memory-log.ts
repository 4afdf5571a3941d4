import type { Log } from '../ports.ts';

/** A log that stores its messages. */
export interface MemoryLog extends Log {
  /** `level: message`; groups are `group: name` and `endgroup`. */
  readonly lines: readonly string[];
  readonly masked: ReadonlySet<string>;
}

/** For tests of code that logs. */
export function createMemoryLog(): MemoryLog {
  const lines: string[] = [];
  const masked = new Set<string>();
  const at =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level}: ${message}`);
  return {
    lines,
    masked,
    debug: at('debug'),
    info: at('info'),
    notice: at('notice'),
    warning: at('warning'),
    async group(name, body) {
      lines.push(`group: ${name}`);
      try {
        return await body();
      } finally {
        lines.push('endgroup');
      }
    },
    mask: (secret) => void masked.add(secret),
  };
}
