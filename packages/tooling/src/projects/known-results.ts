import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundProject } from './find-projects.ts';
import type { ProjectFacts, ReleaseOutcome } from './release-facts.ts';

/** What is kept of one release of one project. How it is judged is worked out anew. */
export interface KnownResult {
  readonly facts: ProjectFacts;
  readonly outcome: ReleaseOutcome;
}

export interface KnownResults {
  read(project: FoundProject, kind: string): Promise<KnownResult | undefined>;
  write(project: FoundProject, kind: string, result: KnownResult): Promise<void>;
}

/** Results in a folder; they hold for the same commits and tags of a project. */
export async function openKnownResults(folder: string): Promise<KnownResults> {
  await mkdir(folder, { recursive: true });
  const fileOf = ({ name, state }: FoundProject, kind: string): string =>
    join(folder, `${name}-${kind}-${createHash('sha256').update(state).digest('hex').slice(0, 12)}.json`);
  return {
    async read(project, kind) {
      const text = await readFile(fileOf(project, kind), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : (JSON.parse(text) as KnownResult);
    },
    // A result that is there is whole, whenever this is ended.
    async write(project, kind, result) {
      const file = fileOf(project, kind);
      await writeFile(`${file}.partial`, JSON.stringify(result));
      await rename(`${file}.partial`, file);
    },
  };
}
