import type { LinkDefinition } from '../changelog/link-definitions.ts';
import type { Changelog, ChangelogSection } from '../changelog/parse-changelog.ts';
import { isSameLabel } from '../headings/read-heading.ts';
import type { Edit } from '../markdown/edits.ts';
import { dominantLineEnding } from '../text/text-lines.ts';
import { readPrefix, renderAdornment } from './render-heading.ts';

/** What a changelog's links to a version are made of. */
export interface PromotionLinks {
  readonly version: string;
  /** The name of the tag of a version, in the project's style. */
  readonly formatTag: (version: string) => string;
  /** `https://github.com/owner/name`; without it, addresses go on from those in the file. */
  readonly repositoryUrl?: string | undefined;
  /** The tag released before; without it, the start of the old comparison is used. */
  readonly previousTag?: string | undefined;
}

export interface LinkPlan {
  readonly edits: readonly Edit[];
  /** Inline address of the new heading, when its siblings have one. */
  readonly headingUrl: string | undefined;
}

interface Comparison {
  /** Everything up to and with `/compare/`. */
  readonly base: string;
  readonly from: string;
  readonly dots: string;
  readonly to: string;
}

/**
 * Moves the comparison of Unreleased to start at the new tag, and adds one of the new version, in the way the file does
 * it: inline at the heading, as a definition, or not at all. Definitions inside other versions' sections stay.
 */
export function planLinks(
  changelog: Changelog,
  unreleased: ChangelogSection | undefined,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): LinkPlan {
  if (unreleased?.heading.url !== undefined && !unreleased.isUpcoming)
    return planInline(changelog, unreleased, unreleased.heading.url, options);
  const definition = unreleased && findDefinition(changelog, unreleased);
  if (definition !== undefined) return planDefinition(changelog, definition, newest, options);
  const sibling = changelog.definitions.find(
    ({ label, span }) =>
      newest !== undefined && isSameLabel(label, newest.heading.label) && span.start >= changelog.tail,
  );
  const inline = newest?.heading.url;
  if (inline !== undefined) return { edits: [], headingUrl: continueFrom(inline, newest, options) };
  if (sibling === undefined) return { edits: [], headingUrl: undefined };
  return { edits: addBefore(changelog, sibling, newest, options), headingUrl: undefined };
}

function planInline(
  changelog: Changelog,
  section: ChangelogSection,
  url: string,
  options: PromotionLinks,
): LinkPlan {
  const comparison = readComparison(url);
  if (comparison === undefined) return { edits: [], headingUrl: undefined };
  const { current, released } = renderComparisons(comparison, options);
  const { heading, source } = section;
  const span = heading.urlSpan ?? { start: 0, end: 0 };
  const offset = source.textSpan.start;
  const edits: Edit[] = [{ start: offset + span.start, end: offset + span.end, text: current }];
  // A line below the title that is shorter than it makes no heading in reStructuredText.
  const underline = changelog.lines[source.lastLine];
  if (source.form === 'underlined' && underline !== undefined) {
    const title = source.text.slice(0, span.start) + current + source.text.slice(span.end);
    const text = renderAdornment(changelog, source, title);
    if (text !== underline.text) edits.push({ start: underline.start, end: underline.end, text });
  }
  return { edits, headingUrl: released };
}

function findDefinition(changelog: Changelog, unreleased: ChangelogSection): LinkDefinition | undefined {
  return changelog.definitions.find(
    ({ label, span }) =>
      isSameLabel(label, unreleased.heading.label) &&
      (span.start >= changelog.tail || span.start < unreleased.bodySpan.end),
  );
}

function planDefinition(
  changelog: Changelog,
  definition: LinkDefinition,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): LinkPlan {
  const comparison = readComparison(definition.url);
  const ending = lineEndingAt(changelog, definition);
  const label = `${readPrefix(newest?.heading.label ?? '')}${options.version}`;
  const at = definition.span.end;
  const added =
    comparison === undefined
      ? releasePage(definition.url, options)
      : renderComparisons(comparison, options).released;
  const edits: Edit[] = [];
  if (comparison !== undefined)
    edits.push({ ...definition.urlSpan, text: renderComparisons(comparison, options).current });
  if (added !== undefined)
    edits.push({ start: at, end: at, text: `${ending}${rewrite(changelog, definition, label, added)}` });
  return { edits, headingUrl: undefined };
}

