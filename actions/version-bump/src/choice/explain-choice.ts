import type { BumpRecommendation, CommitVerdict } from '@slipway/changelog/commits/conventional';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Choice } from './version-facts.ts';

const maxLines = 1000;

/** Says why a version is next: the line that counted in every commit, those that ask for a release first. */
export function explainChoice(log: Log, { version, why, commits }: Choice): void {
  if (commits !== undefined) explainCommits(log, commits);
  log.info(version === undefined ? why : `${formatVersion(version)}: ${neutralizeLine(why, 300)}.`);
}

function explainCommits(log: Log, { verdicts }: BumpRecommendation): void {
  const counted = verdicts.filter(({ bump }) => bump !== undefined);
  const others = verdicts.filter(({ bump }) => bump === undefined);
  for (const verdict of [...counted, ...others].slice(0, maxLines)) log.info(describeVerdict(verdict));
  const left = verdicts.length - maxLines;
  if (left > 0) log.info(`and ${left.toLocaleString('en-US')} more commits`);
}

function describeVerdict({ sha, bump, line, because }: CommitVerdict): string {
  return `${sha.slice(0, 7)} ${bump ?? 'no release'}: ${neutralizeLine(line, 200)} (${neutralizeLine(because, 80)})`;
}
