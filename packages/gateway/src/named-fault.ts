import type { Fault } from './faults.ts';

/** A fault a user can ask for by name: `rehearse --fault NAME`. */
export interface NamedFault {
  readonly name: string;
  /** One sentence: what goes wrong. */
  readonly summary: string;
  /**
   * `recovers`: the release is expected to go through all the same. `stops`: it is expected to fail with a clear
   * error, and a run without the fault afterwards has to complete it.
   */
  readonly expectation: 'recovers' | 'stops';
  readonly faults: readonly Fault[];
}
