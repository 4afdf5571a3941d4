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

describe('a folder of distributions', () => {
  it('may hold what build tools and other steps leave there', async () => {
    expect(
      await collectDistributions(folderWith('.gitignore', 'SHA256SUMS', 'publication.json')),
    ).toMatchObject({ distributions: [sdistName], hasManifest: true, attestations: [] });
  });

  it('is refused for everything else, in one error', async () => {
    await expect(collectDistributions(folderWith('.gitattributes', 'x.egg'))).rejects.toThrow(
      /"\.gitattributes" is neither.*"x\.egg" is of a kind/,
    );
  });
});
