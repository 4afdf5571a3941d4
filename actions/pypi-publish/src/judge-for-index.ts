import { neutralizeLine } from '@slipway/core/neutralize';
import { listRefusedPlatformTags } from '@slipway/pypi/platform-tag';
import type { DistributionFindings } from '@slipway/python/distribution/check-distributions';
import type { Distribution } from '@slipway/python/distribution/inspect-distribution';
import { findPrivateClassifier } from '@slipway/python/metadata/classifiers';
import { judgeDescription } from '@slipway/python/metadata/description';

const maxFileBytes = 100 * 1024 * 1024;

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
  const description = judgeDescription(distribution.metadata);
  // Other indexes need not render a page, nor keep to what PyPI adds to the specification.
  const problems = isPypi ? [...description.problems] : [];
  const warnings = isPypi ? [...description.warnings] : [...description.problems, ...description.warnings];
  const accepted = isPypi ? [] : distribution.pypiProblems;
  const classifier = isPypi ? findPrivateClassifier(distribution.metadata) : undefined;
  if (classifier !== undefined) {
    problems.push(
      `has the classifier "${neutralizeLine(classifier, 120)}", with which PyPI does not take it`,
    );
  }
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
  if (isPypi && size > maxFileBytes) {
    warnings.push(
      `has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`,
    );
  }
  return { problems, warnings, accepted };
}
