import { testPypiHost } from '@slipway/core/pypi-hosts';
import { expect, it } from 'vitest';
import { readEvidence } from '../../src/notes/evidence.ts';
import { renderReleaseNotes } from '../../src/notes/render-notes.ts';
import { facts } from './facts.ts';

const sha256 = 'a'.repeat(64);
const name = 'demo-1.2.0-py3-none-any.whl';
const file = { name, sha256, size: 5, project: 'demo', version: '1.2.0', provenance: 'https://e.org/p' };
const digests = new Map([[name, sha256]]);

it('files on TestPyPI are installed from there, and PyPI is not named', () => {
  const pypi = { publication: JSON.stringify({ kind: 'testpypi', verified: true, files: [file] }) };
  const { body } = renderReleaseNotes(facts({ evidence: readEvidence(JSON.stringify({ pypi }), digests) }));
  expect(body).toContain(
    `## Install\n\n\`\`\`sh\npip install --index-url https://${testPypiHost}/simple/ --no-deps demo==1.2.0\n\`\`\``,
  );
  expect(body).not.toMatch(/### PyPI|PyPI attestations/);
});
