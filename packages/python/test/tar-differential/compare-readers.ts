import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { InputError } from '@slipway/core/errors/action-error';
import type { ArchiveMember } from '../../src/archive/archive.ts';
import { readSdist } from '../../src/archive/read-sdist.ts';
import { generateTar } from './generate-tar.ts';

/** What came of some archives. */
export interface Comparison {
  readonly accepted: number;
  readonly refused: number;
  /** Refused ones by the changes that were made to them. */
  readonly refusedChanges: Readonly<Record<string, number>>;
  /** Archives without any change that were refused: each is a fault of ours. */
  readonly wronglyRefused: readonly string[];
  /** Archives that a reader sees differently than we do: each is a fault of ours. */
  readonly differences: readonly string[];
}

type Members = Readonly<Record<string, readonly [number | string, string]>>;
type View = Members | string;
interface Views {
  readonly python: View;
  readonly gnu: { readonly exit: number; readonly error: string; readonly members: Members } | string;
}

const reader = fileURLToPath(new URL('./read_tars.py', import.meta.url));

/** Reads the archives `first` to `first + count - 1` of a seed with our reader, Python's `tarfile` and GNU tar. */
export async function compareReaders(seed: number, first: number, count: number): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-tars-'));
  try {
    const ours = new Map<string, readonly ArchiveMember[]>();
    const refusedChanges: Record<string, number> = {};
    const wronglyRefused: string[] = [];
    for (let index = first; index < first + count; index += 1) {
      const { bytes, changes } = generateTar(seed, index);
      const name = `${index}.tar.gz`;
      const path = join(folder, name);
      await writeFile(path, bytes);
      try {
        ours.set(name, (await readSdist(path)).members);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        for (const change of changes) refusedChanges[change] = (refusedChanges[change] ?? 0) + 1;
        if (changes.length === 0) wronglyRefused.push(`archive ${index}: ${error.message}`);
        await rm(path);
      }
    }
    const { stdout } = await promisify(execFile)('python3', [reader, folder], { maxBuffer: 2 ** 28 });
    const views = JSON.parse(stdout) as Record<string, Views>;
    const differences = [...ours].flatMap(([name, members]) => {
      const found = compare(members, views[name]);
      const { changes } = generateTar(seed, Number.parseInt(name, 10));
      return found === undefined ? [] : [`archive ${name} (${changes.join(', ')}): ${found}`];
    });
    return { accepted: ours.size, refused: count - ours.size, refusedChanges, wronglyRefused, differences };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(members: readonly ArchiveMember[], views: Views | undefined): string | undefined {
  if (views === undefined) return 'was not read';
  const { python, gnu } = views;
  if (typeof python === 'string') return `Python: ${python}`;
  if (typeof gnu === 'string') return `GNU tar: ${gnu}`;
  const expected = new Map(members.map((member) => [member.name, member]));
  const byPython = compareView('Python', expected, python);
  if (byPython !== undefined) return byPython;
  // A hard link is a file once it is unpacked: the one that it names.
  const unpacked = new Map(
    members.map((member) => {
      const [kind, target = ''] = python[member.name] ?? [];
      const isHardLink = kind === 'link' && typeof gnu.members[member.name]?.[0] === 'number';
      return [member.name, isHardLink ? (expected.get(target) ?? member) : member];
    }),
  );
  return compareView(`GNU tar (exit ${gnu.exit}: ${gnu.error})`, unpacked, gnu.members);
}

function compareView(
  who: string,
  expected: ReadonlyMap<string, ArchiveMember>,
  found: Members,
): string | undefined {
  const extra = Object.keys(found).find((name) => !expected.has(name));
  if (extra !== undefined) return `${who} has ${JSON.stringify(extra)} besides`;
  for (const [name, { size, sha256 }] of expected) {
    const [kind, value = ''] = found[name] ?? [];
    if (kind === undefined) return `${who} has no ${JSON.stringify(name)}`;
    // We know a link by the digest of its target.
    const same = kind === 'link' ? hash(value) === sha256 : kind === size && value === sha256;
    if (!same) return `${who} has something else as ${JSON.stringify(name)}: ${kind} ${value}`;
  }
  return undefined;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
