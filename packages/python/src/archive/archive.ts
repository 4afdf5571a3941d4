import { createHash, hash as hashOnce } from 'node:crypto';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { pythonErrors } from '../errors.ts';

/** One file of an archive. */
export interface ArchiveMember {
  /** `/`-separated, as the archive spells it. */
  readonly name: string;
  /** Bytes; none for a link. */
  readonly size: number;
  /** Hex; for a link, the digest of its target path. */
  readonly sha256: string;
}

/** The contents of an archive; folders are omitted. */
export interface Archive {
  /** In the order of the archive. */
  readonly members: readonly ArchiveMember[];
  /** Bytes of the requested members, by name. */
  readonly contents: ReadonlyMap<string, Buffer>;
  /** Names that are equal on a file system that ignores case, as sentences. */
  readonly warnings: readonly string[];
}

/** Whether to keep the bytes of a member. */
export type WantMember = (name: string) => boolean;

const maxMembers = 100_000;
/** The maximum path length on Linux, so that checking a path part by part is cheap. */
const maxPathLength = 4096;
const maxKeptBytes = 16 * 1024 * 1024;
const mostRatio = 50;
const freeBytes = 64 * 1024 * 1024;

/** The error for an archive that is rejected and not read any further. */
export function refuseArchive(fileName: string, reason: string, cause?: unknown): InputError {
  return new InputError(pythonErrors.E_DISTRIBUTION_INVALID, {
    message: `${neutralizeLine(fileName, 200)}: ${reason}.`,
    cause,
  });
}

/** A name from an archive, for a message. */
export function quoteName(name: string): string {
  return `"${neutralizeLine(name, 200)}"`;
}

/** Collects the members of one archive, and rejects anything that could harm whoever unpacks it. */
export class MemberCollector {
  readonly #fileName: string;
  readonly #archiveBytes: number;
  readonly #want: WantMember;
  readonly #members: ArchiveMember[] = [];
  readonly #contents = new Map<string, Buffer>();
  /** The first name of each spelling that ignores case. */
  readonly #folded = new Map<string, string>();
  /** All names of the spellings that more than one name has. */
  readonly #clashing = new Set<string>();
  #admitted = 0;
  readonly #warnings: string[] = [];
  #unpackedBytes = 0;

  /** @param archiveBytes size of the file itself, which limits the unpacked size */
  constructor(fileName: string, archiveBytes: number, want: WantMember) {
    this.#fileName = fileName;
    this.#archiveBytes = archiveBytes;
    this.#want = want;
  }

  /** Checks a name before anything of the member is read. @throws InputError E_DISTRIBUTION_INVALID */
  admit(name: string): void {
    const path = name.endsWith('/') ? name.slice(0, -1) : name;
    const key = path.normalize('NFC');
    const folded = key.toLowerCase();
    const other = this.#folded.get(folded);
    const reason =
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      path === '' || /[\u0000-\u001F\u007F\\]/.test(path)
        ? 'has a backslash or a control character in its name, or none'
        : path.startsWith('/') || /^[a-z]:/i.test(path)
          ? 'has an absolute path'
          : path.length > maxPathLength
            ? `has a path of more than ${maxPathLength} characters`
            : path.split('/').some((part) => part === '' || part === '.' || part === '..')
              ? 'has a path that points outside the archive'
              : other === key || this.#clashing.has(key)
                ? 'is repeated'
                : this.#admitted >= maxMembers
                  ? `exceeds the limit of ${maxMembers} members`
                  : undefined;
    if (reason !== undefined) throw refuseArchive(this.#fileName, `the member ${quoteName(name)} ${reason}`);
    this.#admitted += 1;
    if (other === undefined) {
      this.#folded.set(folded, key);
      return;
    }
    this.#clashing.add(key);
    this.#warnings.push(
      `${quoteName(other)} and ${quoteName(name)} are the same file on case-insensitive file systems.`,
    );
  }

  /** Counts unpacked bytes, and rejects an archive that expands out of proportion. @throws InputError E_DISTRIBUTION_INVALID */
  count(bytes: number): void {
    this.#unpackedBytes += bytes;
    if (this.#unpackedBytes > freeBytes && this.#unpackedBytes > this.#archiveBytes * mostRatio) {
      throw refuseArchive(this.#fileName, `the archive unpacks to more than ${mostRatio} times its size`);
    }
  }

  /** Reads a member to its end; `count` is for the caller. @param onChunk sees every byte @throws InputError E_DISTRIBUTION_INVALID */
  async take(
    name: string,
    stream: AsyncIterable<Uint8Array>,
    onChunk?: (chunk: Uint8Array) => void,
  ): Promise<void> {
    const hash = createHash('sha256');
    const kept: Uint8Array[] | undefined = this.#want(name) ? [] : undefined;
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.byteLength;
      hash.update(chunk);
      onChunk?.(chunk);
      if (kept === undefined) continue;
      if (size > maxKeptBytes) {
        throw refuseArchive(
          this.#fileName,
          `the member ${quoteName(name)} is larger than ${maxKeptBytes} bytes`,
        );
      }
      kept.push(chunk);
    }
    if (kept !== undefined) this.#contents.set(name, Buffer.concat(kept));
    this.#members.push({ name, size, sha256: hash.digest('hex') });
  }

  /** Takes a member whose bytes are all there; they may be overwritten afterwards. `count` is for the caller. */
  takeWhole(name: string, bytes: Buffer): void {
    if (this.#want(name)) this.#contents.set(name, Buffer.from(bytes));
    this.#members.push({ name, size: bytes.byteLength, sha256: hashOnce('sha256', bytes) });
  }

  /** Records a link, which contains a path instead of bytes. */
  takeLink(name: string, target: string): void {
    this.#members.push({ name, size: 0, sha256: createHash('sha256').update(target).digest('hex') });
  }

  finish(): Archive {
    return { members: this.#members, contents: this.#contents, warnings: this.#warnings };
  }
}
