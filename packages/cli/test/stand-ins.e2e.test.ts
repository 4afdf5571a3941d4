import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFixtureProject } from './support/fixture-project.ts';
import { type CliRun, startFixture } from './support/run-cli.ts';

const fixture = readFileSync(join(import.meta.dirname, 'fixtures/fixture.yml'), 'utf8');
const [head = '', release = ''] = fixture.split('  release:\n');

/** The fixture with further jobs at the tag, before its own. */
const withJobs = (...jobs: string[]): string => `${head}${jobs.join('')}  release:\n${release}`;

const job = (id: string, lines: string, more = ''): string =>
  `  ${id}:\n    if: github.ref_type == 'tag'\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n${more}    steps:\n${lines.replaceAll(/^/gm, '      ')}\n`;

const run = (workflow: string): Promise<CliRun> =>
  startFixture(createFixtureProject({ '.github/workflows/fixture.yml': workflow })).ended;

const stepsOf = ({ report }: CliRun, id: string) => report?.jobs.find((each) => each.id === id)?.steps ?? [];
const logOf = (ended: CliRun, id: string): string =>
  stepsOf(ended, id)
    .flatMap(({ log }) => log.lines)
    .join('\n');

const upload = (name: string, path: string, more = ''): string =>
  `- { id: up, uses: actions/upload-artifact@v7, with: { name: ${name}, path: "${path}"${more} } }`;

describe('stand-ins for actions of others', { timeout: 300_000 }, () => {
  it('artifacts travel between jobs by name and by pattern, and a name that is taken is refused', async () => {
    const make =
      '- run: mkdir -p dist/deep && echo one > dist/a.txt && echo two > dist/deep/b.txt && touch dist/.hidden';
    const ended = await run(
      withJobs(
        job(
          'make',
          [
            make,
            upload('dist-one', 'dist'),
            '- run: "echo digest=${{ steps.up.outputs.artifact-digest }}"',
          ].join('\n'),
        ),
        job('single', [make, upload('dist-two', 'dist/a.txt')].join('\n')),
        job(
          'again',
          [
            '- run: echo x > c.txt',
            upload('dist-one', 'c.txt').replace('{ id: up', '{ id: up, continue-on-error: true'),
            '- run: "echo outcome=${{ steps.up.outcome }}"',
          ].join('\n'),
          '    needs: make\n',
        ),
        job(
          'take',
          [
            '- { uses: actions/download-artifact@v8, with: { name: dist-one, path: one } }',
            '- { uses: actions/download-artifact@v8, with: { pattern: "dist-*", path: all } }',
            '- { uses: actions/download-artifact@v8, with: { pattern: "dist-*", path: flat, merge-multiple: true } }',
            '- run: find . -type f | sort',
            '- { id: none, continue-on-error: true, uses: actions/download-artifact@v8, with: { name: missing } }',
          ].join('\n'),
          '    needs: [make, single, again]\n',
        ),
      ),
    );
    expect(ended.report?.problems, ended.output).toEqual([]);
    expect(logOf(ended, 'make')).toMatch(/digest=[0-9a-f]{64}/);
    expect(logOf(ended, 'make')).toContain('there will be 2 files uploaded');
    expect(logOf(ended, 'again')).toContain('outcome=failure');
    expect(logOf(ended, 'again')).toMatch(/an artifact with this name already exists/i);
    const taken = logOf(ended, 'take');
    for (const path of [
      'one/a.txt',
      'one/deep/b.txt',
      'all/dist-one/a.txt',
      'all/dist-two/a.txt',
      'flat/a.txt',
    ])
      expect(taken).toContain(`./${path}`);
    expect(taken).not.toContain('.hidden');
    expect(taken).toMatch(/Unable to download artifact\(s\): Artifact not found for name: missing/);
    expect(stepsOf(ended, 'take').some(({ standIn }) => standIn)).toBe(true);
  });

  it('files that are built are attested, and a job without the right to is refused', async () => {
    const attest =
      '- { id: a, uses: actions/attest-build-provenance@v4, with: { subject-path: "dist/*.txt" } }';
    const make = '- run: mkdir dist && echo one > dist/a.txt';
    const rights = '    permissions: { id-token: write, attestations: write, contents: read }\n';
    const ended = await run(
      withJobs(
        job(
          'attest',
          [
            make,
            attest,
            '- run: "echo url=${{ steps.a.outputs.attestation-url }} && cat ${{ steps.a.outputs.bundle-path }}"',
          ].join('\n'),
          rights,
        ),
        job(
          'denied',
          [make, `${attest.replace('{ id: a', '{ id: a, continue-on-error: true')}`].join('\n'),
          '    permissions: { contents: read }\n',
        ),
      ),
    );
    expect(ended.report?.problems, ended.output).toEqual([]);
    expect(logOf(ended, 'attest')).toMatch(/url=https:\/\/github\.com\/.*\/attestations\/\d+/);
    expect(logOf(ended, 'attest')).toContain('application/vnd.dev.sigstore.bundle');
    expect(logOf(ended, 'denied')).toContain('missing "id-token" permission');
  });

  it('a job signs in to the registry with the rights of its token, and what is not shown is said', async () => {
    const login =
      '- { uses: docker/login-action@v4, with: { registry: ghcr.io, username: "${{ github.actor }}", password: "${{ github.token }}" } }';
    const ended = await run(
      withJobs(
        job(
          'login',
          [
            login,
            '- { uses: docker/login-action@v4, with: { username: me, password: "${{ secrets.HUB }}" } }',
            '- { id: t, uses: actions/create-github-app-token@v3, with: { client-id: Iv1, private-key: "${{ secrets.KEY }}" } }',
            '- { uses: docker/setup-qemu-action@v4 }',
            '- { uses: pypa/cibuildwheel@v4.2.0, with: { output-dir: wheelhouse } }',
            '- run: test -n "$TOKEN"\n  env: { TOKEN: "${{ steps.t.outputs.token }}" }',
          ].join('\n'),
          '    permissions: { packages: write }\n',
        ),
        job(
          'wrong',
          '- { continue-on-error: true, uses: docker/login-action@v4, with: { registry: ghcr.io, username: me, password: wrong } }',
        ),
      ),
    );
    expect(ended.report?.problems, ended.output).toEqual([]);
    expect(logOf(ended, 'login')).toContain('Login Succeeded!');
    expect(logOf(ended, 'login')).toContain('a rehearsal emulates ghcr.io only');
    expect(logOf(ended, 'wrong')).toContain(
      'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
    );
    expect(ended.report?.notes.join('\n')).toMatch(/cibuildwheel builds no wheels here/);
  });
});
