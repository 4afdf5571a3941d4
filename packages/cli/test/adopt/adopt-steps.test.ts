import { describe, expect, it } from 'vitest';
import { adopt, fateOf, jobOf, parse } from './adopt-text.ts';
import { image, token, trusted } from './samples.ts';
import { native } from './wheels-sample.ts';

describe('adoptWorkflow', () => {
  it('wheels of several platforms are built by wheels.yml, and its settings are for pyproject.toml', () => {
    const { release, text } = adopt(native);
    expect(release.wheels).toEqual({
      job: 'wheels',
      toml: [
        '[tool.cibuildwheel]',
        ...['skip = "pp*"', '# build: see CIBW_BUILD in line 32', 'test-command = "pytest {project}/tests"'],
        ...['[tool.cibuildwheel.linux]', 'before-all = "yum install -y \\"libffi-devel\\""'],
      ],
      platforms: ['ppc64le'],
    });
    expect(native.split('\n')[31]).toContain('CIBW_BUILD');
    expect(jobOf(text, 'wheels')).toBeUndefined();
    expect(jobOf(text, 'build-wheels')?.uses?.text).toContain('/wheels.yml@');
    expect(fateOf(native, 'pypa/cibuildwheel@')).toBe('replaced: build-wheels does this');
    expect(fateOf(native, 'pipx run build')).toBe('replaced: build-python-package does this');
    expect(fateOf(native, 'setup-qemu-action')).toContain('a runner of its own');
    expect(fateOf(native, 'SOURCE_DATE_EPOCH')).toContain('python-build sets SOURCE_DATE_EPOCH');
    const look = jobOf(text, 'look');
    expect(look?.needs).toEqual(expect.arrayContaining(['build-python-package', 'build-wheels']));
    expect(look?.steps[0]?.with.get('pattern')?.text).toBe('{python-dist,wheels-*}');
    expect(look?.steps[0]?.with.get('merge-multiple')?.text).toBe('true');
  });

  it('a guard against forks is dropped with a reason, because a fork has no publisher', () => {
    expect(fateOf(native, "github.repository == 'octo/demo'")).toBe(
      'dropped: a fork has no publisher on PyPI, so its runs cannot release',
    );
  });

  it('the evidence stays JSON when channels are taken out of it', () => {
    const evidence = (text: string): string[] =>
      parse(text)
        .jobs.flatMap(({ steps }) => steps)
        .flatMap((step) => step.with.get('evidence')?.text ?? []);
    const read = (text: string): Record<string, unknown> =>
      JSON.parse(text.replaceAll(/\$\{\{.*?\}\}/gs, '{}')) as Record<string, unknown>;
    expect(evidence(adopt(trusted).text).map((text) => Object.keys(read(text)))).toEqual([
      ['pypi', 'provenance'],
      ['release', 'pypi'],
    ]);
    expect(evidence(adopt(image).text).map((text) => Object.keys(read(text)))).toEqual([
      ['pypi', 'image', 'provenance'],
      ['release', 'pypi', 'image'],
    ]);
  });

  it('a step that computes a value stays with the step that reads it', () => {
    const text = token.replace(
      '      - name: Compile the translations\n        run: ./translations.sh',
      '      - id: langs\n        run: echo "list=$(ls po)" >> "$GITHUB_OUTPUT"\n      - run: ./translations.sh "${{ steps.langs.outputs.list }}"',
    );
    const adopted = adopt(text);
    expect(adopted.stops).toEqual([]);
    expect(jobOf(adopted.text, 'build-python-package')?.steps.map(({ id }) => id)).toContain('langs');
  });

  it('a variable that the build can read is still set before it', () => {
    const text = token.replace(
      '        run: ./translations.sh',
      '        run: echo "DEMO_FLAVOR=full" >> "$GITHUB_ENV"',
    );
    const steps = jobOf(adopt(text).text, 'build-python-package')?.steps ?? [];
    expect(steps.some(({ run }) => run?.text.includes('DEMO_FLAVOR=full'))).toBe(true);
  });
});
