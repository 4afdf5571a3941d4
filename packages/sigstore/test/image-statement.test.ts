import { describe, expect, it } from 'vitest';
import {
  imageProvenanceStatement,
  imageStatement,
  sbomStatement,
} from '../src/statements/image-statement.ts';
import { readProvenanceClaims } from '../src/statements/provenance.ts';
import { openSigningWorld } from './support/signing-world.ts';

const sha256 = '1'.repeat(64);
const digest = `sha256:${sha256}`;
const image = { name: 'ghcr.io/octo/demo', digest };

describe('imageStatement', () => {
  // As `cosign sign` of 3.1 writes it, byte for byte.
  it('an image statement equals the one cosign 3 writes', () => {
    expect(JSON.stringify(imageStatement(digest, { k: 'v' }))).toBe(
      `{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"${sha256}"},"annotations":{"k":"v"}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}`,
    );
    expect(imageStatement(digest).subject).toEqual([{ digest: { sha256 } }]);
  });
});

describe('imageProvenanceStatement', () => {
  it('a provenance names the image, its digest and the workflow run', async () => {
    const place = await openSigningWorld();
    const claims = readProvenanceClaims(await place.requestIdToken());
    const statement = imageProvenanceStatement(image, claims);
    expect(statement.subject).toEqual([{ name: 'ghcr.io/octo/demo', digest: { sha256 } }]);
    expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
    expect(statement.predicate).toMatchObject({
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: {
          workflow: {
            ref: 'refs/tags/v1.2.0',
            repository: 'https://github.com/octo/demo',
            path: '.github/workflows/release.yml',
          },
        },
      },
      runDetails: {
        metadata: { invocationId: 'https://github.com/octo/demo/actions/runs/7001/attempts/1' },
      },
    });
  });
});

describe('sbomStatement', () => {
  it.each([
    [{ spdxVersion: 'SPDX-2.3', packages: [] }, 'https://spdx.dev/Document'],
    [{ bomFormat: 'CycloneDX', specVersion: '1.6', components: [] }, 'https://cyclonedx.org/bom'],
  ])('the statement type of the document %j is %s', (document, predicateType) => {
    const statement = sbomStatement(image, document);
    expect(statement).toMatchObject({ predicateType, predicate: document });
    expect(statement.subject).toEqual([{ name: 'ghcr.io/octo/demo', digest: { sha256 } }]);
  });

  it.each([[{}], [{ bomFormat: 'SWID' }], [{ spdxVersion: 2 }], [[{ spdxVersion: 'SPDX-2.3' }]]])(
    'the document %j is rejected as neither SPDX nor CycloneDX',
    (document) => {
      expect(() => sbomStatement(image, document)).toThrow(/neither SPDX 2 .* nor CycloneDX/);
    },
  );

  it('a bill of materials above 16 MiB, counted in bytes, is rejected', () => {
    const limit = 16 * 1024 * 1024;
    const documentOf = (letter: string, bytes: number) => {
      const empty = { spdxVersion: 'SPDX-2.3', comment: '' };
      const left = bytes - Buffer.byteLength(JSON.stringify(empty));
      return { ...empty, comment: letter.repeat(Math.floor(left / Buffer.byteLength(letter))) };
    };
    expect(sbomStatement(image, documentOf('a', limit)).predicateType).toBe('https://spdx.dev/Document');
    expect(() => sbomStatement(image, documentOf('a', limit + 1))).toThrow(
      `has ${limit + 1} bytes; at most ${limit} can be signed`,
    );
    expect(() => sbomStatement(image, documentOf('é', limit + 2))).toThrow(/can be signed/);
  });
});
