import { readSlipwayUse, type WorkflowRule } from './rule.ts';

/** A version, or the commit of one. */
const released = /^(?:v\d+(?:\.\d+){0,2}|[0-9a-f]{40})$/;

/** All actions of a release come from one place, at a version that does not move under it. */
export const ownActionRule: WorkflowRule = {
  name: 'all Slipway actions have the same version and owner',
  find({ model }) {
    const uses = model.jobs.flatMap(({ id, steps }) =>
      steps.flatMap((step) => {
        const use = readSlipwayUse(step);
        return use === undefined || use.owner === '' ? [] : [{ ...use, id, text: step.uses ?? '' }];
      }),
    );
    const counts = new Map<string, number>();
    for (const { owner } of uses) counts.set(owner.toLowerCase(), (counts.get(owner.toLowerCase()) ?? 0) + 1);
    const [usual] = [...counts].sort(([, left], [, right]) => right - left)[0] ?? [];
    return uses.flatMap(({ id, owner, ref, text }) => [
      ...(owner.toLowerCase() === usual
        ? []
        : [`job "${id}" uses ${text}, but the others are from ${usual}`]),
      ...(released.test(ref) ? [] : [`job "${id}" uses ${text}, which is not a version`]),
    ]);
  },
};
