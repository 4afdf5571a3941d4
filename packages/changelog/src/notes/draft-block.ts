import { createHash } from 'node:crypto';

/** A file beside those of the build, which only the draft remembers. */
export interface RememberedFile {
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
}

/** The part of a release's body that is written by us. Everything else in it belongs to people. */
export interface NotesBlock {
  readonly tag: string;
  /** Full, of the commit that the files were built from. */
  readonly commitSha: string;
  /** Title of the release. */
  readonly title: string;
  readonly notes: string;
  readonly extra: readonly RememberedFile[];
  /** `sha256:` and hex, of the image that the notes name. */
  readonly imageDigest?: string | undefined;
  /** Package index that was asked for, where it is not PyPI: `testpypi` or `none`. */
  readonly index?: string | undefined;
  /** Id of the run that publishes the release itself; undefined while it is a draft that a person may publish. */
  readonly publishedBy?: number | undefined;
}

/** Title and body of a release. */
export interface ReleaseText {
  readonly name: string;
  readonly body: string;
}

/** What a new block makes of a release, and what of it people keep. */
export interface MergedText extends ReleaseText {
  readonly keepsTitle: boolean;
  /** Somebody edited inside of the block: the whole body is as it was. */
  readonly keepsNotes: boolean;
}

const ending = '<!-- slipway: end -->';
const opening =
  /<!-- slipway: (\S{1,1000}) commit=([0-9a-f]{7,64}) title=([0-9a-f]{16}) notes=([0-9a-f]{16})(?: image=(sha256:[0-9a-f]{64}))?(?: index=([a-z]{1,20}))?(?: run=([0-9]{1,15}))?(?: extra=(\S{1,100000}))? -->/;

/** What every block for a tag begins with: by it a draft is known to be ours. */
export const beginBlock = (tag: string): string => `<!-- slipway: ${encodeURIComponent(tag)} `;

/** A form field sends other line ends than were in it, and a server may drop blanks at the ends. */
function fingerprint(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').trim();
  return createHash('sha256').update(plain).digest('hex').slice(0, 16);
}

/** The block as it stands in a body. */
export function renderBlock(block: NotesBlock): string {
  const { tag, commitSha, title, notes, extra, imageDigest, index, publishedBy } = block;
  const files = extra.map(({ name, sha256 }) => `${encodeURIComponent(name)}:${sha256}`).join(',');
  const facts = [
    `${beginBlock(tag)}commit=${commitSha}`,
    `title=${fingerprint(title)}`,
    `notes=${fingerprint(notes)}`,
    ...(imageDigest === undefined ? [] : [`image=${imageDigest}`]),
    ...(index === undefined ? [] : [`index=${index}`]),
    ...(publishedBy === undefined ? [] : [`run=${publishedBy}`]),
    ...(files === '' ? [] : [`extra=${files}`]),
  ].join(' ');
  return `${facts} -->\n${notes}\n${ending}`;
}

/** A block that was found in a body. */
export interface FoundBlock {
  readonly tag: string;
  readonly commitSha: string;
  readonly extra: readonly RememberedFile[];
  readonly imageDigest: string | undefined;
  readonly index: string | undefined;
  readonly publishedBy: number | undefined;
  readonly before: string;
  readonly after: string;
  /** Whether the notes are as they were written. */
  readonly isOurs: boolean;
  readonly hasTitle: (title: string) => boolean;
}

/** The block of a tag in a body; undefined when there is none, or when its end is gone. */
export function findBlock(body: string, tag: string): FoundBlock | undefined {
  const start = body.indexOf(beginBlock(tag));
  if (start < 0) return undefined;
  const found = opening.exec(body.slice(start));
  const end = body.lastIndexOf(ending);
  if (found === null || found.index !== 0 || end < start + found[0].length) return undefined;
  const [marker, , commitSha = '', title, notes, imageDigest, index, run, files] = found;
  return {
    tag,
    commitSha,
    extra: (files ?? '').split(',').flatMap((file) => {
      const [name = '', sha256 = ''] = file.split(':');
      return /^[0-9a-f]{64}$/.test(sha256) ? [{ name: decodeName(name), sha256 }] : [];
    }),
    imageDigest,
    index,
    publishedBy: run === undefined ? undefined : Number(run),
    before: body.slice(0, start),
    after: body.slice(end + ending.length),
    isOurs: fingerprint(body.slice(start + marker.length, end)) === notes,
    hasTitle: (text) => fingerprint(text) === title,
  };
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Characters of a body that are not ours, and that the notes have to leave room for. */
export function measureKept(body: string, tag: string): number {
  const found = findBlock(body, tag);
  if (found !== undefined) return found.before.length + found.after.length;
  return body.trim() === '' ? 0 : body.length + 2;
}

/**
 * Renews the block of a release and keeps everything that people wrote: text above and below it byte for byte, a title that is not
 * the one we gave, and the whole body when somebody edited inside of the block or took one of its marks away.
 */
export function mergeBlock(existing: ReleaseText | undefined, block: NotesBlock): MergedText {
  const written = renderBlock(block);
  if (existing === undefined) {
    return { name: block.title, body: written, keepsTitle: false, keepsNotes: false };
  }
  const { name, body } = existing;
  const found = findBlock(body, block.tag);
  if (found === undefined) {
    const keepsTitle = name !== '' && name !== block.tag && name !== block.title;
    // One of our marks is left without the other.
    const keepsNotes = body.includes(beginBlock(block.tag));
    return {
      name: keepsTitle ? name : block.title,
      body: keepsNotes ? body : body.trim() === '' ? written : `${body}\n\n${written}`,
      keepsTitle,
      keepsNotes,
    };
  }
  const keepsTitle = name !== '' && name !== block.title && !found.hasTitle(name);
  return {
    name: keepsTitle ? name : block.title,
    body: found.isOurs ? `${found.before}${written}${found.after}` : body,
    keepsTitle,
    keepsNotes: !found.isOurs,
  };
}
