import { type PrePhase, tryParseVersion, type Version } from '@slipway/python/version/parse-version';

/** How the pre-releases of a project are written: `1.0rc1`, `1.0-rc.1`, `1.0-beta1`. */
export interface PreSpelling {
  /** Before the word. */
  readonly before: string;
  /** Between the word and its number. */
  readonly between: string;
  readonly words: Readonly<Record<PrePhase, string>>;
}

/** The version in the text of a tag, and what of its spelling the canonical form does not keep. */
export interface VersionText {
  readonly version: Version;
  /** Between the parts of the release. */
  readonly separator: '.' | '_';
  /** The parts of the release as they are written. */
  readonly parts: readonly string[];
  readonly pre: { readonly before: string; readonly word: string; readonly between: string } | undefined;
}

const form =
  /^(?:\d+!)?(?<release>\d+(?:[._]\d+)*)(?:(?<before>[-_.]?)(?<word>alpha|a|beta|b|preview|pre|c|rc)(?<between>[-_.]?)\d*)?/i;

// `1_2`, which PEP 440 does not have; a suffix such as `_rc1` or `.post1` keeps its separator.
const underscored = /^(?:\d+!)?\d+(?:_\d+)+(?![\d.]*\.\d)/;

/** Reads the part of a tag that is a version; undefined for any other text. It has to start with a digit. */
export function readVersionText(text: string): VersionText | undefined {
  if (!/^\d/.test(text)) return undefined;
  const separator = underscored.test(text) ? '_' : '.';
  const dotted = separator === '_' ? text.replace(underscored, (found) => found.replaceAll('_', '.')) : text;
  const version = tryParseVersion(dotted);
  const found = form.exec(dotted)?.groups;
  if (version === undefined || found === undefined) return undefined;
  const { release = '', before = '', word, between = '' } = found;
  const pre = version.pre === undefined || word === undefined ? undefined : { before, word, between };
  return { version, separator, parts: release.split('.'), pre };
}
