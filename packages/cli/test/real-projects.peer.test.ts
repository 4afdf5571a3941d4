import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = process.env['SLIPWAY_PROJECTS'] ?? '';
const projects = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name))
  : [];

interface Report {
  readonly ok: boolean;
  readonly project: { readonly name: string; readonly versionBefore: string; readonly versionAfter: string };
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
  readonly problems: readonly unknown[];
}

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

// `status` may refresh the index; without optional locks it only reads.
async function readStatus(project: string): Promise<string> {
  const { stdout } = await run('git', ['--no-optional-locks', '-C', project, 'status', '--porcelain']);
  return stdout;
}

async function rehearse(project: string): Promise<{ exitCode: number; output: string; report: Report }> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-real-'));
  const file = join(home, 'report.json');
  const args = [
    'packages/cli/src/main.ts',
    'rehearse',
    '--project',
    project,
    '--bump',
    'minor',
    '--json',
    file,
  ];
  try {
    const { exitCode, output } = await run(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }).then(
      ({ stdout, stderr }) => ({ exitCode: 0, output: stdout + stderr }),
      (cause: { code?: number; stdout?: string; stderr?: string }) => ({
        exitCode: cause.code ?? 1,
        output: `${cause.stdout ?? ''}${cause.stderr ?? ''}`,
      }),
    );
    if (!existsSync(file)) throw new Error(`the rehearsal wrote no report and said:\n${output.slice(-4000)}`);
    return { exitCode, output, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

describe.skipIf(projects.length === 0)('a rehearsal of a real project', () => {
  it.each(
    (projects.length > 0 ? projects : ['(none is there)']).map((project) => [basename(project), project]),
  )(
    'releases %s so that it installs and reports its version, and leaves its folder as it was',
    async (_name, project) => {
      const before = readFingerprints(project);
      const { exitCode, output, report } = await rehearse(project);
      expect(report.problems, output.slice(-4000)).toEqual([]);
      expect(exitCode, output.slice(-4000)).toBe(0);
      expect(report.ok).toBe(true);
      expect(report.project.versionAfter).not.toBe(report.project.versionBefore);
      expect(report.files.map(({ name }) => name)).toEqual([
        expect.stringContaining(`-${report.project.versionAfter}-`),
        expect.stringContaining(`-${report.project.versionAfter}.tar.gz`),
      ]);
      expect(report.checks).toContainEqual(
        expect.objectContaining({
          name: `installed version reports ${report.project.versionAfter}`,
          ok: true,
        }),
      );
      expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(readFingerprints(project)).toEqual(before);
      expect(await readStatus(project)).toBe('');
    },
  );
});
