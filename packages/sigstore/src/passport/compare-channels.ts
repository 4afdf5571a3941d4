import type { AttestedFile } from '../in-toto.ts';
import type { PassportFile, ReleasePassport } from './passport.ts';

/** One thing that a channel serves. */
export interface ServedItem {
  /** Name of a file; `index` or the platform (`linux/amd64`) of an image. */
  readonly name: string;
  /** Hex SHA-256 of the bytes; undefined where the channel tells none and the bytes were not read. */
  readonly sha256: string | undefined;
}

/**
 * What a channel is, which decides what of a release it has: all files (`release`), the distributions (`index`, `packages`), or
 * the image.
 */
export type ChannelKind = 'release' | 'index' | 'packages' | 'image';

/** What one channel serves for a release. */
export interface ServedChannel {
  readonly kind: ChannelKind;
  /** As a person calls it: `PyPI`. */
  readonly name: string;
  /** Undefined when the channel could not be read; empty when it has nothing of this release. */
  readonly items: readonly ServedItem[] | undefined;
  /** Where the channel serves the release, as a URI; undefined if nobody said so. */
  readonly location?: string | undefined;
}

/** One thing as the passport has it and as it is served. */
export interface ComparedItem {
  readonly name: string;
  readonly result: 'same' | 'differs' | 'missing' | 'unexpected' | 'unknown';
  /** Hex SHA-256 of the passport; undefined for what it does not list. */
  readonly expected: string | undefined;
  /** Hex SHA-256 that is served; undefined for what is missing, or unknown. */
  readonly served: string | undefined;
}

/**
 * `same`: everything is there with the same bytes. `differs`: other bytes, something missing, or something that the passport
 * does not list. `absent`: the channel has nothing of this release. `unreachable`: nothing is known.
 */
export type ChannelResult = 'same' | 'differs' | 'absent' | 'unreachable';

export interface ComparedChannel extends Pick<ServedChannel, 'kind' | 'name' | 'location'> {
  readonly result: ChannelResult;
  /** By the order of the passport, then what it does not list. */
  readonly items: readonly ComparedItem[];
}

/** Signatures and statements cannot be listed by what they sign. */
const signature = /\.(?:intoto\.jsonl|sigstore(?:\.json)?|attestation|asc|sig)$/;

/** The name of the image itself among the items of a channel of kind `image`. */
export const imageIndexItem = 'index';

/**
 * What of a passport a channel of this kind has to serve.
 * @param own the file of the passport itself, which is an asset of the release and cannot list itself
 */
export function expectedItems(
  passport: ReleasePassport,
  kind: ChannelKind,
  own?: AttestedFile,
): readonly ServedItem[] {
  if (kind === 'image') return imageItems(passport);
  const isExpected = (file: PassportFile): boolean =>
    kind === 'release' || file.kind === 'wheel' || file.kind === 'sdist';
  const files = passport.files.filter(isExpected).map(({ name, sha256 }) => ({ name, sha256 }));
  return kind === 'release' && own !== undefined ? [...files, { name: own.name, sha256: own.sha256 }] : files;
}

function imageItems({ image }: ReleasePassport): ServedItem[] {
  if (image === undefined) return [];
  const hexOf = (digest: string): string => digest.replace(/^sha256:/, '');
  return [
    { name: imageIndexItem, sha256: hexOf(image.digest) },
    ...image.platforms.map(({ platform, digest }) => ({ name: platform, sha256: hexOf(digest) })),
  ];
}

/**
 * Compares what the channels serve with a verified passport. It asks nobody and decides nothing about a channel that is
 * absent: whether a release has to be there is for the caller.
 * @param own the file of the passport, if it is known
 */
export function compareWithPassport(
  passport: ReleasePassport,
  channels: readonly ServedChannel[],
  own?: AttestedFile,
): readonly ComparedChannel[] {
  return channels.map((channel) => compareChannel(channel, expectedItems(passport, channel.kind, own)));
}

function compareChannel(
  { items, ...channel }: ServedChannel,
  expected: readonly ServedItem[],
): ComparedChannel {
  const { kind } = channel;
  if (items === undefined) return { ...channel, result: 'unreachable', items: [] };
  if (items.length === 0) return { ...channel, result: 'absent', items: expected.map(missing) };
  const compared = [
    ...expected.map((item) => compareItem(item, items)),
    ...items.filter((item) => isUnexpected(item, expected, kind)).map(unexpected),
  ];
  const isSame = compared.length > 0 && compared.every(({ result }) => result === 'same');
  return { ...channel, result: isSame ? 'same' : 'differs', items: compared };
}

/** A name that is served twice has to have the same bytes each time. */
function compareItem({ name, sha256: expected }: ServedItem, items: readonly ServedItem[]): ComparedItem {
  const found = items.filter((item) => item.name === name);
  const [first] = found;
  if (first === undefined) return missing({ name, sha256: expected });
  const other = found.find(({ sha256 }) => sha256 !== expected) ?? first;
  const { sha256: served } = other;
  const result = served === undefined ? 'unknown' : served === expected ? 'same' : 'differs';
  return { name, result, expected, served };
}

const missing = ({ name, sha256: expected }: ServedItem): ComparedItem => ({
  name,
  result: 'missing',
  expected,
  served: undefined,
});

const unexpected = ({ name, sha256: served }: ServedItem): ComparedItem => ({
  name,
  result: 'unexpected',
  expected: undefined,
  served,
});

function isUnexpected({ name }: ServedItem, expected: readonly ServedItem[], kind: ChannelKind): boolean {
  if (expected.some((item) => item.name === name)) return false;
  return !(kind === 'release' && signature.test(name));
}
