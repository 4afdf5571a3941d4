import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

function readBundle(action: string): { readonly code: string; readonly licenses: string } {
  const folder = new URL(`../../../dist/${action}/`, import.meta.url);
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const code = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return { code: code.map(read).join('\n'), licenses: read('licenses.txt') };
}

/** What a bundle takes from Node to start programs with. */
function listImports(code: string): string[] {
  return [...code.matchAll(/["'](?:node:)?child_process["']\)/g)].map(([text]) => text);
}

describe.each(['pypi-publish', 'docker-build-sign'])('bundle of %s', (action) => {
  const { code, licenses } = readBundle(action);

  it('the signing library is there without its own transport', () => {
    expect(code).toContain('hashedRekordRequestV002');
    expect(licenses).toContain('@sigstore/sign');
    expect(licenses).toContain('@gar/promise-retry');
    for (const name of ['make-fetch-happen', 'minipass-fetch', '@npmcli/agent', 'cacache'])
      expect(licenses).not.toContain(name);
  });

  it('no identity provider that starts programs is there', () => {
    expect(code).not.toContain('buildkite-agent');
    // The image is built by a program, which the exec port starts; nothing else does.
    expect(listImports(code)).toHaveLength(action === 'pypi-publish' ? 0 : 1);
  });
});
