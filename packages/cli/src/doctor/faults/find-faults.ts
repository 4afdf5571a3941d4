import { type Diagnosis, failed, passed } from '../diagnosis.ts';
import { crowdedTokenJob, fragileRelease, injection, releaseCaches, secretArguments } from './attacks.ts';
import { deadRegistry, swallowedFailures } from './failures.ts';
import type { Fault, FaultContext, FaultKind } from './fault.ts';
import { notesOfWrongSection, unprovenClaims } from './notes.ts';
import { earlyImageTags, pushBeforeBuild, rebuilt, unreadDraft, wrongRevision } from './order.ts';

/** All kinds of faults, in the order of their ids. */
const faultKinds: readonly FaultKind[] = [
  notesOfWrongSection,
  pushBeforeBuild,
  unreadDraft,
  swallowedFailures,
  rebuilt,
  earlyImageTags,
  wrongRevision,
  crowdedTokenJob,
  releaseCaches,
  injection,
  secretArguments,
  fragileRelease,
  unprovenClaims,
  deadRegistry,
];

/** Ids of these checks. */
export const faultIds: readonly string[] = faultKinds.map(({ id }) => id);

const maxShown = 3;

function describe(faults: readonly Fault[]): string {
  const shown = faults
    .slice(0, maxShown)
    .map(({ seen, line }, index) => (index === 0 ? seen : `${seen.replace(/\.$/, '')} (line ${line}).`));
  const left = faults.length - shown.length;
  return [...shown, ...(left === 0 ? [] : [`${left} more of this kind.`])].join(' ');
}

/** Reads the faults of a workflow file off its text: one diagnosis for each kind. */
export function findFaults(context: FaultContext): readonly Diagnosis[] {
  return faultKinds.map((kind) => {
    const { id, title, severity, otherwise, fix } = kind;
    const faults = kind.find(context);
    const check = { id, title, severity };
    if (faults.length === 0) return passed(check, 'nothing found');
    return { ...failed(check, { seen: describe(faults), otherwise, fix }), line: faults[0]?.line };
  });
}
