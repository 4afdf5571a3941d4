import { type CoreMetadata, readFields } from './parse-core-metadata.ts';

/** The classifier by which a project keeps itself from being uploaded: PyPI knows none that begins so, and never will. */
export function findPrivateClassifier(metadata: CoreMetadata): string | undefined {
  return readFields(metadata, 'Classifier').find((classifier) => classifier.trim().startsWith('Private ::'));
}
