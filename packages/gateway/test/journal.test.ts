import { describe, expect, it } from 'vitest';
import { createJournal, redactPath } from '../src/journal.ts';

const entry = {
  startedAtMs: 1,
  host: 'github.com',
  client: '',
  method: 'GET',
  path: '/',
  status: 200,
  outcome: 'answered' as const,
  requestBytes: 0,
  responseBytes: 0,
};

describe('journal', () => {
  it('credentials are removed from a path and the rest is unchanged', () => {
    expect(redactPath('/c/b?comp=block&sig=a%2Bb%3D&se=2026-01-01T00%3A00%3A00Z')).toBe(
      '/c/b?comp=block&sig=***&se=2026-01-01T00%3A00%3A00Z',
    );
    expect(redactPath(`/x/ghs_${'a'.repeat(36)}/y?z=eyJhbGciOiJ.eyJzdWIiOiJ.c2ln&Token=1&flag`)).toBe(
      '/x/***/y?z=***&Token=***&flag',
    );
    expect(redactPath('/85//idtoken/a/b?api-version=2.0')).toBe('/85//idtoken/a/b?api-version=2.0');
  });

  it('entries are numbered, hosts are counted and listeners are notified until they leave', () => {
    const journal = createJournal();
    const heard: number[] = [];
    const leave = journal.listen(({ sequence }) => heard.push(sequence));
    journal.record(entry);
    journal.record({ ...entry, host: 'api.github.com' });
    leave();
    journal.record({ ...entry, client: 'job-1', path: '/?token=abc' });
    expect(heard).toEqual([1, 2]);
    expect(journal.hosts()).toEqual([
      { host: 'api.github.com', requests: 1 },
      { host: 'github.com', requests: 2 },
    ]);
    expect(journal.hosts('job-1')).toEqual([{ host: 'github.com', requests: 1 }]);
    expect(journal.entries.at(-1)).toMatchObject({ sequence: 3, path: '/?token=***' });
  });
});
