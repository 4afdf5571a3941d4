import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectDistributions } from '../src/distribution/collect-distributions.ts';
import { sdistName, writeDistribution } from './distribution-files.ts';

const folderWith = (...names: readonly string[]): string => {
  const folder = dirname(writeDistribution(sdistName, Buffer.from('x')));
  for (const name of names) writeFileSync(join(folder, name), '*');
  return folder;
};

describe('collectDistributions', () => {
  it('files left by build tools and other steps are tolerated', async () => {
    expect(
      await collectDistributions(
        folderWith(
          ...['.gitignore', 'SHA256SUMS', 'publication.json', 'sbom.cdx.json', `${sdistName}.spdx.json`],
          `${sdistName}.provenance`,
        ),
      ),
    ).toMatchObject({ distributions: [sdistName], hasManifest: true, attestations: [] });
  });

  it('every unexpected file is rejected in one error', async () => {
    await expect(collectDistributions(folderWith('.gitattributes', 'x.egg'))).rejects.toThrow(
      /"\.gitattributes" is neither.*"x\.egg" has a format/,
    );
  });
});
