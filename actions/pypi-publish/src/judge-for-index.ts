import { listRefusedPlatformTags } from '@slipway/pypi/platform-tag';
import type { DistributionFindings } from '@slipway/python/distribution/check-distributions';
import type { Distribution } from '@slipway/python/distribution/inspect-distribution';
import { checkReadme } from './check-readme.ts';

const largestFileBytes = 100 * 1024 * 1024;

/**
 * What an index would refuse.
 * @param size bytes
 * @param isPypi whether the rules are those of PyPI, or an index's of its own
 */
export function judgeForIndex(
  distribution: Distribution,
  size: number,
  isPypi: boolean,
): DistributionFindings {
  const readme = checkReadme(distribution.metadata);
  const problems = [...readme.problems];
  const warnings = [...readme.warnings];
  if (isPypi && distribution.version.includes('+')) {
    problems.push(`has the local version ${distribution.version}, which PyPI does not take`);
  }
  const refusedTags =
    isPypi && distribution.kind === 'wheel' ? listRefusedPlatformTags(distribution.fileName) : [];
  if (refusedTags.length > 0) {
    problems.push(
      `is for ${refusedTags.join(', ')}, which PyPI does not take; build it with cibuildwheel or auditwheel`,
    );
  }
  if (isPypi && size > largestFileBytes) {
    warnings.push(
      `has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`,
    );
  }
  return { problems, warnings };
}
