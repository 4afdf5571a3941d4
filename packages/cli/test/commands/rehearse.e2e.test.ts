import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git, temporaryFolder } from '../support/fixture-project.ts';
import { findProcesses, startCli, startFixture } from '../support/run-cli.ts';

function problemCodes(report: { problems: readonly { code: string }[] } | undefined): string[] {
  return (report?.problems ?? []).map(({ code }) => code);
}

function listProcesses(): string[] {
  return existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
}

describe('a rehearsal', { timeout: 600_000 }, () => {
  it('a project is released from its committed tree to the installed wheel, and the report shows it', async () => {
    const folder = createFixtureProject();
    const page = join(temporaryFolder(), 'report.html');
    const { temporary, ended } = startFixture(folder, ['--html', page]);
    const { exitCode, output, report } = await ended;
    expect(problemCodes(report), output).toEqual([]);
    expect(exitCode, output).toBe(0);
    expect(report).toMatchObject({
      ok: true,
      project: { name: 'tiny', versionBefore: '1.0.0', versionAfter: '1.1.0', tag: 'v1.1.0' },
      image: { digest: '', tags: [], rehearsed: false, reason: 'the release has no image' },
      problems: [],
      fault: null,
    });
    expect(report?.jobs.map(({ id, result }) => [id, result])).toEqual([
      ['version-bump', 'success'],
      ['release', 'success'],
    ]);
    expect(report?.jobs.at(1)?.permissionsAsked).toEqual({ contents: 'write', issues: 'write' });
    expect(report?.jobs.at(1)?.permissionsUsed).toEqual({ contents: 'write' });
    const [file] = report?.files ?? [];
    expect(file?.channels).toEqual({ build: file?.sha256, release: file?.sha256, pypi: null, ghcr: null });
    expect(report?.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(report?.checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'tag v1.1.0 is annotated',
        'SHA256SUMS matches the assets',
        'installed version reports 1.1.0',
        'tiny.__version__ is 1.1.0',
      ]),
    );
    expect(report?.hosts.map(({ host }) => host)).toContain('uploads.github.com');
    expect(readFileSync(page, 'utf8')).toContain('tiny 1.1.0 is ready to release');
    expect(readFileSync(page, 'utf8')).toContain('tiny.__version__ is 1.1.0');
    expect(readFileSync(page, 'utf8')).toContain('pip installs the wheel');
    expect(readdirSync(temporary)).toEqual([]);
    expect(git(folder, 'tag')).toBe('');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('an unknown host that a step contacts fails the rehearsal and is named', async () => {
    const folder = createFixtureProject({
      'extra.py':
        'import urllib.request\ntry:\n    urllib.request.urlopen("https://telemetry.example/collect")\nexcept OSError:\n    pass\n',
    });
    const { exitCode, report, output } = await startFixture(folder).ended;
    expect(exitCode, output).toBe(1);
    expect(problemCodes(report)).toEqual(['E_REHEARSE_HOST_REFUSED']);
    expect(report?.problems[0]?.message).toContain('telemetry.example');
    expect(report?.hosts.map(({ host }) => host)).not.toContain('telemetry.example');
  });

  it('a failing job fails the rehearsal and its own error is shown', async () => {
    const folder = createFixtureProject({
      'extra.py': 'print("::error title=E_FILES_DIFFER::two files differ")\nraise SystemExit(3)\n',
    });
    const { exitCode, report, output } = await startFixture(folder).ended;
    expect(exitCode, output).toBe(1);
    expect(problemCodes(report)).toContain('E_FILES_DIFFER');
    expect(report?.problems[0]?.message).toContain('two files differ');
    expect(report?.jobs.at(-1)).toMatchObject({ id: 'release', result: 'failure' });
    // What is there is looked at after a failure too.
    expect(report?.checks.map(({ name }) => name)).toContain('tag v1.1.0 exists');
  });

  it('the output of steps is kept, and what would confuse a reader fails the rehearsal', async () => {
    const script = `import os
with open(os.environ["GITHUB_STEP_SUMMARY"], "a") as summary:
    summary.write('| Channel | Result |\\n|---|---|\\n| PyPI | ["https://pypi.example/project/tiny/"] |\\n')
    summary.write("| Image | ghcr.example/tiny:1\\nghcr.example/tiny:latest |\\n")
    summary.write("| Release | https:\u200C//a.example/tiny |\\n")
print("::set-ouput name=x::y")
`;
    const { exitCode, output, report } = await startFixture(createFixtureProject({ 'extra.py': script }))
      .ended;
    expect(exitCode, output).toBe(1);
    expect(report?.checks.flatMap(({ name, ok }) => (ok ? [] : [name]))).toEqual([
      'every address in the job summaries is a valid link',
      'the job summaries contain no raw JSON',
      'every table row in the job summaries has all its cells',
      'no address contains an invisible character',
      'every workflow command was executed',
    ]);
    expect(new Set(problemCodes(report))).toEqual(new Set(['E_REHEARSE_CHECK_FAILED']));
    const steps = report?.jobs.find(({ id }) => id === 'release')?.steps ?? [];
    expect(steps.find(({ summary }) => summary !== '')?.summary).toContain('| PyPI | ["https://pypi');
    expect(steps.find(({ outputs }) => 'files' in outputs)?.outputs['files']).toContain('tiny-1.1.0');
    expect(steps.flatMap(({ log }) => log.lines)).toContain('::set-ouput name=x::y');
  });

  it('an input that an action does not have is reported as a problem', async () => {
    const folder = createFixtureProject();
    const file = join(folder, '.github/workflows/fixture.yml');
    const text = readFileSync(file, 'utf8').replace(
      '# v7.0.1\n      - id: build',
      '# v7.0.1\n        with:\n          fetch-depht: 0\n      - id: build',
    );
    writeFileSync(file, text);
    git(folder, 'commit', '--quiet', '--all', '-m', 'ci: fetch everything');
    const { exitCode, report, output } = await startFixture(folder).ended;
    expect(exitCode, output).toBe(1);
    expect(problemCodes(report)).toEqual(['E_INPUT_UNKNOWN']);
    expect(report?.problems[0]?.message).toContain('fetch-depht');
  });

  it('the failed jobs are re-run after a fault that stops the release, and the stop is reported', async () => {
    const { exitCode, report, output } = await startFixture(createFixtureProject(), [
      '--fault',
      'unknown-host',
    ]).ended;
    expect(exitCode, output).toBe(1);
    expect(report?.fault).toMatchObject({ name: 'unknown-host', struck: 1 });
    expect(problemCodes(report)).toContain('E_REHEARSE_HOST_REFUSED');
    expect(report?.jobs.map(({ id, attempt, result }) => [id, attempt, result])).toEqual([
      ['version-bump', 1, 'success'],
      ['release', 1, 'failure'],
      ['release', 2, 'success'],
    ]);
    // The script of the fixture makes a second draft when it runs again, and the check sees the first one.
    expect(report?.checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'no other GitHub release was created, changed or deleted', detail: 'v1.1.0 (draft)' },
    ]);
  });

  it('a rehearsal whose fault was never triggered fails', async () => {
    const { exitCode, report } = await startFixture(createFixtureProject(), ['--fault', 'id-token-500'])
      .ended;
    expect(exitCode).toBe(1);
    expect(problemCodes(report)).toEqual(['E_REHEARSE_FAULT_UNUSED']);
  });

  it('a step only sees the variables for programs, the index and the gateway', async () => {
    const folder = createFixtureProject({
      'extra.py':
        'import os, sys\nnames = [n for n, v in os.environ.items() if "canary" in v or n.startswith("AWS_")]\nsys.exit(f"leaked: {names}") if names else None\nassert os.listdir(os.environ["HOME"]) == [], os.listdir(os.environ["HOME"])\n',
    });
    const secrets = { GITHUB_TOKEN: 'canary', AWS_SECRET_ACCESS_KEY: 'canary', GIT_ASKPASS: 'canary' };
    const { exitCode, output } = await startFixture(folder, [], secrets).ended;
    expect(exitCode, output).toBe(0);
  });

  it('a draft stays a draft, and a run without a release is reported', async () => {
    const folder = createFixtureProject();
    const [draft, none] = [startFixture(folder, ['--draft']), startFixture(folder, ['--bump', 'none'])];
    const drafted = await draft.ended;
    expect(drafted.exitCode, drafted.output).toBe(0);
    expect(drafted.report?.release?.draft).toBe(true);
    const nothing = await none.ended;
    expect(nothing.exitCode, nothing.output).toBe(1);
    expect(problemCodes(nothing.report)).toEqual(['E_REHEARSE_NO_RELEASE', 'E_REHEARSE_CHECK_FAILED']);
    expect(nothing.report?.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
      'the release has a tag',
      '.github/workflows/fixture.yml ran at the tag',
    ]);
  });

  it('a project with nothing to release ends with the reason and the way out', async () => {
    const folder = createFixtureProject();
    git(folder, 'rm', '--quiet', '-r', '.github');
    git(folder, 'commit', '--quiet', '-m', 'chore: no workflow');
    git(folder, 'tag', '--annotate', '-m', 'first', 'v1.0.0');
    git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'docs: words');
    const { exitCode, output, report } = await startCli(['rehearse', '--project', folder]).ended;
    expect(exitCode, output).toBe(0);
    expect(report).toMatchObject({
      ok: true,
      problems: [],
      nothingToRelease: expect.stringMatching(
        /^Nothing to release since v1\.0\.0: .*none of them feat, fix or perf\. To rehearse a release anyway/,
      ),
    });
    expect(output).toContain('Nothing to release since v1.0.0');
  });

  it('releases at a tag that was pushed by hand', async () => {
    const folder = createFixtureProject();
    git(folder, 'tag', '--annotate', '-m', 'first', 'v1.0.0');
    const { exitCode, output, report } = await startFixture(folder, ['--tag', 'v1.0.0']).ended;
    expect(exitCode, output).toBe(0);
    expect(report?.jobs.map(({ id }) => id)).toEqual(['release']);
    expect(report?.project.versionAfter).toBe('1.0.0');
  });

  it('a signal ends the rehearsal at any moment and leaves no process and no file', async () => {
    const folder = createFixtureProject();
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
    const codes = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 };
    for (let round = 0; round < 6; round += 1) {
      const signal = signals[round % signals.length] ?? 'SIGTERM';
      const { child, temporary, ended } = startFixture(folder);
      await sleep(400 + Math.random() * 3000);
      child.kill(signal);
      const { exitCode, output } = await ended;
      // A rehearsal that was not up yet dies of the signal itself; one that was done has ended by itself.
      expect([0, -1, codes[signal]], output).toContain(exitCode);
      expect(findProcesses(listProcesses(), temporary), output).toEqual([]);
      expect(readdirSync(temporary), output).toEqual([]);
    }
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('two rehearsals at the same time do not disturb each other', async () => {
    const folder = createFixtureProject();
    const runs = await Promise.all([startFixture(folder).ended, startFixture(folder).ended]);
    for (const { exitCode, output } of runs) expect(exitCode, output).toBe(0);
    expect(runs[0]?.report?.project.commit).not.toBe('');
  });
});

