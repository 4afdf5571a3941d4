import { neutralizeLine } from '@slipway/core/neutralize';
import type { Context } from '../inputs.ts';

const prefix = 'org.opencontainers.image.';
const keys = ['version', 'revision'].map((name) => `${prefix}${name}`);

/**
 * Says that labels of the user which name a version or a commit are kept, and decide nothing.
 * @param version of the release in canonical form
 */
export function noticeOwnLabels({ inputs, job, log }: Context, version: string): void {
  const facts = new Map([
    [`${prefix}version`, version],
    [`${prefix}revision`, job.sha],
  ]);
  const given = [...inputs.labels, ...inputs.annotations.map(({ key, value }) => [key, value] as const)];
  const own = given
    .filter(([key, value]) => keys.includes(key) && facts.get(key) !== value)
    .map(([key, value]) => neutralizeLine(`${key}=${value}`, 120));
  if (own.length === 0) return;
  log.notice(
    `Keeping ${[...new Set(own)].join(', ')} as set in "labels" and "annotations". Slipway recognizes a released version by its signature, not by its labels.`,
  );
}
