import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { describe, expect, it } from 'vitest';
import { findFaults } from '../../src/doctor/faults/find-faults.ts';
import { findPublishingJobs } from '../../src/doctor/publishing-job.ts';
import { careless, carelessChangelog } from './careless-workflow.ts';

const find = (text: string, changelog?: string) =>
  findFaults({ workflow: readWorkflowText('.github/workflows/release.yml', text), changelog });
const failedIn = (text: string, changelog?: string): string[] =>
  find(text, changelog).flatMap(({ id, state }) => (state === 'failed' ? [id] : []));

/** A job that publishes, with steps of its own. */
const job = (steps: string, head = ''): string => `on: { push: { tags: ['v*'] } }
permissions: {}
jobs:
  release:
    runs-on: ubuntu-24.04
${head}    steps:
${steps}`;

const reference = readFileSync(
  fileURLToPath(new URL('../../../../.github/workflows/release.yml', import.meta.url)),
  'utf8',
);

describe('faults of a workflow file', () => {
  it('the reference workflow has none', () => {
    expect(failedIn(reference)).toEqual([]);
  });

  it('a careless workflow has all of them, each with its line', () => {
    const found = find(careless, carelessChangelog);
    const ids = Array.from({ length: 14 }, (_, index) => `WF${String(index + 1).padStart(2, '0')}`);
    expect(found.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual(ids);
    const rows = careless.split('\n');
    const places: Record<string, RegExp> = {
      WF01: /pattern = /,
      WF02: /git push origin main/,
      WF03: /^ {6}draft:/,
      WF04: /if ! twine upload/,
      WF06: /build-push-action/,
      WF07: /VCS_REF/,
      WF09: /actions\/cache/,
      WF11: /poetry config http-basic/,
      WF13: /checksums/,
      WF14: /pypi\.pkg/,
    };
    for (const [id, pattern] of Object.entries(places)) {
      const line = found.find((each) => each.id === id)?.line ?? 0;
      expect(rows[line - 1], `${id} at line ${line}`).toMatch(pattern);
    }
  });

  it.each([
    ['a curl whose failure is ignored', '      - run: curl -fsS https://example.org || true\n', ['WF04']],
    ['a curl that may fail', '      - run: curl -fsS https://example.org\n', []],
    ['a printed command', '      - run: echo "twine upload dist/* || true"\n', []],
    ['a commented command', '      - run: |\n          # git push origin main\n          true\n', []],
    [
      'a tested upload that ends the step',
      '      - run: |\n          if ! twine upload dist/*; then\n            exit 1\n          fi\n',
      [],
    ],
    [
      'a tested upload that goes on',
      '      - run: |\n          if ! twine upload dist/*; then\n            echo no\n          fi\n',
      ['WF04'],
    ],
    ['a fixed delimiter', '      - run: |\n          echo "notes<<EOF" >> "$GITHUB_OUTPUT"\n', ['WF10']],
    [
      'a here-string',
      '      - run: |\n          cat <<< "$A"\n          twine upload dist/* || true\n',
      ['WF04'],
    ],
    ['setup-uv as it is', '      - uses: astral-sh/setup-uv@v7\n      - run: uv build\n', ['WF09']],
    [
      'setup-uv without its cache',
      '      - uses: astral-sh/setup-uv@v7\n        with: { enable-cache: false }\n      - run: uv build\n',
      [],
    ],
    ['rust-cache', '      - uses: Swatinem/rust-cache@v2\n      - run: maturin build\n', ['WF09']],
    ['a random delimiter', '      - run: |\n          echo "notes<<$(uuidgen)" >> "$GITHUB_OUTPUT"\n', []],
    ['a ref in a script', '      - run: echo "${{ github.head_ref }}" > ref\n', ['WF10']],
    ['a SHA in a script', '      - run: echo "${{ github.sha }}" > sha\n', []],
    [
      'a quoted here-document',
      "      - run: |\n          python3 - <<'EOF'\n          print('$HOME')\n          EOF\n",
      [],
    ],
    [
      'an expanded here-document',
      '      - run: |\n          python3 - <<EOF\n          print("$VERSION")\n          EOF\n',
      ['WF10'],
    ],
    [
      'a password on standard input',
      '      - run: docker login --password-stdin <<< "${{ secrets.T }}"\n',
      [],
    ],
    ['a password as an argument', '      - run: twine upload --password "$TOKEN" dist/*\n', ['WF11']],
    ['a script from the network', '      - run: curl -sSL https://example.org/install | bash\n', ['WF12']],
    ['a push to main by name', '      - run: git push origin HEAD:main\n', ['WF12']],
    ['a check of the lock file', '      - run: poetry lock --check\n', []],
    ['a new lock file', '      - run: poetry lock\n', ['WF12']],
  ])('%s is judged', (_, steps, expected) => {
    expect(failedIn(job(steps))).toEqual(expected);
  });

  it('a job with a PyPI token runs only what it needs', () => {
    const head = '    permissions: { id-token: write }\n';
    const publish = '      - uses: pypa/gh-action-pypi-publish@release/v1\n';
    const download = '      - uses: actions/download-artifact@v8\n';
    expect(failedIn(job(download + publish, head))).toEqual([]);
    expect(failedIn(job(`      - run: pip install twine\n${publish}`, head))).toEqual(['WF08']);
    expect(failedIn(job(publish, '    permissions: { id-token: write, contents: write }\n'))).toEqual([
      'WF08',
    ]);
  });

  it('a job that publishes elsewhere gets no PyPI token', () => {
    const head = '    permissions: { id-token: write }\n';
    expect(
      failedIn(job('      - run: twine upload --repository-url https://test.example dist/*\n', head)),
    ).toEqual([]);
  });

  it('an upload to TestPyPI is not one to PyPI', () => {
    const text = job(
      `      - uses: pypa/gh-action-pypi-publish@${'a'.repeat(40)}\n        with: { repository-url: 'https://${['test', 'pypi', 'org'].join('.')}/legacy/' }\n`,
      '    permissions: { id-token: write }\n',
    );
    expect(findPublishingJobs(readWorkflowText('.github/workflows/release.yml', text))).toEqual([]);
  });

  it('the newest section of a changelog in order is not a fault', () => {
    const steps = "      - run: sed -i 's/x/y/' CHANGELOG.md\n";
    expect(failedIn(job(steps), '## [2.0.0]\n\n## [1.0.0]\n')).toEqual([]);
  });

  it('a file that is not a workflow is rejected', () => {
    expect(() => find('jobs: [')).toThrow(expect.objectContaining({ code: 'E_WORKFLOW_INVALID' }));
    expect(() => find('name: x')).toThrow(expect.objectContaining({ code: 'E_WORKFLOW_INVALID' }));
  });
});
