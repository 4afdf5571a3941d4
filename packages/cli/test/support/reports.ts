import { emptyReport } from '../../src/report/build-report.ts';
import type { JobReport, RehearsalReport, StepReport } from '../../src/report/report.ts';

const commit = '96c23124839aaa6f9b288759411f210d3e89ab0a';
export const wheelDigest = '675ee4d09590316c0a7c7babd37ee21626bc97f94883ccdbf10ef5360be4b7e6';
const sdistDigest = '469e17570f716e1238adfb2b2d6e4b868c4ce7d43d108505c9121b7b4401a3b6';

export const makeStep = (more: Partial<StepReport> = {}): StepReport => ({
  ...{ name: 'Build the package', result: 'success', startedSeconds: 1, seconds: 1, standIn: false },
  ...{ summary: '', outputs: {}, log: { lines: ['built'], dropped: 0 }, ...more },
});

export const makeJob = (id: string, more: Partial<JobReport> = {}): JobReport => ({
  ...{
    id,
    name: id,
    result: 'success',
    startedSeconds: 1,
    seconds: 1,
    needs: [],
    annotations: [],
    hosts: [],
  },
  ...{ runId: 2, permissionsAsked: {}, permissionsUsed: {}, ref: 'refs/tags/v1.2.0', attempt: 1 },
  ...{ steps: [makeStep()], ...more },
});

const makeFile = (name: string, sha256: string, size: number): RehearsalReport['files'][number] => ({
  ...{ name, sha256, size },
  channels: { build: sha256, release: sha256, pypi: sha256, ghcr: sha256 },
});

const notes = `## What's changed

### Added

- \`demo.count\` counts ([#7](https://github.com/octo-org/demo/pull/7))

## Install

\`\`\`sh
pip install demo==1.2.0
\`\`\`

<details>
<summary>Files</summary>

| File | SHA-256 |
|---|---|
| \`demo-1.2.0.tar.gz\` | \`${sdistDigest}\` |

</details>`;

/** A release that went well, with two runs, a matrix and a job that was skipped. */
export function readyReport(): RehearsalReport {
  const bump = { runId: 1, ref: 'refs/heads/main' };
  const needsBuild = ['version-bump', 'build'];
  return {
    ...emptyReport(),
    ok: true,
    startedAt: '2026-11-29T16:46:00.000Z',
    tools: { slipway: '0.1.0', node: '24.21.0', python: '3.11.7', git: '2.39.5', system: 'Linux' },
    command: ['--html', 'my report.html'],
    repository: {
      fullName: 'octo-org/demo',
      branch: 'main',
      workflow: '.github/workflows/release.yml',
      private: false,
    },
    phases: [{ name: 'Set up', startedSeconds: 0, seconds: 0.8 }],
    project: {
      ...{ name: 'demo', backend: 'hatchling.build', versionBefore: '1.1.0', versionAfter: '1.2.0' },
      ...{ tag: 'v1.2.0', commit },
    },
    seconds: { total: 16.7, own: 16 },
    setup: {
      publisher: { owner: 'octo-org', repository: 'demo', workflow: 'release.yml', environment: 'pypi' },
      ...{
        project: 'demo',
        pending: false,
        commands: ['gh api -X PUT repos/octo-org/demo/environments/pypi'],
      },
    },
    jobs: [
      makeJob('version-bump', {
        ...bump,
        permissionsAsked: { contents: 'write' },
        permissionsUsed: { contents: 'write' },
      }),
      makeJob('version-bump'),
      makeJob('build', { needs: ['version-bump'], hosts: [{ host: 'api.github.com', requests: 3 }] }),
      makeJob('images', { name: 'images (linux/amd64)', needs: ['version-bump'] }),
      makeJob('images', { name: 'images (linux/arm64)', needs: ['version-bump'], seconds: 9 }),
      makeJob('publish', {
        ...{ needs: [...needsBuild, 'join'], permissionsAsked: { 'id-token': 'write', packages: 'write' } },
        permissionsUsed: { 'id-token': 'write' },
        annotations: [{ level: 'warning', title: '', message: 'the package is private' }],
      }),
      makeJob('notify', { needs: ['build', 'publish'] }),
    ],
    irreversibleJobs: ['publish'],
    skippedJobs: [
      {
        ...{ id: 'join', name: 'join', ref: 'refs/tags/v1.2.0', needs: ['version-bump', 'images'] },
        ...{ permissionsAsked: {}, reason: 'images was skipped' },
      },
    ],
    files: [
      makeFile('demo-1.2.0-py3-none-any.whl', wheelDigest, 2506),
      makeFile('demo-1.2.0.tar.gz', sdistDigest, 5373),
    ],
    image: { digest: '', tags: [], platforms: [], rehearsed: false, reason: 'this machine lacks buildx' },
    channels: [
      {
        ...{ channel: 'PyPI', state: 'landed', address: 'https://index.example/project/demo/1.2.0/' },
        ...{ detail: '2 files, attested', files: { equal: 2, total: 2 }, reason: '' },
        ...{ signed: { ok: true, detail: '2 files' }, installed: { ok: true, detail: '1.2.0' } },
      },
      {
        ...{ channel: 'Container image', state: 'not rehearsed', address: '', detail: '', files: null },
        ...{ signed: null, installed: null, reason: 'this machine lacks buildx' },
      },
    ],
    attempts: [
      {
        ...{ runId: 2, attempt: 1, result: 'success' },
        channels: [{ channel: 'PyPI', state: 'done', detail: '2 files, attested' }],
      },
    ],
    diff: [
      {
        path: 'pyproject.toml',
        lines: ['@@ -1 +1 @@', ' name = "demo"', '-version = "1.1.0"', '+version = "1.2.0"'],
        dropped: 0,
      },
    ],
    checks: [
      {
        group: 'PyPI',
        name: 'PyPI has exactly the built files',
        ok: true,
        detail: '2 files',
        proof: 'bytes',
      },
      { group: 'Tag and commit', name: 'tag v1.2.0 exists', ok: true, detail: commit },
    ],
    expectations: [{ channel: 'PyPI', state: 'present', expected: 'the files of demo 1.2.0' }],
    hosts: [
      { host: 'api.github.com', requests: 14 },
      { host: 'ghcr.io', requests: 2 },
    ],
    notes: ['concurrency was not rehearsed'],
    release: {
      ...{ tag: 'v1.2.0', title: 'v1.2.0', draft: false, prerelease: false, notes },
      assets: ['demo-1.2.0.tar.gz'],
    },
  };
}

