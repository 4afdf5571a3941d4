import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChangelogSections } from '../../src/changelog/changelog-sections.ts';
import { readEvidence } from '../../src/notes/evidence.ts';
import { fillTitle, renderReleaseNotes } from '../../src/notes/render-notes.ts';
import { endsClosed, listHarm } from '../markdown/harm.ts';
import { facts, repositoryUrl } from './facts.ts';

const wheel = { name: 'demo-1.2.0-py3-none-any.whl', sha256: 'a'.repeat(64), size: 5 };
const manifest = { name: 'SHA256SUMS', sha256: 'b'.repeat(64), size: 90 };
const digests = new Map([[wheel.name, wheel.sha256]]);

const publication = (more: object = {}) =>
  JSON.stringify({
    kind: 'pypi',
    verified: true,
    files: [{ ...wheel, project: 'demo', version: '1.2.0', provenance: 'https://e.org/p', ...more }],
  });

describe('readEvidence', () => {
  it('a channel is shown only with evidence', () => {
    const digest = `sha256:${'c'.repeat(64)}`;
    const evidence = readEvidence(
      JSON.stringify({
        pypi: { publication: publication() },
        'github-packages': {},
        image: {
          digest,
          references: `ghcr.io/o/r@${digest}`,
          'verify-commands': `cosign verify ghcr.io/o/r@${digest}\nrm -rf /`,
          visibility: 'public',
        },
        provenance: { 'attestation-id': '1' },
      }),
      digests,
    );
    const { body } = renderReleaseNotes(facts({ evidence, assets: [wheel, manifest] }));
    expect(body).toContain('### PyPI\n\n```sh\npip install demo==1.2.0\n```');
    expect(body).not.toContain('GitHub Packages');
    expect(body).toContain(`### Container image\n\n\`\`\`sh\ndocker pull ghcr.io/o/r@${digest}\n`);
    expect(body).toContain(
      '# build provenance\ngh attestation verify demo-1.2.0-py3-none-any.whl --repo o/r --signer-workflow o/r/.github/workflows/release.yml --source-ref refs/tags/v1.2.0\n\n# PyPI attestations\npypi-attestations verify pypi --repository https://github.com/o/r pypi:demo-1.2.0-py3-none-any.whl\n\n# container image\ncosign verify',
    );
    expect(body).not.toContain('rm -rf');
    expect(body).toContain(`| \`${wheel.name}\` | 5 B | \`${wheel.sha256}\` |`);
  });

  it('the notes claim the same bytes in GitHub Packages only for files that were read back', () => {
    const claimsOf = (more: object) => {
      const files = JSON.stringify([{ ...wheel, state: 'published', ...more }]);
      const outputs = { files, 'index-digest': `sha256:${'c'.repeat(64)}` };
      const evidence = readEvidence(JSON.stringify({ 'github-packages': outputs }), digests);
      return renderReleaseNotes(facts({ evidence, assets: [wheel, manifest] })).body;
    };
    expect(claimsOf({ verified: true })).toContain('Every channel serves the same bytes');
    expect(claimsOf({})).not.toContain('Every channel serves the same bytes');
  });

  it('a called workflow that signed is named as the signer', () => {
    const signer = 'slipway-actions/slipway/.github/workflows/prepare.yml';
    const bodyOf = (given: string) => {
      const provenance = { url: 'https://github.com/o/r/attestations/1', signer: given };
      const evidence = readEvidence(JSON.stringify({ provenance }), digests);
      return renderReleaseNotes(facts({ evidence, assets: [wheel, manifest] })).body;
    };
    expect(bodyOf(signer)).toContain(`--repo o/r --signer-workflow ${signer} --source-ref`);
    expect(bodyOf('$(id)')).toContain('--signer-workflow o/r/.github/workflows/release.yml');
    const unsigned = readEvidence(JSON.stringify({ provenance: { url: '', signer } }), digests);
    expect(unsigned.provenance).toBe(false);
  });

  it.each(['private', '', undefined])(
    'a login command is shown when the visibility is "%s"',
    (visibility) => {
      const digest = `sha256:${'c'.repeat(64)}`;
      const pull = 'oras pull ghcr.io/o/r/pypi/demo:1.2.0 && pip install ./demo.whl';
      const evidence = readEvidence(
        JSON.stringify({
          'github-packages': { 'index-digest': digest, 'install-command': pull, visibility },
          image: {
            digest,
            references: `ghcr.io/o/r@${digest}`,
            'verify-commands': `cosign verify ghcr.io/o/r@${digest}`,
            visibility,
          },
        }),
        digests,
      );
      const { body } = renderReleaseNotes(facts({ evidence }));
      expect(body).toContain(`\`\`\`sh\noras login ghcr.io\n${pull.replace(' && ', '\n')}\n\`\`\``);
      expect(body).toContain(`docker login ghcr.io\ndocker pull ghcr.io/o/r@${digest}`);
      expect(body).toContain(`docker login ghcr.io\ncosign verify ghcr.io/o/r@${digest}`);
    },
  );

  it('a command without a login form is shown only for a public package', () => {
    const digest = `sha256:${'c'.repeat(64)}`;
    const install = 'curl -fsSL https://ghcr.io/v2/o/r && pip install ./demo.whl';
    const given = { 'github-packages': { 'index-digest': digest, 'install-command': install } };
    expect(readEvidence(JSON.stringify(given), digests).channels).toMatchObject([{ commands: [] }]);
    const seen = { 'github-packages': { ...given['github-packages'], visibility: 'public' } };
    expect(readEvidence(JSON.stringify(seen), digests).channels).toMatchObject([
      { commands: install.split(' && ') },
    ]);
  });

  it.each([
    [{ pypi: { publication: JSON.stringify({ kind: 'pypi', verified: false, files: [] }) } }],
    [{ pypi: { publication: '' } }],
    [{ pypi: null }],
    [{ image: { digest: 'sha256:1', references: 'ghcr.io/o/r:latest' } }],
    [{ 'github-packages': { 'index-digest': '', 'install-command': 'pip install x' } }],
  ])('a channel with the evidence %j is not in the notes', (given) => {
    const evidence = readEvidence(JSON.stringify(given), digests);
    expect(evidence.channels).toEqual([]);
    expect(renderReleaseNotes(facts({ evidence })).body).not.toMatch(/Install|published|PyPI|Packages|image/);
  });

  it('the tag of an image is named when it exists', () => {
    const digest = `sha256:${'c'.repeat(64)}`;
    const image = { digest, references: `ghcr.io/o/r@${digest}`, visibility: 'public' };
    const commandsOf = (tags: string) =>
      readEvidence(JSON.stringify({ image: { ...image, tags } }), digests).channels[0]?.commands;
    expect(commandsOf('ghcr.io/o/r:1.2.0\nghcr.io/o/r:latest')).toEqual(['docker pull ghcr.io/o/r:1.2.0']);
    expect(commandsOf('ghcr.io/o/other:1.2.0')).toEqual([`docker pull ghcr.io/o/r@${digest}`]);
  });

  it('a command that could end its block is not printed', () => {
    const given = {
      'github-packages': {
        'index-digest': `sha256:${'c'.repeat(64)}`,
        'install-command': 'oras pull ghcr.io/o/r:1 ```',
        visibility: 'public',
      },
    };
    expect(readEvidence(JSON.stringify(given), digests).channels).toMatchObject([{ commands: [] }]);
  });

  it.each([
    ['[]', 'not a JSON object'],
    ['{"pipy":{}}', 'pipy'],
    [
      JSON.stringify({ pypi: { publication: publication({ sha256: 'f'.repeat(64) }) } }),
      'PyPI is said to have',
    ],
  ])('the evidence %s is rejected', (json, words) => {
    expect(() => readEvidence(json, digests)).toThrow(words);
  });

  it('notes without evidence contain no claims', () => {
    const { body } = renderReleaseNotes(facts());
    expect(body).toBe(
      `## What's changed\n\n### Added\n\n- A thing\n\n**Full changelog:** [v1.1.0...v1.2.0](${repositoryUrl}/compare/v1.1.0...v1.2.0)`,
    );
  });
});

