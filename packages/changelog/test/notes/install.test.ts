import { describe, expect, it } from 'vitest';
import { renderInstall } from '../../src/notes/install.ts';
import { renderVerification } from '../../src/notes/verification.ts';
import { facts } from './facts.ts';

const asset = (name: string, storedName?: string) => ({ name, storedName, sha256: 'a'.repeat(64), size: 5 });
const pypi = { name: 'PyPI', commands: ['pip install demo==1.2.0'], hasFiles: true };

const install = (more: object = {}) => renderInstall({ ...facts(), channels: [], ...more });

describe('the ways to install a release', () => {
  it('a single one has no heading of its own', () => {
    expect(install({ channels: [pypi] })).toBe('## Install\n\n```sh\npip install demo==1.2.0\n```');
  });

  it('several have headings, and files of a public repository install from it', () => {
    const text = install({
      channels: [pypi, { name: 'Package index', commands: [], hasFiles: true }],
      assets: [asset('demo-1.2.0.tar.gz'), asset('demo-1.2.0-py3-none-any.whl')],
    });
    expect(text).toBe(
      [
        '## Install',
        '### PyPI\n\n```sh\npip install demo==1.2.0\n```',
        '### This release\n\n```sh\npip install "demo @ https://github.com/o/r/releases/download/v1.2.0/demo-1.2.0-py3-none-any.whl"\n```',
        '### Source\n\n```sh\npip install "demo @ git+https://github.com/o/r@v1.2.0"\n```',
      ].join('\n\n'),
    );
  });

  it.each([
    ['https://github.com/o/r', 'o/r'],
    ['https://ghes.example.com/o/r', 'ghes.example.com/o/r'],
    ['https://acme.ghe.com/o/r', 'acme.ghe.com/o/r'],
  ])('files of a private repository at %s are downloaded by who may', (repositoryUrl, named) => {
    const assets = [asset('demo-1.2.0-py3-none-any.whl')];
    expect(install({ isPublic: false, repositoryUrl, assets })).toBe(
      `## Install\n\n\`\`\`sh\ngh release download v1.2.0 --repo ${named} --pattern demo-1.2.0-py3-none-any.whl\npip install ./demo-1.2.0-py3-none-any.whl\n\`\`\``,
    );
  });

  it('wheels of platforms are left to the index, and a folder is named', () => {
    const assets = [asset('demo-1.2.0-cp312-cp312-win_amd64.whl'), asset('demo-1.2.0.tar.gz')];
    const text = install({ assets, folder: 'packages/demo' });
    expect(text).toContain('/demo-1.2.0.tar.gz"');
    expect(text).toContain('@v1.2.0#subdirectory=packages/demo"');
    expect(install({ assets: assets.slice(0, 1) })).toBe('');
  });

  it('a file that GitHub keeps under another name is not installed from there', () => {
    expect(install({ assets: [asset('demo-1!2.0.tar.gz', 'demo-1.2.0.tar.gz')] })).toBe('');
  });
});

describe('the ways to verify a release', () => {
  const manifest = asset('SHA256SUMS');

  it('checksums are checked on Linux, macOS and Windows', () => {
    const text = renderVerification(facts({ assets: [manifest] }));
    expect(text).not.toContain('--ignore-missing');
    expect(text).toContain('gh release download v1.2.0 --repo o/r\nsha256sum --check SHA256SUMS');
    expect(text).toContain('\nshasum --algorithm 256 --check SHA256SUMS');
    expect(text).toContain('```powershell\nGet-Content SHA256SUMS | ForEach-Object { ');
  });

  it('files with another name on GitHub get their own back first', () => {
    const stored = asset('demo-1!2.0.tar.gz', 'demo-1.2.0.tar.gz');
    const text = renderVerification(facts({ assets: [stored, manifest] }));
    expect(text).toContain("--repo o/r\nmv demo-1.2.0.tar.gz 'demo-1!2.0.tar.gz'\nsha256sum");
    expect(text).toContain("Rename-Item 'demo-1.2.0.tar.gz' 'demo-1!2.0.tar.gz'");
  });

  it('commands for another server name it', () => {
    const evidence = { channels: [], attestedFiles: [], imageCommands: [], provenance: true };
    const repositoryUrl = 'https://acme.ghe.com/o/r';
    const text = renderVerification(
      facts({ repositoryUrl, evidence, assets: [manifest, asset('demo-1.2.0.tar.gz')] }),
    );
    expect(text).toContain('gh release download v1.2.0 --repo acme.ghe.com/o/r');
    expect(text).toContain(
      'gh attestation verify demo-1.2.0.tar.gz --repo o/r --hostname acme.ghe.com --signer-workflow acme.ghe.com/o/r/.github/workflows/release.yml',
    );
  });

  it('trusted publishing is claimed only where attestations show it', () => {
    const reporting = { kind: 'policy' as const, url: 'https://github.com/o/r/security/policy' };
    const evidence = {
      channels: [pypi],
      attestedFiles: ['demo-1.2.0.tar.gz'],
      imageCommands: [],
      provenance: false,
    };
    const shown = renderVerification(facts({ evidence, reporting }));
    expect(shown).toContain(
      `built once from commit ${'c'.repeat(40)} by [release.yml](https://github.com/o/r/blob/v1.2.0/.github/workflows/release.yml).`,
    );
    expect(shown).toMatch(
      /\*\*Security\.\*\* The files on PyPI were published with trusted publishing.* \[security policy\]/,
    );
    const plain = renderVerification(facts({ evidence: { ...evidence, attestedFiles: [] }, reporting }));
    expect(plain).not.toContain('trusted publishing');
    expect(renderVerification(facts({ reporting }))).toBe('');
  });
});
