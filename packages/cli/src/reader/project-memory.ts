import type { ServedProject } from './read-project.ts';

type Releases = ServedProject['releases'];

/** Reads a project; releases in `known` are taken as they are. */
export type ReadProject = (name: string, known?: Releases) => Promise<ServedProject | undefined>;

interface Entry {
  readonly readAtMs: number;
  readonly project: Promise<ServedProject | undefined>;
}

const maxAgeMs = 60_000;

/**
 * Projects as they were read. After a minute, the next request reads the list of versions and the versions that are new, so that
 * a release can be installed right away. The other versions are read again behind it, for files that were added to them.
 */
export class ProjectMemory {
  readonly #read: ReadProject;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();

  constructor(read: ReadProject, now: () => number) {
    this.#read = read;
    this.#now = now;
  }

  /** @throws as the reader; a failure is not remembered */
  read(name: string): Promise<ServedProject | undefined> {
    const entry = this.#entries.get(name);
    if (entry !== undefined && this.#now() - entry.readAtMs < maxAgeMs) return entry.project;
    if (entry === undefined) return this.#remember(name, this.#read(name));
    const renewed = entry.project.then((project) => this.#read(name, project?.releases));
    const remembered = this.#remember(name, renewed);
    // What fails here fails for the next request too, which reports it.
    remembered.then(() => this.#readBehind(name, remembered)).catch(() => undefined);
    return remembered;
  }

  #remember(name: string, project: Promise<ServedProject | undefined>): Promise<ServedProject | undefined> {
    this.#entries.set(name, { readAtMs: this.#now(), project });
    project.catch(() => this.#forget(name, project));
    return project;
  }

  #forget(name: string, project: Promise<unknown>): void {
    if (this.#entries.get(name)?.project === project) this.#entries.delete(name);
  }

  async #readBehind(name: string, replaced: Promise<unknown>): Promise<void> {
    const project = await this.#read(name);
    const entry = this.#entries.get(name);
    if (entry?.project !== replaced) return;
    this.#entries.set(name, { readAtMs: entry.readAtMs, project: Promise.resolve(project) });
  }
}
