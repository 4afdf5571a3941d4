/** The outcome of one git process; `stdout` is kept as bytes because blobs pass through it. */
export interface GitOutcome {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}
