import { describe, expect, it } from 'vitest';
import { archiveCases } from './refused/archive-cases.ts';
import { fieldCases } from './refused/field-cases.ts';
import { sdistFile, wheelFile } from './refused/files.ts';
import { metadataCases } from './refused/metadata-cases.ts';
import { askIndex, judgeBuild } from './refused/verdicts.ts';

describe('a file that PyPI refuses', () => {
  it.each([...metadataCases, ...fieldCases, ...archiveCases])(
    '$title is rejected by the build with the rule',
    async ({ file, rule, answer }) => {
      const offered = file();
      expect(await askIndex(offered)).toContain(`400 ${answer}`);
      expect(await judgeBuild(offered)).toContain(rule);
    },
  );

  it.each([
    ['wheel', wheelFile],
    ['sdist', sdistFile],
  ])('the %s that the others were made from is accepted by both', async (_, file) => {
    const offered = file();
    expect(await askIndex(offered)).toBeUndefined();
    expect(await judgeBuild(offered)).toBeUndefined();
  });
});