describe('renderReleaseNotes', () => {
  it('a template is filled in and inserted values are not expanded again', () => {
    const { body } = renderReleaseNotes(
      facts({ changes: [{ title: undefined, body: '{{version}}' }], previousTag: undefined }),
      {
        template: '# {{ version }} ({{date}})\n\n{{header}}\n\n{{changes}}\n{{install}}\n{{compare}}',
        header: 'From {{tag}}.\n```\nopen',
      },
    );
    expect(body).toBe(
      `# 1.2.0 (2026-02-03)\n\nFrom v1.2.0.\n\`\`\`\nopen\n\`\`\`\n\n{{version}}\n**Full changelog:** [v1.2.0](${repositoryUrl}/commits/v1.2.0)`,
    );
  });

  it.each(['{{nope}}', '{{ }}', '{{__proto__}}', '{{Version}}'])(
    'the placeholder %s is rejected',
    (template) => {
      expect(() => renderReleaseNotes(facts(), { template })).toThrow('which is not known');
      expect(() => renderReleaseNotes(facts(), { footer: template })).toThrow('which is not known');
    },
  );

  it('headings rise by one, whatever a changelog has', () => {
    const changes = readChangelogSections(
      '# Added\n\n- a\n\n### Deep\n\n- b\n\n###### Deeper\n\nText\n----\n\n- c\n\n# Fixed\n\n- d',
    );
    const { body } = renderReleaseNotes(facts({ changes }));
    expect(body.match(/^#+ .*$/gm)).toEqual([
      "## What's changed",
      '### Added',
      '#### Deep',
      '##### Deeper',
      '#### Text',
      '### Fixed',
    ]);
  });

  it('security comes first, with an alert that names the advisory', () => {
    const changes = readChangelogSections(
      'Hello.\n\n### Added\n\n- a\n\n### Security\n\n- Escape names (GHSA-2c4m-59x9-fr2g)',
    );
    const { body } = renderReleaseNotes(facts({ changes }));
    expect(body).toContain(
      "## What's changed\n\n> [!IMPORTANT]\n> This release fixes a security issue ([GHSA-2c4m-59x9-fr2g](https://github.com/advisories/GHSA-2c4m-59x9-fr2g)). Please upgrade.\n\nHello.\n\n### Security\n\n- Escape",
    );
    expect(renderReleaseNotes(facts()).body).not.toContain('[!IMPORTANT]');
  });

  it('a changelog that thanks by itself gets no second list, and a date of its own is left out', () => {
    const base = { repositoryUrl, tag: 'v1.2.0' };
    const changes = readChangelogSections('Released 2026-01-02\n\n- Speed by @bo', base);
    const people = [{ login: 'bo' }, { login: 'cy' }];
    const { body } = renderReleaseNotes(facts({ changes, people }));
    expect(body).toMatch(/^## What's changed\n\n- Speed by \[@bo\]/);
    expect(body).not.toContain('**Contributors');
  });

  it('an element that spans two sections ends with the first', () => {
    const changes = readChangelogSections('### A\n\n<details>\n\n- a\n\n### B\n\n- b\n\n</details>\n');
    const { body } = renderReleaseNotes(facts({ changes }));
    expect(body).toContain('### A\n\n<details>\n\n- a\n\n</details>\n\n### B\n\n- b\n\n**Full');
    expect(endsClosed(body)).toBe(true);
  });

  it('a title is one line of the facts of the release', () => {
    expect(fillTitle('{{repository}} {{version}}\n of {{date}}', facts())).toBe('o/r 1.2.0 of 2026-02-03');
    expect(fillTitle(' ', facts())).toBe('v1.2.0');
    expect(() => fillTitle('{{changes}}', facts())).toThrow('{{changes}}');
  });

  it('notes without changes say so', () => {
    expect(renderReleaseNotes(facts({ changes: [] })).body).toContain('No changes were recorded');
  });

  it('whole sections are dropped from the end with a link to the full changelog', () => {
    const changes = ['one', 'two', 'three'].map((title) => ({
      title,
      body: `- ${title} ${'x'.repeat(400)}`,
    }));
    const { body, full, isCut } = renderReleaseNotes(facts({ changes, assets: [wheel] }), {}, 1300);
    expect(isCut).toBe(true);
    expect(body.length).toBeLessThanOrEqual(1300);
    expect(body).toContain(changes[0]?.body);
    expect(body).not.toContain('three');
    expect(body).toContain(`(${repositoryUrl}/blob/v1.2.0/CHANGELOG.md)`);
    expect(body).toContain(wheel.sha256);
    for (const change of changes) expect(full).toContain(change.body);
  });

  it('notes are always bounded, closed and inert', () => {
    const piece = fc.constantFrom(
      '```\n',
      '- @x #1\n',
      '😀'.repeat(30),
      'word '.repeat(20),
      '\n\n',
      '### Fixed\n',
      '### Breaking\n',
      '`a @b',
      '[l](https://e.org/',
      ')',
      '<b>',
      '> ~~~\n',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 1100, max: 2600 }),
        (pieces, limit) => {
          const changes = readChangelogSections(pieces.join(''));
          const { body } = renderReleaseNotes(
            facts({ changes, assets: [wheel] }),
            { footer: 'The end.' },
            limit,
          );
          expect(body.length).toBeLessThanOrEqual(limit);
          expect(listHarm(body)).toEqual([]);
          expect(endsClosed(body)).toBe(true);
          expect(body).not.toMatch(/\p{Surrogate}/u);
          expect(body.endsWith('The end.')).toBe(true);
        },
      ),
      { numRuns: 600 },
    );
  }, 120_000);

  it('notes with a fence of 130,000 characters stay within the limit of GitHub', () => {
    const changes = readChangelogSections(`### Added\n\n\`\`\`\n${'😀 x\n'.repeat(26_000)}`);
    const { body } = renderReleaseNotes(facts({ changes }));
    expect(body.length).toBeLessThanOrEqual(125_000);
    expect(body.length).toBeGreaterThan(100_000);
    expect(endsClosed(body)).toBe(true);
    expect(body).toContain('All changes are [here]');
  });

  it('a header that does not fit is rejected', () => {
    expect(() => renderReleaseNotes(facts(), { header: 'x'.repeat(2000) }, 1000)).toThrow('at most 1000');
  });
});
