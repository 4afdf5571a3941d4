/** A call that is wrong, in three lines: what, the way out, and where the options are. */
export function renderUsageError(message: string, hint: string, help: string): string {
  return `error: ${message}\n  ${hint}\n  Run "${help}" for all options.\n`;
}
