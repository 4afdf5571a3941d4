import type { Annotation, JobResult, StepResult } from './result.ts';

/** What happens during a run, told as it happens; every text is masked. */
export type RunnerEvent =
  | { readonly type: 'job-started'; readonly jobId: string; readonly jobName: string }
  | {
      readonly type: 'job-finished';
      readonly jobId: string;
      readonly jobName: string;
      readonly result: JobResult;
    }
  | { readonly type: 'step-started'; readonly jobId: string; readonly jobName: string; readonly step: string }
  | {
      readonly type: 'step-finished';
      readonly jobId: string;
      readonly jobName: string;
      readonly step: StepResult;
    }
  | {
      readonly type: 'log';
      readonly jobId: string;
      readonly jobName: string;
      readonly step: string;
      readonly line: string;
    }
  | {
      readonly type: 'annotation';
      readonly jobId: string;
      readonly jobName: string;
      readonly annotation: Annotation;
    }
  | { readonly type: 'note'; readonly message: string };

/** Receives the events of a run; must not throw. */
export type Reporter = (event: RunnerEvent) => void;
