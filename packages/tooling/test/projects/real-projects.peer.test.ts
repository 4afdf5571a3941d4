import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFacts } from '../../src/projects/ask-oracle.ts';
import { findProjects } from '../../src/projects/find-projects.ts';
import { judgeRelease } from '../../src/projects/judge-release.ts';
import { rehearseProject } from '../../src/projects/rehearse-project.ts';
import { runTool } from '../../src/tools/run-tool.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';
const folder = process.env['SLIPWAY_PROJECTS'] ?? '';
const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];

/** Path, mode and bytes of everything in a project's folder, its .git included. */
function readFingerprints(project: string): Map<string, string> {
  const fingerprints = new Map<string, string>();
  for (const entry of readdirSync(project, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const hash = createHash('sha256');
    if (entry.isFile()) hash.update(readFileSync(path));
    if (entry.isSymbolicLink()) hash.update(readlinkSync(path));
    fingerprints.set(relative(project, path), `${lstatSync(path).mode.toString(8)} ${hash.digest('hex')}`);
  }
  return fingerprints;
}

describe.skipIf(names.length === 0 || python === '')('a rehearsal of a real project', () => {
  it.each(names.length > 0 ? names : ['(none is there)'])(
    'releases %s with its own kind of tag, and leaves its folder as it was',
    async (name) => {
      const [project] = await findProjects(folder, [name], folder);
      if (project === undefined) throw new Error(`${basename(folder)} has no ${name}`);
      const before = readFingerprints(project.repository);
      const facts = await readFacts(python, project.repository, project.path);
      const words = ['--bump', 'minor'];
      const outcome = await rehearseProject(python, project, words, new AbortController().signal);
      expect(outcome.problems).toEqual([]);
      expect(judgeRelease(facts, 'minor', outcome, true)).toMatchObject({ verdict: 'released right' });
      expect(outcome.built.map((line) => line.split(' ')[0])).toEqual([
        expect.stringMatching(/\.whl$|\.tar\.gz$/),
        expect.stringMatching(/\.whl$|\.tar\.gz$/),
      ]);
      expect(readFingerprints(project.repository)).toEqual(before);
      // `status` may refresh the index; without optional locks it only reads.
      const status = ['--no-optional-locks', '-C', project.repository, 'status', '--porcelain'];
      expect((await runTool('git', status)).output).toBe('');
    },
  );
});
