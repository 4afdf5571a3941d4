/** What a built-in replacement of an action gets to work with. */
export interface StandInRun {
  /** By name, defaults not filled in. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  readonly temporaryDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
  readonly serverUrl: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly mask: (secret: string) => void;
  readonly setOutput: (name: string, value: string) => void;
  /** Runs a program; its output goes to the log. Resolves with what it printed. @throws Error when it fails */
  readonly exec: (
    file: string,
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<string>;
}

/** What replaces an action that is not available: a function, or an action of its own. The report names it. */
export type StandIn = FunctionStandIn | ActionStandIn;

/** A folder with an `action.yml` that has the interface of the real action, and programs that run as those of any action. */
export interface ActionStandIn {
  readonly directory: string;
}

/** A built-in function that replaces an action. */
export interface FunctionStandIn {
  /** What the rehearsal does not show, as a sentence; undefined when the function does what the action does. */
  readonly notShown?: string;
  /** Every input of the real action; others get GitHub's warning. `any` where they are not known. */
  readonly inputs: readonly string[] | 'any';
  main(run: StandInRun): Promise<void>;
  post?(run: StandInRun): Promise<void>;
}
