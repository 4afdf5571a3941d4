import { type CoreMetadata, readFields } from './parse-core-metadata.ts';

/** The classifier that keeps a project from being uploaded: PyPI rejects every classifier with this prefix, and always will. */
export function findPrivateClassifier(metadata: CoreMetadata): string | undefined {
  return readFields(metadata, 'Classifier').find((classifier) => classifier.trim().startsWith('Private ::'));
}
