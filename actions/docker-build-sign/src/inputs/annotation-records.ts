import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { InputRecord } from './records.ts';

/** Where an annotation is written (https://docs.docker.com/build/metadata/annotations/). */
const annotationLevels = ['manifest', 'index', 'manifest-descriptor', 'index-descriptor'] as const;

/** `level` or `level[platform]`. */
export interface AnnotationPlace {
  readonly level: (typeof annotationLevels)[number];
  /** Set where only the manifest of one platform is meant. */
  readonly platform: string | undefined;
}

/** An annotation that the user wrote. */
export interface UserAnnotation {
  /** Empty when none was written: the manifests and the index. */
  readonly places: readonly AnnotationPlace[];
  readonly key: string;
  readonly value: string;
}

function refuse(input: string, { line, text }: InputRecord, what: string): InputError {
  return new InputError(coreErrors.E_INPUT_INVALID, {
    message: `Input "${input}", line ${line}: "${neutralizeLine(text, 120)}" ${what}.`,
  });
}

// The rules of annotations ask for a key that is not empty; blanks and quotes in one are a slip in quoting.
const keyPattern = /^[^\s"'=:,[\]]+$/;

function splitPair(input: string, record: InputRecord): readonly [key: string, value: string] {
  const at = record.text.indexOf('=');
  if (at < 1) throw refuse(input, record, 'is not NAME=VALUE');
  return [record.text.slice(0, at).trim(), record.text.slice(at + 1)];
}

/** Reads the input `labels`. @throws InputError E_INPUT_INVALID */
export function readLabels(records: readonly InputRecord[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const record of records) {
    const [key, value] = splitPair('labels', record);
    if (/[\s"']/.test(key)) throw refuse('labels', record, 'has a space or a quote in its name');
    if (labels.has(key)) throw refuse('labels', record, 'repeats a name');
    labels.set(key, value);
  }
  return labels;
}

/** Reads the input `annotations`. @throws InputError E_INPUT_INVALID */
export function readAnnotations(records: readonly InputRecord[]): readonly UserAnnotation[] {
  const seen = new Set<string>();
  return records.map((record) => {
    const [name, value] = splitPair('annotations', record);
    const colon = name.indexOf(':');
    const key = name.slice(colon + 1);
    if (!keyPattern.test(key)) throw refuse('annotations', record, 'does not have a valid annotation name');
    const places =
      colon < 0
        ? []
        : name
            .slice(0, colon)
            .split(',')
            .map((text) => readPlace(text, record));
    for (const place of colon < 0 ? [''] : name.slice(0, colon).split(',')) {
      const full = `${place}:${key}`;
      if (seen.has(full)) throw refuse('annotations', record, 'repeats a name');
      seen.add(full);
    }
    return { places, key, value };
  });
}

function readPlace(text: string, record: InputRecord): AnnotationPlace {
  const [, word = '', platform] = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(text.trim()) ?? [];
  const level = annotationLevels.find((each) => each === word);
  if (level === undefined) {
    throw refuse(
      'annotations',
      record,
      `has an unknown level before its name; expected ${annotationLevels.map((each) => `${each}:`).join(', ')}`,
    );
  }
  if (platform !== undefined && level.startsWith('index'))
    throw refuse('annotations', record, 'names a platform, but an index has none');
  return { level, platform };
}