/** A release that PyPI rejected. */
export function failedReport(): RehearsalReport {
  const ready = readyReport();
  const failedStep = makeStep({
    ...{ name: 'Publish to PyPI', result: 'failure' },
    log: {
      lines: ['##[group]Run x', 'with: y', '##[endgroup]', '##[error]PyPI did not mint a token'],
      dropped: 0,
    },
  });
  return {
    ...ready,
    ok: false,
    jobs: ready.jobs
      .filter(({ id }) => id !== 'notify')
      .map((job) => (job.id === 'publish' ? { ...job, result: 'failure', steps: [failedStep] } : job)),
    skippedJobs: [
      ...ready.skippedJobs,
      {
        ...{ id: 'notify', name: 'notify', ref: 'refs/tags/v1.2.0', needs: ['build', 'publish'] },
        ...{ permissionsAsked: {}, reason: 'publish failed' },
      },
    ],
    files: ready.files.map((file) => ({ ...file, channels: { ...file.channels, pypi: null, ghcr: null } })),
    channels: [],
    attempts: [
      {
        ...{ runId: 2, attempt: 1, result: 'failure' },
        channels: [
          { channel: 'PyPI', state: 'none', detail: 'nothing uploaded' },
          { channel: 'GitHub Release', state: 'partial', detail: 'draft, 3 assets' },
          { channel: 'Tag and commit', state: 'done', detail: 'v1.2.0 at 96c2312' },
        ],
      },
    ],
    checks: [{ group: 'PyPI', name: 'PyPI has exactly the built files', ok: false, detail: 'missing: 2' }],
    problems: [
      {
        code: 'E_PYPI_MINT_REFUSED',
        message: 'publish: PyPI did not mint a token:\ninvalid-publisher: no corresponding publisher',
        hint: 'Register the trusted publisher.',
      },
      { code: 'E_REHEARSE_CHECK_FAILED', message: '2 of 20 checks failed.', hint: 'See the check.' },
    ],
  };
}

/** A release that an injected fault stopped, and that a re-run completed. */
export function recoveredReport(): RehearsalReport {
  const ready = readyReport();
  const [attempt] = ready.attempts;
  const stopped = failedReport();
  return {
    ...ready,
    jobs: [
      ...stopped.jobs,
      ...ready.jobs
        .filter(({ id }) => id === 'publish' || id === 'notify')
        .map((job) => ({ ...job, attempt: 2 })),
    ],
    attempts: [...stopped.attempts, ...(attempt === undefined ? [] : [{ ...attempt, attempt: 2 }])],
    fault: { name: 'mint-refused', struck: 1 },
  };
}

/** The same report with every text of the project replaced. */
function replaceTexts(
  report: RehearsalReport,
  replace: (text: string, key: string) => string,
): RehearsalReport {
  // Words of the report itself: results, states and groups are not the project's.
  const own = new Set([
    'result',
    'state',
    'level',
    'group',
    'proof',
    'channel',
    'startedAt',
    'rule',
    'sha256',
    'build',
    'release',
    'pypi',
    'ghcr',
  ]);
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return own.has(key) ? value : replace(value, key);
    if (Array.isArray(value)) return value.map((each) => walk(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]));
  };
  return walk(report, '') as RehearsalReport;
}

const evilText =
  '</style><script src="https://evil.example/x.js"></script><img src=x onerror=alert(1)>"\'&\u202Egnp.exe';

/** Markup, bidirectional overrides and words of 10,000 characters wherever the project decides. */
export const hostileReport = (): RehearsalReport =>
  replaceTexts(failedReport(), (text) => `${text.slice(0, 20)} ${evilText} ${'x'.repeat(10_000)}`);

/** 60 files, 40 jobs and 20,000 lines of log. */
export function largeReport(): RehearsalReport {
  const ready = readyReport();
  const lines = Array.from(
    { length: 500 },
    (_none, line) => `${line}: compiling module_${line}.c with flags -O2 -fPIC -Wall`,
  );
  return {
    ...ready,
    jobs: Array.from({ length: 40 }, (_none, index) =>
      makeJob(`build-wheel-${index}`, {
        needs: index === 0 ? [] : [`build-wheel-${index - 1}`],
        startedSeconds: index,
        steps: [makeStep({ log: { lines, dropped: 0 } })],
      }),
    ),
    files: Array.from({ length: 60 }, (_none, index) =>
      makeFile(
        `demo-1.2.0-cp312-cp312-manylinux_${index}.whl`,
        index.toString(16).padStart(64, '0'),
        index * 1_000_000,
      ),
    ),
  };
}
