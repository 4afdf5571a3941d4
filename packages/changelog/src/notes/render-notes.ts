import { InputError } from '@slipway/core/errors/action-error';
import { escapeMarkdown } from '@slipway/core/neutralize';
import { changelogErrors } from '../errors.ts';
import { closeFence, neutralizeMarkdown } from '../markdown/neutralize.ts';
import { renderInstallTable } from './evidence.ts';
import { type FirstTimer, type Person, renderCredits } from './people.ts';
import { defaultTemplate, fillTemplate, parseTemplate, type TemplatePart } from './template.ts';
import type { ChangeSection } from './text.ts';
import { renderAssetTable, renderVerification, type VerificationFacts } from './verification.ts';

/** Everything the notes of one release are made of. */
export interface ReleaseNotesFacts extends VerificationFacts {
  readonly version: string;
  /** The tag released before on this line; undefined for the first release. */
  readonly previousTag: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly changes: readonly ChangeSection[];
  readonly people: readonly Person[];
  readonly firstTimers: readonly FirstTimer[];
  /** Where all changes can be read when they are too many for the notes. */
  readonly changesUrl: string;
}

/** Texts of the project's own; trusted, hence taken as written but for an open fence. */
export interface NotesTexts {
  readonly header?: string | undefined;
  readonly footer?: string | undefined;
  readonly template?: string | undefined;
}

export interface ReleaseNotes {
  /** At most `limit` UTF-16 units. */
  readonly body: string;
  /** Everything, however long. */
  readonly full: string;
  readonly isCut: boolean;
}

/** The longest body GitHub takes, in characters; counted here in UTF-16 units, which are never fewer. */
export const maxBodyLength = 125_000;

const scalarNames = ['version', 'tag', 'previous-tag', 'date', 'repository'];
const blockNames = ['changes', 'credits', 'install', 'verification', 'assets', 'compare', 'header', 'footer'];
const nothing = 'No changes were recorded for this version.';

/**
 * The notes of a release: the same facts give the same bytes. Notes that are too long lose whole sections from the bottom of
 * the changes, then the table of files and the credits; only a first section that is too long by itself is cut inside.
 * @throws InputError E_NOTES_TEMPLATE; E_NOTES_TOO_LONG when the texts of the project alone do not fit
 */
export function renderReleaseNotes(
  facts: ReleaseNotesFacts,
  texts: NotesTexts = {},
  limit: number = maxBodyLength,
): ReleaseNotes {
  const scalars = readScalars(facts);
  const fill = (text: string, what: string): string =>
    closeFence(fillTemplate(parseTemplate(text, scalarNames, what), scalars));
  const blocks = new Map([
    ...scalars,
    ['header', fill(texts.header ?? '', 'header')],
    ['footer', fill(texts.footer ?? '', 'footer')],
    ['credits', renderCredits(facts.people, facts.firstTimers, facts.repositoryUrl)],
    ['install', renderInstallTable(facts.evidence.channels)],
    ['verification', renderVerification(facts)],
    ['assets', renderAssetTable(facts.assets)],
    ['compare', renderComparison(facts)],
  ]);
  const parts = parseTemplate(texts.template ?? defaultTemplate, [...scalarNames, ...blockNames], 'template');
  const full = fillWith(parts, blocks, renderSections(facts.changes));
  if (full.length <= limit) return { body: full, full, isCut: false };
  return { body: fitBody(parts, blocks, facts, limit), full, isCut: true };
}

function readScalars(facts: ReleaseNotesFacts): Map<string, string> {
  const { version, tag, previousTag, date, repository } = facts;
  const values = { version, tag, 'previous-tag': previousTag ?? '', date, repository };
  // A hyphen needs no escape inside of a line, and these are mostly made of it.
  return new Map(
    Object.entries(values).map(([name, text]) => [name, escapeMarkdown(text).replaceAll('\\-', '-')]),
  );
}

function renderComparison({ repositoryUrl, previousTag, tag }: ReleaseNotesFacts): string {
  const to = encodeURIComponent(tag);
  const address =
    previousTag === undefined
      ? `${repositoryUrl}/commits/${to}`
      : `${repositoryUrl}/compare/${encodeURIComponent(previousTag)}...${to}`;
  return `**Full changelog**: [${escapeMarkdown(`${previousTag === undefined ? '' : `${previousTag}...`}${tag}`)}](${address})`;
}

function renderSections(sections: readonly ChangeSection[]): string {
  const text = sections
    .map(({ title, body }) => (title === undefined ? body : `### ${title}\n\n${body}`.trimEnd()))
    .join('\n\n');
  return text === '' ? nothing : text;
}

function fillWith(
  parts: readonly TemplatePart[],
  blocks: ReadonlyMap<string, string>,
  changes: string,
): string {
  return fillTemplate(parts, new Map([...blocks, ['changes', changes]]));
}

function fitBody(
  parts: readonly TemplatePart[],
  blocks: Map<string, string>,
  { changes, changesUrl }: ReleaseNotesFacts,
  limit: number,
): string {
  const more = `*These notes are cut: GitHub shows no longer ones. All changes are [here](${changesUrl}).*`;
  const left = new Map(blocks);
  for (const dropped of ['', 'assets', 'credits']) {
    left.delete(dropped);
    for (let count = changes.length - (dropped === '' ? 1 : 0); count > 0; count -= 1) {
      const body = fillWith(parts, left, `${renderSections(changes.slice(0, count))}\n\n${more}`);
      if (body.length <= limit) return body;
    }
  }
  const frame = fillWith(parts, left, more).length;
  const uses = parts.filter((part) => part.kind === 'placeholder' && part.name === 'changes').length;
  const room = Math.floor((limit - frame) / Math.max(1, uses)) - 2;
  if (room < 0 || uses === 0) {
    throw new InputError(changelogErrors.E_NOTES_TOO_LONG, {
      message: `The notes have ${frame} characters without a word about changes; at most ${limit} are allowed.`,
    });
  }
  const start = cutMarkdown(renderSections(changes.slice(0, 1)), room);
  return fillWith(parts, left, start === '' ? more : `${start}\n\n${more}`);
}

/** The first lines that fit; of a single long line its start. What a cut lays open is made harmless again. */
function cutMarkdown(text: string, longest: number): string {
  for (let size = longest; size > 0; size = Math.floor(size * 0.9) - 1) {
    const end = text.lastIndexOf('\n', size);
    const last = text.charCodeAt(size - 1);
    const at = end > size / 2 ? end : last >= 0xd800 && last <= 0xdbff ? size - 1 : size;
    const cut = neutralizeMarkdown(text.slice(0, at));
    if (cut.length <= longest) return cut;
  }
  return '';
}
