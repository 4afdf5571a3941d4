import { quoteName } from './archive.ts';

/** How many links one path may follow, and how long it may be, as on Linux. */
const maxLinks = 40;
const maxPathLength = 4096;

/** A name as seen by file systems that ignore case and Unicode normalization. */
const fold = (name: string): string => name.normalize('NFC').toLowerCase();

const splitPath = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
 * The links of one sdist. Installers accept those that stay inside its top folder (PEP 706), through whichever other links they
 * lead, so they are checked when all are known.
 */
export class SdistLinks {
  readonly #files = new Set<string>();
  /** Targets of the symbolic links by their folded names. */
  readonly #targets = new Map<string, readonly [name: string, target: string]>();

  /** Records a file, which a hard link may point to. */
  addFile(name: string): void {
    this.#files.add(name);
  }

  /** Records a hard link, which is a second name of a file. @returns why it is rejected */
  addHardLink(name: string, target: string): string | undefined {
    const refusal = findPathProblem(name, target);
    if (refusal !== undefined) return `is a hard link ${refusal}`;
    const path = splitPath(target);
    if (!staysInside(name, path))
      return `is a hard link that points outside the archive, to ${quoteName(target)}`;
    // A later member cannot be linked to, and a link to a link is ambiguous across readers.
    if (!this.#files.has(path.join('/')))
      return `is a hard link to ${quoteName(target)}, which is not an earlier file`;
    this.addFile(name);
    return undefined;
  }

  /** Records a symbolic link. @returns why it is rejected */
  addSymbolicLink(name: string, target: string): string | undefined {
    const refusal = findPathProblem(name, target);
    if (refusal !== undefined) return `is a link ${refusal}`;
    // Some installers shorten the target before they follow it.
    if (this.#resolve(splitPath(name).slice(0, -1).concat(splitPath(target)), false)?.length === 0)
      return `is a link that points outside the archive, to ${quoteName(target)}`;
    this.#targets.set(fold(splitPath(name).join('/')), [name, target]);
    return undefined;
  }

  /** Follows all symbolic links. @param names of all members @returns the first problem, as the end of "the member" */
  findProblem(names: Iterable<string>): string | undefined {
    if (this.#targets.size === 0) return undefined;
    for (const name of names) {
      const parts = splitPath(fold(name));
      // Such a member would be written over the link's target.
      if (parts.some((_, index) => index > 0 && this.#targets.has(parts.slice(0, index).join('/'))))
        return `${quoteName(name)} is inside a linked folder`;
    }
    for (const [name, target] of this.#targets.values()) {
      const path = this.#resolve(splitPath(fold(name)));
      if (path === undefined) return `${quoteName(name)} is a link to itself`;
      if (path.length === 0)
        return `${quoteName(name)} is a link that points outside the archive, to ${quoteName(target)}`;
    }
    return undefined;
  }

  /** The target of a path: empty if it leaves its top folder on the way, undefined for a loop. */
  #resolve(path: readonly string[], followsLinks = true): readonly string[] | undefined {
    const left = [...path];
    const done: string[] = [];
    let followed = 0;
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      if (part === '..') {
        done.pop();
        // The top folder is the first part.
        if (done.length === 0) return [];
        continue;
      }
      done.push(part);
      const target = followsLinks ? this.#targets.get(done.join('/'))?.[1] : undefined;
      if (target === undefined) continue;
      followed += 1;
      if (followed > maxLinks) return undefined;
      done.pop();
      left.unshift(...splitPath(fold(target)));
    }
    return done;
  }
}

function findPathProblem(name: string, target: string): string | undefined {
  if (name.length > maxPathLength || target.length > maxPathLength)
    return `with a path of more than ${maxPathLength} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (target === '' || /[\u0000-\u001F\u007F\\]/.test(target))
    return `to ${quoteName(target)}, which is empty or contains a backslash or a control character`;
  return target.startsWith('/') || /^[a-z]:/i.test(target)
    ? `to the absolute path ${quoteName(target)}`
    : undefined;
}

/** Whether a path is plain and is in the top folder of a member. */
function staysInside(name: string, path: readonly string[]): boolean {
  return path[0] === splitPath(name)[0] && !path.includes('..');
}
