import { isSameLabel, readHeading } from './changelog-heading.ts';
import { type PromotionLinks, planLinks } from './changelog-links.ts';
import { appendDefinitions, type SameVersion } from './extract-section.ts';
import { applyEdits, type Edit } from './markdown/edits.ts';
import { type Changelog, type ChangelogSection, parseChangelog, readBody } from './parse-changelog.ts';
import { renderVersionHeading } from './render-heading.ts';
import { isEmptySection } from './section-content.ts';
import { dominantLineEnding } from './text-lines.ts';
import { assertSectionsKept } from './untouched-sections.ts';

export interface PromotionOptions extends PromotionLinks {
  /** Canonical form, as it goes into the heading. */
  readonly version: string;
  /** ISO date, `YYYY-MM-DD`. */
  readonly date: string;
  /** Release a version with nothing under Unreleased. Default: refuse. */
  readonly allowEmpty?: boolean;
  readonly isSameVersion?: SameVersion;
}

export type PromotionRefusal =
  | 'no-unreleased'
  | 'several-unreleased'
  | 'unreleased-not-first'
  | 'unreleased-empty'
  | 'version-exists';

export type PromotionResult =
  | {
      readonly ok: true;
      /** The new file. */
      readonly text: string;
      /** What was under Unreleased, with the link definitions it uses: the release's notes. */
      readonly notes: string;
    }
  | { readonly ok: false; readonly refusal: PromotionRefusal; readonly message: string };

/**
 * Turns `## [Unreleased]` into the section of a version: the heading stays and a dated heading of the new version is put
 * below it, so that what was unreleased now stands under the version. Link addresses of Unreleased move on.
 * Every byte of every other section stays; that is checked on the result.
 */
export function promoteUnreleased(text: string, options: PromotionOptions): PromotionResult {
  const changelog = parseChangelog(text);
  const found = findUnreleased(changelog, options);
  if (!('section' in found)) return found;
  const { section } = found;
  const body = readBody(changelog, section);
  if (isEmptySection(body) && options.allowEmpty !== true) {
    return refuse('unreleased-empty', `Nothing is under "Unreleased" (line ${section.line}).`);
  }
  const previous = changelog.sections.find(({ heading }) => heading.kind === 'version');
  const links = planLinks(changelog, section, previous, options);
  const heading = renderVersionHeading(changelog, section, previous, {
    version: options.version,
    date: options.date,
    url: links.headingUrl,
  });
  const edits: Edit[] = [...links.edits, insertHeading(changelog, section, heading)];
  const promoted = applyEdits(text, edits);
  assertSectionsKept(
    changelog,
    parseChangelog(promoted),
    section,
    readHeading(heading.replace(/^ *#+ */, '')),
  );
  return { ok: true, text: promoted, notes: appendDefinitions(changelog, body) };
}

function findUnreleased(
  changelog: Changelog,
  { version, isSameVersion = isSameLabel }: PromotionOptions,
): { section: ChangelogSection } | Extract<PromotionResult, { ok: false }> {
  const unreleased = changelog.sections.filter(({ heading }) => heading.kind === 'unreleased');
  const section = unreleased[0];
  if (section === undefined) {
    const hidden =
      changelog.open.fence === undefined ? '' : ` A code fence (${changelog.open.fence}) is never closed.`;
    return refuse('no-unreleased', `The changelog has no "## [Unreleased]" heading.${hidden}`);
  }
  if (unreleased.length > 1) {
    const lines = unreleased.map(({ line }) => line).join(' and ');
    return refuse(
      'several-unreleased',
      `The changelog has ${unreleased.length} "Unreleased" headings (lines ${lines}).`,
    );
  }
  const versions = changelog.sections.filter(({ heading }) => heading.kind === 'version');
  const same = versions.find(({ heading }) => isSameVersion(heading.label, version));
  if (same !== undefined) {
    return refuse(
      'version-exists',
      `The changelog already has a section for ${version} (line ${same.line}).`,
    );
  }
  const above = versions.find(({ line }) => line < section.line);
  if (above !== undefined) {
    return refuse(
      'unreleased-not-first',
      `"Unreleased" (line ${section.line}) stands below version ${above.heading.label} (line ${above.line}).`,
    );
  }
  return { section };
}

function refuse(refusal: PromotionRefusal, message: string): Extract<PromotionResult, { ok: false }> {
  return { ok: false, refusal, message };
}

/** A pure insertion after the Unreleased heading: the blank lines that separate sections here are kept. */
function insertHeading(changelog: Changelog, section: ChangelogSection, heading: string): Edit {
  const line = changelog.lines[section.line - 1];
  const ending = line?.ending || dominantLineEnding(changelog.lines);
  const blank = countBlankLinesBefore(changelog, nextSectionLine(changelog, section));
  const at = section.headingSpan.end;
  return { start: at, end: at, text: `${ending}${ending.repeat(blank)}${heading}` };
}

function nextSectionLine(changelog: Changelog, section: ChangelogSection): number | undefined {
  return changelog.sections.find(({ line }) => line > section.line)?.line;
}

function countBlankLinesBefore(changelog: Changelog, headingLine: number | undefined): number {
  if (headingLine === undefined) return 1;
  let count = 0;
  while (changelog.lines[headingLine - 2 - count]?.text.trim() === '') count += 1;
  return Math.min(count, 3);
}
