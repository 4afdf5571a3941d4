import { noEvidence } from '../../src/notes/evidence.ts';
import type { ReleaseNotesFacts } from '../../src/notes/render-notes.ts';

export const repositoryUrl = 'https://github.com/o/r';

/** What release notes are rendered from, with changes for one test. */
export function facts(changes: Partial<ReleaseNotesFacts> = {}): ReleaseNotesFacts {
  return {
    repository: 'o/r',
    repositoryUrl,
    version: '1.2.0',
    tag: 'v1.2.0',
    commitSha: 'c'.repeat(40),
    isPublic: true,
    reporting: undefined,
    previousTag: 'v1.1.0',
    date: '2026-02-03',
    changes: [{ title: 'Added', body: '- A thing' }],
    people: [],
    firstTimers: [],
    assets: [],
    evidence: noEvidence,
    workflowPath: '.github/workflows/release.yml',
    changesUrl: `${repositoryUrl}/blob/v1.2.0/CHANGELOG.md`,
    ...changes,
  };
}
