import { neutralizeLine } from '@slipway/core/neutralize';
import trove from './lists/classifiers.json' with { type: 'json' };
import { type CoreMetadata, readFields } from './parse-core-metadata.ts';

const known: ReadonlySet<string> = new Set(trove.classifiers);
const deprecated: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(trove.deprecated));

const isPrivate = (classifier: string): boolean => classifier.trim().startsWith('Private ::');

/** The classifier that keeps a project from being uploaded: PyPI rejects every classifier with this prefix, and always will. */
export function findPrivateClassifier(metadata: CoreMetadata): string | undefined {
  return readFields(metadata, 'Classifier').find(isPrivate);
}

/**
 * Sentences about classifiers that PyPI does not have, or no longer accepts (warehouse, `forklift/metadata.py`). A private one
 * is not among them: it is there on purpose, and has a sentence of its own.
 */
export function listClassifierProblems(metadata: CoreMetadata): string[] {
  const problems: string[] = [];
  for (const classifier of new Set(readFields(metadata, 'Classifier'))) {
    const shown = `"${neutralizeLine(classifier, 120)}"`;
    const successors = deprecated.get(classifier);
    if (successors !== undefined) {
      const advice = successors.length === 0 ? 'Remove it' : `Use "${successors.join('" or "')}" instead`;
      problems.push(`The classifier ${shown} is deprecated, and PyPI rejects it. ${advice}.`);
    } else if (!known.has(classifier) && !isPrivate(classifier)) {
      problems.push(`The classifier ${shown} is not among those of PyPI (${trove.source}, ${trove.date}).`);
    }
  }
  return problems;
}