function addBefore(
  changelog: Changelog,
  sibling: LinkDefinition,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): Edit[] {
  const released = continueFrom(sibling.url, newest, options);
  if (released === undefined) return [];
  const label = `${readPrefix(newest?.heading.label ?? '')}${options.version}`;
  const at = sibling.span.start;
  const line = rewrite(changelog, sibling, label, released);
  return [{ start: at, end: at, text: `${line}${lineEndingAt(changelog, sibling)}` }];
}

/** A definition for another version, written as this one is. */
function rewrite(
  changelog: Changelog,
  { span, labelSpan, urlSpan }: LinkDefinition,
  label: string,
  url: string,
): string {
  const { text } = changelog;
  return text.slice(span.start, labelSpan.start) + label + text.slice(labelSpan.end, urlSpan.start) + url;
}

/** The address for the new version after the one of the version before. */
function continueFrom(
  url: string,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): string | undefined {
  const comparison = readComparison(url);
  if (comparison !== undefined) {
    const from = options.previousTag ?? comparison.to;
    return renderComparisons({ ...comparison, from }, options).released;
  }
  const label = newest?.heading.label ?? '';
  const bare = label.slice(readPrefix(label).length);
  const isTagPage = /\/(?:releases\/tag|tree|tags?|src\/tag|-\/tags)\/[^/]*$/.exec(url);
  if (isTagPage !== null)
    return `${moveToRepository(url.slice(0, url.lastIndexOf('/') + 1), options.repositoryUrl)}${options.formatTag(options.version)}`;
  if (bare !== '' && url.includes(bare)) return url.replaceAll(bare, options.version);
  return releasePage(url, options);
}

function renderComparisons(
  { base, from, dots, to }: Comparison,
  options: PromotionLinks,
): { current: string; released: string } {
  const place = moveToRepository(base, options.repositoryUrl);
  const tag = options.formatTag(options.version);
  const start = options.previousTag ?? from;
  return { current: `${place}${tag}${dots}${to}`, released: `${place}${start}${dots}${tag}` };
}

/** A repository that was renamed keeps its old addresses in the file; another host than the one released from is left alone. */
function moveToRepository(base: string, repositoryUrl: string | undefined): string {
  const written = /^(https?:\/\/[^/]+)\/[^/]+\/[^/]+(\/.*)$/.exec(base);
  const host = /^https?:\/\/[^/]+/.exec(repositoryUrl ?? '')?.[0];
  if (repositoryUrl === undefined || written === null || written[1] !== host) return base;
  return `${repositoryUrl.replace(/\/$/, '')}${written[2] ?? '/'}`;
}

/** Where there was nothing to compare with, KaC links to the tag: `…/releases/tag/v0.0.1`. */
function releasePage(url: string, options: PromotionLinks): string | undefined {
  const written = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+)(?:\/|$)/.exec(url)?.[1];
  const place = (options.repositoryUrl ?? written)?.replace(/\/$/, '');
  return place === undefined ? undefined : `${place}/releases/tag/${options.formatTag(options.version)}`;
}

function readComparison(url: string): Comparison | undefined {
  const at = url.indexOf('/compare/');
  if (at === -1) return undefined;
  const base = url.slice(0, at + '/compare/'.length);
  const range = url.slice(base.length);
  const dots = /\.{2,3}/.exec(range);
  if (dots === null || dots.index === 0) return undefined;
  return {
    base,
    from: range.slice(0, dots.index),
    dots: dots[0],
    to: range.slice(dots.index + dots[0].length),
  };
}

function lineEndingAt(changelog: Changelog, definition: LinkDefinition): string {
  return changelog.lines[definition.line - 1]?.ending || dominantLineEnding(changelog.lines);
}