describe('a call that cannot be rehearsed', () => {
  it('a dirty tree is rejected with its paths, and no file is lost', async () => {
    const folder = createFixtureProject();
    const changed = '[project]\nname = "tiny"\nversion = "9.9.9"\n';
    writeFileSync(join(folder, 'pyproject.toml'), changed);
    const { exitCode, report } = await startFixture(folder).ended;
    expect(exitCode).toBe(2);
    expect(problemCodes(report)).toEqual(['E_REHEARSE_DIRTY']);
    expect(report?.problems[0]?.message).toContain('pyproject.toml');
    expect(report?.problems[0]?.hint).toContain('--allow-dirty');
    expect(readFileSync(join(folder, 'pyproject.toml'), 'utf8')).toBe(changed);
    const allowed = await startFixture(folder, ['--allow-dirty']).ended;
    expect(allowed.exitCode, allowed.output).toBe(0);
    expect(allowed.report?.notes.join()).toContain('pyproject.toml');
  });

  it('a missing Python is named, and the exit code is that of a missing program', async () => {
    const bin = temporaryFolder();
    const gitPath = process.env['PATH']?.split(':').find((part) => existsSync(join(part, 'git'))) ?? '';
    symlinkSync(join(gitPath, 'git'), join(bin, 'git'));
    const { exitCode, report } = await startFixture(createFixtureProject(), [], { PATH: bin }).ended;
    expect(exitCode).toBe(3);
    expect(problemCodes(report)).toEqual(['E_TOOL_MISSING']);
    expect(report?.problems[0]?.message).toContain('Python 3.9 or newer');
  });

  it('a bump that the workflow does not offer is rejected before anything runs', async () => {
    const { exitCode, report } = await startFixture(createFixtureProject(), ['--bump', 'huge']).ended;
    expect(exitCode).toBe(2);
    expect(problemCodes(report)).toEqual(['E_WORKFLOW_INPUTS']);
    expect(report?.jobs).toEqual([]);
  });

  it('unknown arguments are rejected in three lines, and the list of faults is printed', async () => {
    const typo = await startCli(['rehearse', '--bmup', 'minor']).ended;
    expect(typo.exitCode).toBe(2);
    expect(typo.output).toContain('--bmup');
    expect(typo.output.split('\n')).toHaveLength(4);
    const fault = await startCli(['rehearse', '--fault', 'list']).ended;
    expect(fault.exitCode).toBe(0);
    expect(fault.output).toContain('github-502-on-asset-upload');
  });
});
