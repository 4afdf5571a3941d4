import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPublishingJobs } from '../../src/doctor/publishing-job.ts';
import { adopt, fateOf, jobOf, parse, path } from './adopt-text.ts';
import { image, poetry, releasePlease, samples, semantic, token, trusted } from './samples.ts';
import { findBrokenRules } from './try-adoption.ts';
import { native } from './wheels-sample.ts';

describe('adoptWorkflow', () => {
  it.each(Object.entries(samples))('%s becomes a workflow that follows every rule', async (_, text) => {
    const { text: adopted, stops, fates } = adopt(text);
    expect(stops).toEqual([]);
    expect(fates).toHaveLength(text.trimEnd().split('\n').length);
    expect(await findBrokenRules(path, adopted)).toEqual([]);
    expect(findPublishingJobs(parse(adopted)).map(({ job }) => job.id)).toEqual(['publish-to-pypi']);
  });

  it.each(Object.entries(samples))('every expression of %s is whole whatever channels it has', (_, text) => {
    const adopted = adopt(text).text;
    for (const job of parse(adopted).jobs)
      for (const { with: inputs, env } of job.steps)
        for (const [name, value] of [...inputs, ...env]) {
          const opened = value.text.match(/\$\{\{/g)?.length ?? 0;
          expect(value.text.match(/\$\{\{.*?\}\}/gs)?.length ?? 0, `${job.id} ${name}`).toBe(opened);
          expect(value.text.trimStart(), `${job.id} ${name}`).not.toMatch(/^(?:\|\||&&)/);
        }
  });

  it.each(Object.entries(samples))('the evidence of %s is JSON whatever channels it has', (_, text) => {
    const adopted = parse(adopt(text).text);
    const values = adopted.jobs.flatMap(({ steps }) =>
      steps.flatMap((step) => step.with.get('evidence')?.text ?? []),
    );
    expect(values).toHaveLength(2);
    for (const value of values)
      expect(Object.keys(JSON.parse(value.replaceAll(/\$\{\{.*?\}\}/gs, 'null')) as object)).toContain(
        'pypi',
      );
  });

  it('the name of the file, the environment with its address, and the tags stay', () => {
    const { text } = adopt(trusted);
    expect(findPublishingJobs(parse(text))[0]).toMatchObject({ file: 'publish.yml', environment: 'Release' });
    expect(text).toContain('      url: https://example.org/demo\n');
    expect(parse(text).triggers.get('push')).toEqual({ tags: ['v*'] });
    expect(parse(adopt(token).text).triggers.get('release')).toEqual({ types: ['published'] });
  });

  it('tests gate the draft, a test of the built files gets them, and a notice waits for the release', () => {
    const { text } = adopt(trusted);
    expect(jobOf(text, 'draft-github-release')?.needs).toEqual(expect.arrayContaining(['test', 'try-wheel']));
    expect(jobOf(text, 'notify-failure')?.needs).toEqual(expect.arrayContaining(['test', 'try-wheel']));
    expect(jobOf(text, 'try-wheel')).toMatchObject({ needs: ['build-python-package', 'version-bump'] });
    expect(jobOf(text, 'try-wheel')?.steps[0]?.with.get('name')?.text).toBe('python-dist');
    expect(jobOf(text, 'announce')?.needs).toEqual(['create-github-release']);
    expect(jobOf(text, 'announce')?.if?.text).toContain("needs.create-github-release.result == 'success'");
  });

  it('comments of what stays, and those at the top, stay', () => {
    const { text } = adopt(trusted);
    for (const comment of [
      '# Publishes demo. Ask the release team first.',
      '# The tests of the released commit.',
      '# Some of them take long.',
    ])
      expect(text).toContain(comment);
    expect(text).not.toContain('# for PyPI');
    expect(text).toContain('GREETING: hello');
  });

  it('own steps stay before the build and after the release, away from the token of PyPI', () => {
    const { text } = adopt(token);
    const build = jobOf(text, 'build-python-package')?.steps.map(({ name }) => name) ?? [];
    expect(build.indexOf('Compile the translations')).toBeLessThan(build.indexOf('Build the package'));
    expect(build).toContain('Compile the translations');
    const after = jobOf(text, 'deploy');
    expect(after?.steps.at(-1)?.run?.text).toContain('./announce.sh "${{ github.ref_name }}"');
    expect(after?.permissions?.has('id-token')).not.toBe(true);
    expect(jobOf(text, 'publish-to-pypi')?.steps).toHaveLength(1);
  });

  it('a stored token, and a token of a person, are not read any more', () => {
    expect(adopt(token).release).toMatchObject({
      isTrusted: false,
      uploadSecrets: ['PYPI_API_TOKEN'],
      otherSecrets: [],
    });
    expect(adopt(token).text).not.toContain('PYPI_API_TOKEN');
    expect(adopt(poetry).release).toMatchObject({
      uploadSecrets: ['POETRY_TOKEN'],
      otherSecrets: ['RELEASE_PAT'],
    });
  });

  it('a channel that the project does not have is not added', () => {
    const ids = (text: string): string[] => parse(adopt(text).text).jobs.map(({ id }) => id);
    expect(ids(trusted)).not.toEqual(expect.arrayContaining(['promote-docker-image']));
    expect(adopt(trusted).text).not.toMatch(
      /needs\.(?:build-docker-image|publish-to-github-packages|promote-docker-image)/,
    );
    expect(ids(image)).toEqual(expect.arrayContaining(['build-platform-images', 'promote-docker-image']));
    expect(ids(image)).not.toContain('publish-to-github-packages');
    const { release, text } = adopt(image);
    expect(release.foreignImages).toEqual(['octo/demo']);
    const step = jobOf(text, 'build-platform-images')?.steps.at(-1);
    expect([step?.with.get('file')?.text, step?.with.get('build-args')?.text]).toEqual([
      'docker/Dockerfile',
      'FLAVOR=full\n',
    ]);
  });

  it('a tool that releases at every push still does', () => {
    const { text } = adopt(semantic);
    expect(parse(text).triggers.get('push')).toEqual({ branches: ['main'], tags: ['**'] });
    expect(jobOf(text, 'version-bump')?.if?.text).toBe(
      "${{ github.event_name == 'workflow_dispatch' || github.event_name == 'release' || github.event_name == 'push' }}",
    );
  });

  it('a publishing job of a called file moves into the started one', () => {
    const { text, release } = adopt(releasePlease);
    expect(release).toMatchObject({ calledPublisher: 'publish-pypi.yml', isTrusted: true });
    expect(text).not.toContain('publish-pypi.yml');
    expect(findPublishingJobs(parse(text))[0]).toMatchObject({ file: 'publish.yml', calledBy: undefined });
  });

  it('every replaced line says by what, and what is kept is kept', () => {
    expect(fateOf(trusted, 'pypa/gh-action-pypi-publish')).toBe('replaced: publish-to-pypi does this');
    expect(fateOf(trusted, 'softprops/action-gh-release')).toBe('replaced: draft-github-release does this');
    expect(fateOf(trusted, 'echo tests')).toBe('kept: unchanged');
    expect(fateOf(trusted, 'name: Release')).toBe('kept: the trusted publisher names this environment');
    expect(fateOf(poetry, 'poetry version "$BUMP"')).toBe('replaced: version-bump does this');
  });

  it.each([
    [
      'a script that releases and does more',
      token.replace(
        'run: twine upload dist/*',
        'run: |\n          twine upload dist/*\n          ./deploy.sh',
      ),
      'move that into a step of its own',
    ],
    [
      'wheels of several platforms',
      token.replace('run: python -m build', 'uses: pypa/cibuildwheel@v3'),
      'let "before-all" of [tool.cibuildwheel]',
    ],
    [
      'a build in a matrix that makes no wheels',
      native.replace(/uses: pypa\/cibuildwheel@5+\n {8}env:\n(?: {10}.*\n)+/, 'run: python -m build\n'),
      'builds in a matrix',
    ],
    [
      'a script that gets the upload token',
      token.replace('run: twine upload dist/*', 'run: scripts/publish'),
      '"scripts/publish" gets the upload token',
    ],
    [
      'a pull request that starts the file',
      trusted.replace('on:\n', 'on:\n  pull_request:\n'),
      'people without write access',
    ],
    [
      'a job with a key of the new file',
      trusted.replaceAll('try-wheel', 'sign-passport'),
      'give yours a different key',
    ],
    [
      'jobs on one line',
      'on: push\njobs: { a: { runs-on: x, steps: [{ run: twine upload dist/* }] } }\n',
      'on one line',
    ],
    [
      'a file that no job makes',
      trusted.replace('files: dist/*', 'files: manual.pdf'),
      'the repository does not have',
    ],
    [
      'an unknown value of a replaced job',
      trusted.replace('TAG: ${{ github.ref_name }}', 'TAG: ${{ needs.release.outputs.color }}'),
      'has no counterpart',
    ],
    [
      'a workflow that publishes nothing',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: gh release create v1\n',
      'no job publishes to PyPI',
    ],
  ])('%s stops the adoption with a line and a reason', (_, text, reason) => {
    const { stops, fates } = adopt(text, () => false);
    expect(stops.map((stop) => stop.reason).join('\n')).toContain(reason);
    expect(stops.every(({ line }) => line >= 1 && line <= text.split('\n').length)).toBe(true);
    expect(fates).toHaveLength(text.trimEnd().split('\n').length);
  });

  it('each line of any old file has exactly one fate', { timeout: 120_000 }, () => {
    const step = fc.constantFrom(
      ...[
        '- uses: actions/checkout@v4',
        '- run: python -m build',
        '- run: twine upload dist/*',
        '- run: make docs',
        '# a comment',
        '',
      ],
      ...[
        '- run: |\n          echo one\n\n          git push',
        '- uses: softprops/action-gh-release@v2\n        with:\n          files: |\n            dist/*',
        '- name: x\n        id: y\n        run: echo "version=1" >> "$GITHUB_OUTPUT"',
      ],
      ...[
        '- uses: actions/upload-artifact@v4\n        with: { name: dist, path: dist }',
        '- uses: pypa/gh-action-pypi-publish@v1',
        '- uses: other/action@v1',
        '- run: ./x\n        env:\n          A: ${{ steps.y.outputs.version }}',
      ],
    );
    const job = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 7 }),
      needs: fc.boolean(),
      head: fc.constantFrom(
        '',
        '    environment: pypi\n',
        '    if: github.ref_type\n',
        '    permissions:\n      id-token: write # x\n',
        '    # above\n    env:\n      A: b\n',
      ),
    });
    const file = fc
      .tuple(
        fc.array(job, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(
          'on: push\n',
          'on:\n  push:\n    tags: [v*]\n  # other\n  schedule:\n    - cron: "1 1 * * *"\n',
          '# top\n\non: [push, workflow_dispatch]\npermissions: {}\n\ndefaults:\n  run:\n    shell: bash\n',
        ),
      )
      .map(
        ([jobs, head]) =>
          `${head}jobs:\n${jobs
            .map(
              ({ steps, needs, head: own }, index) =>
                `\n  # job ${index}\n  j${index}:\n${needs && index > 0 ? `    needs: j${index - 1}\n` : ''}    runs-on: x\n${own}    steps:\n      - run: echo\n${steps.map((each) => (each === '' ? '\n' : `      ${each}\n`)).join('')}`,
            )
            .join('')}`,
      );
    fc.assert(
      fc.property(file, (text) => {
        const { fates, stops, text: adopted } = adopt(text);
        expect(fates).toHaveLength(text.replace(/\n$/, '').split('\n').length);
        expect(
          fates.every(({ kind, reason }) => ['kept', 'replaced', 'dropped'].includes(kind) && reason !== ''),
        ).toBe(true);
        if (stops.length > 0) return;
        // A kept line is in the new file, and what that is can be read.
        expect(() => parse(adopted)).not.toThrow();
        const lines = new Set(adopted.split('\n').map((line) => line.trim()));
        text.split('\n').forEach((line, index) => {
          if (fates[index]?.kind === 'kept')
            expect(lines, `line ${index + 1}: ${line}`).toContain(line.trim());
        });
      }),
      { numRuns: 40 },
    );
  });
});
