import type { Job } from './job.ts';
import type { Reference } from './reference.ts';

const referenceKinds: ReadonlySet<unknown> = new Set<Reference['kind']>([
  'job-output',
  'job-outputs',
  'job-result',
  'step-output',
  'input',
  'received',
]);

const isReference = (value: object): value is Reference => 'kind' in value && referenceKinds.has(value.kind);

/** What a part of a job reads: its references, and its texts, which must not contain any. */
export interface Reads {
  readonly references: readonly Reference[];
  readonly texts: readonly string[];
}

/** Collects the references and texts of any part of a model, at any depth. */
export function listReads(part: unknown): Reads {
  if (typeof part === 'string') return { references: [], texts: [part] };
  if (typeof part !== 'object' || part === null) return { references: [], texts: [] };
  if (isReference(part)) return { references: [part], texts: [] };
  const reads = Object.values(part).map(listReads);
  return {
    references: reads.flatMap(({ references }) => references),
    texts: reads.flatMap(({ texts }) => texts),
  };
}

/** Collects the references and texts of a job, without those of the jobs it needs. */
export function listJobReads({ needs: _needs, calls, ...job }: Job): Reads {
  return listReads(calls === undefined ? job : { condition: job.condition, with: calls.with });
}
