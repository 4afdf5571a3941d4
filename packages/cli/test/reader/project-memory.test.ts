import { describe, expect, it } from 'vitest';
import { ProjectMemory } from '../../src/reader/project-memory.ts';
import type { ServedProject } from '../../src/reader/read-project.ts';

const projectOf = (...versions: string[]): ServedProject => ({
  name: 'demo',
  versions,
  files: [],
  releases: new Map(
    versions.map((version) => [
      version,
      {
        version,
        digest: `sha256:${'0'.repeat(64)}` as const,
        content: { schemaVersion: 2 as const },
        files: [],
      },
    ]),
  ),
});

/** A memory over a project that changes, with every read as the versions that were known. */
function openMemory(versions: string[]) {
  const reads: string[][] = [];
  const state = { nowMs: 0, versions, failure: undefined as Error | undefined };
  const memory = new ProjectMemory(
    async (_name, known) => {
      reads.push([...(known?.keys() ?? [])]);
      if (state.failure !== undefined) throw state.failure;
      return projectOf(...state.versions);
    },
    () => state.nowMs,
  );
  return { memory, reads, state };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a project that was read', () => {
  it('a project is read once for many requests within a minute', async () => {
    const { memory, reads, state } = openMemory(['1.0']);
    await Promise.all(Array.from({ length: 50 }, () => memory.read('demo')));
    state.nowMs = 59_999;
    expect((await memory.read('demo'))?.versions).toEqual(['1.0']);
    expect(reads).toEqual([[]]);
  });

  it('a new version is served by the first request after a minute, and the others are read behind it', async () => {
    const { memory, reads, state } = openMemory(['1.0']);
    await memory.read('demo');
    Object.assign(state, { nowMs: 60_000, versions: ['1.0', '1.1'] });
    expect((await memory.read('demo'))?.versions).toEqual(['1.0', '1.1']);
    await settle();
    expect(reads).toEqual([[], ['1.0'], []]);
  });

  it('a failure is reported and not remembered', async () => {
    const { memory, reads, state } = openMemory(['1.0']);
    state.failure = new Error('outage');
    await expect(memory.read('demo')).rejects.toThrow('outage');
    state.failure = undefined;
    expect((await memory.read('demo'))?.versions).toEqual(['1.0']);
    Object.assign(state, { nowMs: 60_000, failure: new Error('outage') });
    await expect(memory.read('demo')).rejects.toThrow('outage');
    await settle();
    state.failure = undefined;
    expect((await memory.read('demo'))?.versions).toEqual(['1.0']);
    expect(reads).toEqual([[], [], ['1.0'], []]);
  });
});
