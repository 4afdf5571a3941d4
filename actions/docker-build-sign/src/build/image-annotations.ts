import { cutText } from '@slipway/core/neutralize';
import type { UserAnnotation } from '../inputs/annotation-records.ts';

/** What is known of an image; what is empty is left out. */
export interface ImageFacts {
  /** `https://github.com/owner/name`. */
  readonly source: string;
  readonly title: string;
  readonly description: string;
  /** Home page; that of the repository when there is none. */
  readonly url: string;
  readonly documentation: string;
  /** SPDX expression. */
  readonly licenses: string;
  /** Of the release, in canonical form. */
  readonly version: string;
  /** Commit. */
  readonly revision: string;
  /** RFC 3339. */
  readonly created: string;
}

/** What an image says about itself. */
export interface ImageDescription {
  /** In the config of every platform. */
  readonly labels: ReadonlyMap<string, string>;
  /** On the manifest of every platform. */
  readonly manifest: ReadonlyMap<string, string>;
  /** On the index, which is where GitHub's pages read it. An image that is one manifest has none. */
  readonly index: ReadonlyMap<string, string>;
  /** Those of the user for other places, in the form of buildx: `manifest[linux/amd64]:name=value`. */
  readonly others: readonly string[];
}

const prefix = 'org.opencontainers.image.';
// What GitHub shows of a description.
const maxDescriptionLength = 512;

/** The keys of the OCI specification ("Pre-Defined Annotation Keys"), sorted. */
function describeFacts(facts: ImageFacts): ReadonlyMap<string, string> {
  const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  return new Map(
    Object.entries(facts)
      .map(([name, value]): [string, string] => [
        `${prefix}${name}`,
        name === 'description' ? cutText(oneLine(value), maxDescriptionLength) : oneLine(value),
      ])
      .filter(([, value]) => value !== '')
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

/**
 * Puts together what the user wrote and what is known. The user's words win; a label with a key of the OCI specification
 * holds for the annotations too, unless there is an annotation for it.
 */
export function describeImage(
  facts: ImageFacts,
  userLabels: ReadonlyMap<string, string>,
  userAnnotations: readonly UserAnnotation[],
): ImageDescription {
  const known = describeFacts(facts);
  const shared = [...userLabels].filter(([key]) => key.startsWith(prefix));
  const forLevel = (level: 'manifest' | 'index'): ReadonlyMap<string, string> => {
    const general = userAnnotations.filter(({ places }) => places.length === 0);
    const special = userAnnotations.filter(({ places }) =>
      places.some((place) => place.level === level && place.platform === undefined),
    );
    // Later ones win: what names the level stands above what does not.
    return new Map([
      ...known,
      ...shared,
      ...[...general, ...special].map(({ key, value }): [string, string] => [key, value]),
    ]);
  };
  return {
    labels: new Map([...known, ...userLabels]),
    manifest: forLevel('manifest'),
    index: forLevel('index'),
    others: userAnnotations.flatMap(({ places, key, value }) =>
      places
        .filter(({ level, platform }) => platform !== undefined || level.endsWith('-descriptor'))
        .map(
          ({ level, platform }) => `${level}${platform === undefined ? '' : `[${platform}]`}:${key}=${value}`,
        ),
    ),
  };
}
