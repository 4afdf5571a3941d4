import { neutralizeLine } from '@slipway/core/neutralize';
import { findPrivateClassifier } from '../metadata/classifiers.ts';
import { judgeDescription } from '../metadata/description.ts';
import type { DistributionFindings } from './distribution-findings.ts';
import type { Distribution } from './inspect-distribution.ts';

const maxFileBytes = 100 * 1024 * 1024;

/**
 * What an index would refuse in addition to what the inspection found. The build, the upload and the rehearsal ask the same
 * function, so that nothing is published that a later step refuses.
 * @param size bytes
 * @param isPypi whether the index is PyPI or TestPyPI; other indexes need not have their rules
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
    problems.push(`has the classifier "${neutralizeLine(classifier, 120)}", which PyPI rejects`);
  }
  if (isPypi && distribution.version.includes('+')) {
    problems.push(`has the local version ${distribution.version}, which PyPI rejects`);
  }
  if (isPypi && size > maxFileBytes) {
    warnings.push(
      `has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`,
    );
  }
  const toSentences = (ends: readonly string[]): string[] => ends.map((end) => `It ${end}.`);
  return { problems: toSentences(problems), warnings: toSentences(warnings), accepted };
}
