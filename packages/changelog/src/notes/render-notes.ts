import { InputError } from '@slipway/core/errors/action-error';
import { changelogErrors } from '../errors.ts';
import { isCostlyMarkdown } from '../markdown/cost.ts';
import { closeBlocks, closeFence } from '../markdown/neutralize.ts';
import { offsetsOf, parseGfm } from '../markdown/tree.ts';
import { renderAssetTable } from './assets.ts';
import { orderSections, renderSections, settleSection } from './change-section.ts';
import { type InstallFacts, renderInstall } from './install.ts';
import { type FirstTimer, type Person, renderCredits } from './people.ts';
import { defaultTemplate, fillTemplate, parseTemplate, type TemplatePart } from './template.ts';
import { type ChangeSection, renderPlain } from './text.ts';
import { renderVerification, type VerificationFacts } from './verification.ts';

/** Everything the notes of one release are made of. */
export interface ReleaseNotesFacts extends VerificationFacts, Pick<InstallFacts, 'isPublic' | 'folder'> {
  readonly version: string;
  /** The tag released before on this line; undefined for the first release. */
  readonly previousTag: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly changes: readonly ChangeSection[];
  /** Those who are thanked, because their changes do not name them. */
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

/** Longer titles are cut off by the page. */
const maxTitleLength = 250;
const scalarNames = ['version', 'tag', 'previous-tag', 'date', 'repository'];
const blockNames = ['changes', 'credits', 'install', 'verification', 'assets', 'compare', 'header', 'footer'];
// Room for the ends of a fence and of elements that a cut leaves open.
const maxEnds = 500;
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
  const sections = orderSections(facts.changes).map(settleSection);
  const fill = (text: string, what: string): string =>
    closeFence(fillTemplate(parseTemplate(text, scalarNames, what), scalars));
  const blocks = new Map([
    ...scalars,
    ['header', fill(texts.header ?? '', 'header')],
    ['footer', fill(texts.footer ?? '', 'footer')],
    ['credits', renderCredits(listUnnamed(facts.people, sections), facts.firstTimers, facts)],
    ['install', renderInstall({ ...facts, channels: facts.evidence.channels })],
    ['verification', renderVerification(facts)],
    ['assets', renderAssetTable(facts.assets)],
    ['compare', renderComparison(facts)],
  ]);
  const parts = parseTemplate(texts.template ?? defaultTemplate, [...scalarNames, ...blockNames], 'template');
  const full = fillWith(parts, blocks, sections.length === 0 ? nothing : renderSections(sections));
  if (full.length <= limit) return { body: full, full, isCut: false };
  return { body: fitBody(parts, blocks, { ...facts, changes: sections }, limit), full, isCut: true };
}

/** Those whom no section names: a changelog that thanks by itself needs no second list. */
function listUnnamed(people: readonly Person[], sections: readonly ChangeSection[]): Person[] {
  const text = sections.map(({ body }) => body).join('\n');
  const isNamed = ({ name, login }: Person): boolean =>
    login === undefined ? name !== undefined && text.includes(name) : text.includes(`/${login})`);
  return people.some(isNamed) ? people.filter((person) => !isNamed(person)) : [...people];
}

/** The title of a release: one line of plain text. @throws InputError E_NOTES_TEMPLATE */
export function fillTitle(
  title: string,
  facts: Pick<ReleaseNotesFacts, 'version' | 'tag' | 'previousTag' | 'date' | 'repository'>,
): string {
  const values = new Map(Object.entries(namesOf(facts)));
  const filled = fillTemplate(parseTemplate(title, scalarNames, 'title'), values);
  return filled.replace(/\s+/g, ' ').trim().slice(0, maxTitleLength) || facts.tag;
}

const namesOf = ({
  version,
  tag,
  previousTag,
  date,
  repository,
}: Pick<ReleaseNotesFacts, 'version' | 'tag' | 'previousTag' | 'date' | 'repository'>) => ({
  version,
  tag,
  'previous-tag': previousTag ?? '',
  date,
  repository,
});

function readScalars(facts: ReleaseNotesFacts): Map<string, string> {
  return new Map(Object.entries(namesOf(facts)).map(([name, text]) => [name, renderPlain(text)]));
}

function renderComparison({ repositoryUrl, previousTag, tag }: ReleaseNotesFacts): string {
  const to = encodeURIComponent(tag);
  const address =
    previousTag === undefined
      ? `${repositoryUrl}/commits/${to}`
      : `${repositoryUrl}/compare/${encodeURIComponent(previousTag)}...${to}`;
  return `**Full changelog:** [${renderPlain(`${previousTag === undefined ? '' : `${previousTag}...`}${tag}`)}](${address})`;
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
  const more = `*These notes are cut: GitHub limits their length. All changes are [here](${changesUrl}).*`;
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

/**
 * The blocks that fit, and of one that is too long by itself the lines that do. What a cut opens is closed again.
 */
function cutMarkdown(text: string, longest: number): string {
  const room = longest - maxEnds;
  if (room <= 0 || isCostlyMarkdown(text)) return '';
  let whole = 0;
  for (const block of parseGfm(text).children) {
    const { end } = offsetsOf(block);
    if (end > room) break;
    whole = end;
  }
  // A single long block is cut between its lines, and a single long line not at all.
  const line = text.lastIndexOf('\n', room);
  const cut = closeBlocks(text.slice(0, Math.max(whole, line, 0)).trimEnd());
  return cut.length <= longest ? cut : closeBlocks(text.slice(0, whole));
}
