import { isSameLabel } from './changelog-heading.ts';
import type { Edit } from './markdown/edits.ts';
import type { Changelog, ChangelogSection, LinkDefinition } from './parse-changelog.ts';
import { dominantLineEnding } from './text-lines.ts';

/** What a changelog's links to a version are made of. */
export interface PromotionLinks {
  readonly version: string;
  /** What stands before the version in a tag's name. */
  readonly tagPrefix: string;
  /** `https://github.com/owner/name`; without it, addresses go on from those in the file. */
  readonly repositoryUrl?: string | undefined;
  /** The version released before, canonical; without it, the start of the old comparison is used. */
  readonly previousVersion?: string | undefined;
}

export interface LinkPlan {
  readonly edits: readonly Edit[];
  /** Inline address of the new heading, when Unreleased has one. */
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
  unreleased: ChangelogSection,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): LinkPlan {
  const { url } = unreleased.heading;
  if (url !== undefined) return planInline(changelog, unreleased, url, options);
  const definition = findDefinition(changelog, unreleased);
  if (definition !== undefined) return planDefinition(changelog, definition, newest, options);
  const sibling = changelog.definitions.find(
    ({ label, span }) =>
      newest !== undefined && isSameLabel(label, newest.heading.label) && span.start >= changelog.tail,
  );
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
  const heading = changelog.text.slice(section.headingSpan.start, section.headingSpan.end);
  const start = section.headingSpan.start + heading.indexOf(`](${url})`) + 2;
  return { edits: [{ start, end: start + url.length, text: current }], headingUrl: released };
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
  const indent = changelog.text.slice(definition.span.start, definition.urlSpan.start).replace(/\[.*$/, '');
  const label = `${/^v\d/.test(newest?.heading.label ?? '') ? 'v' : ''}${options.version}`;
  const at = definition.span.end;
  if (comparison === undefined) {
    const page = releasePage(definition.url, options);
    const edits =
      page === undefined ? [] : [{ start: at, end: at, text: `${ending}${indent}[${label}]: ${page}` }];
    return { edits, headingUrl: undefined };
  }
  const { current, released } = renderComparisons(comparison, options);
  return {
    edits: [
      { ...definition.urlSpan, text: current },
      { start: at, end: at, text: `${ending}${indent}[${label}]: ${released}` },
    ],
    headingUrl: undefined,
  };
}

function addBefore(
  changelog: Changelog,
  sibling: LinkDefinition,
  newest: ChangelogSection | undefined,
  options: PromotionLinks,
): Edit[] {
  const comparison = readComparison(sibling.url);
  const from = newest === undefined ? undefined : tagOf(options, newest.heading.label.replace(/^v/, ''));
  const released =
    comparison === undefined || from === undefined
      ? releasePage(sibling.url, options)
      : renderComparisons({ ...comparison, from }, options).released;
  if (released === undefined) return [];
  const label = `${/^v\d/.test(newest?.heading.label ?? '') ? 'v' : ''}${options.version}`;
  const at = sibling.span.start;
  return [{ start: at, end: at, text: `[${label}]: ${released}${lineEndingAt(changelog, sibling)}` }];
}

function renderComparisons(
  { base, from, dots, to }: Comparison,
  options: PromotionLinks,
): { current: string; released: string } {
  const place = moveToRepository(base, options.repositoryUrl);
  const tag = tagOf(options, options.version);
  const start = options.previousVersion === undefined ? from : tagOf(options, options.previousVersion);
  return { current: `${place}${tag}${dots}${to}`, released: `${place}${start}${dots}${tag}` };
}

/** A repository that was renamed keeps its old addresses in the file; another host than the one released from is left alone. */
function moveToRepository(base: string, repositoryUrl: string | undefined): string {
  const written = /^(https?:\/\/[^/]+)\/[^/]+\/[^/]+(\/compare\/)$/.exec(base);
  const host = /^https?:\/\/[^/]+/.exec(repositoryUrl ?? '')?.[0];
  if (repositoryUrl === undefined || written === null || written[1] !== host) return base;
  return `${repositoryUrl.replace(/\/$/, '')}${written[2] ?? '/compare/'}`;
}

/** Where there was nothing to compare with, KaC links to the tag: `…/releases/tag/v0.0.1`. */
function releasePage(url: string, options: PromotionLinks): string | undefined {
  const written = /^(https?:\/\/[^/]+\/[^/]+\/[^/]+)(?:\/|$)/.exec(url)?.[1];
  const place = (options.repositoryUrl ?? written)?.replace(/\/$/, '');
  return place === undefined ? undefined : `${place}/releases/tag/${tagOf(options, options.version)}`;
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

function tagOf({ tagPrefix }: PromotionLinks, version: string): string {
  return `${tagPrefix}${version}`;
}

function lineEndingAt(changelog: Changelog, definition: LinkDefinition): string {
  return changelog.lines[definition.line - 1]?.ending || dominantLineEnding(changelog.lines);
}
