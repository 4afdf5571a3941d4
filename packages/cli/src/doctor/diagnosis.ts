/** What a fault leads to: the release fails or publishes something wrong, can be attacked, or could be better. */
export type Severity = 'blocks' | 'insecure' | 'advice';

/** `unseen`: the caller may not see it. */
export type DiagnosisState = 'ok' | 'failed' | 'unseen' | 'not-applicable';

/** What to do about a fault. */
export interface Fix {
  /** A command for a shell, the address of a page, or a change to a file. */
  readonly kind: 'command' | 'page' | 'edit';
  /** Commands: one per line. */
  readonly text: string;
}

/** The result of one check. */
export interface Diagnosis {
  /** `GH06`, `PY05`, `WF02`. */
  readonly id: string;
  /** What is right, as a sentence. */
  readonly title: string;
  readonly severity: Severity;
  readonly state: DiagnosisState;
  /** The value, or why it cannot be seen. */
  readonly seen: string;
  /** What happens otherwise, in GitHub's or PyPI's words where they have some; empty unless failed. */
  readonly otherwise: string;
  readonly fix?: Fix | undefined;
  /** Of the workflow file, from 1. */
  readonly line?: number | undefined;
  /** Request line of the setting. */
  readonly source?: string | undefined;
}

/** Everything that a check always says. */
export interface CheckTitle {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly source?: string | undefined;
}

export const passed = (check: CheckTitle, seen: string): Diagnosis => ({
  ...{ ...check, state: 'ok', seen, otherwise: '' },
});

export const failed = (
  check: CheckTitle,
  found: {
    readonly seen: string;
    readonly otherwise: string;
    readonly fix?: Fix;
    readonly severity?: Severity;
  },
): Diagnosis => ({ ...check, state: 'failed', ...found });

export const unseen = (check: CheckTitle, why: string): Diagnosis => ({
  ...{ ...check, state: 'unseen', seen: why, otherwise: '' },
});

export const notApplicable = (check: CheckTitle, why: string): Diagnosis => ({
  ...{ ...check, state: 'not-applicable', seen: why, otherwise: '' },
});

/** Whether a diagnosis stops a release; one that is only advice never does. */
export const isFault = ({ state, severity }: Diagnosis): boolean =>
  state === 'failed' && severity !== 'advice';

/** One sentence for a report: the same words in every command. */
export function describeFault({ id, seen, otherwise, line }: Diagnosis): string {
  const place = line === undefined ? '' : ` (line ${line})`;
  return `${id}${place}: ${seen}${otherwise === '' ? '' : ` ${otherwise}`}`;
}
