import { describe, expect, it } from 'vitest';
import { expectRefusals } from './upload-refusals.ts';
import { openPypiWorld, upload, words } from './world.ts';

describe('uploaded file', () => {
  it('a file with a wrong name, type or digest is rejected before it is opened', () =>
    expectRefusals([
      [
        { filename: 'demo-1.2.0.egg', fields: { filetype: 'sdist', pyversion: 'source' } },
        '400 Invalid file extension: Use .tar.gz, .whl or .zip extension.',
      ],
      [
        { filename: 'demo-1.2.0.tar.gz', fields: { filetype: 'bdist_wheel', pyversion: 'py3' } },
        '400 Invalid file extension: Extension .tar.gz is invalid for filetype bdist_wheel.',
      ],
      [
        { filename: 'a/demo-1.2.0-py3-none-any.whl' },
        "400 Cannot upload a file with '/' or '\\' in the name.",
      ],
      [
        { filename: 'demo\u0001-1.2.0-py3-none-any.whl' },
        '400 Cannot upload a file with non-printable characters (ordinals 0-31) or the DEL character (ordinal 127) in the name.',
      ],
      [{ contentType: 'image/png' }, '400 Invalid distribution file.'],
      [{ contentType: '' }, '400 Invalid distribution file.'],
      [
        { fields: { sha256_digest: '0'.repeat(64) } },
        '400 The digest supplied does not match a digest calculated from the uploaded file.',
      ],
      [
        { fields: { md5_digest: '0'.repeat(32) } },
        '400 The digest supplied does not match a digest calculated from the uploaded file.',
      ],
    ]));

  it('a file without a content type is accepted', async () => {
    const of = await openPypiWorld();
    expect(words(await upload(of, of.pypi.addToken('alice'), { contentType: 'none' }))).toBe('200');
  });

  it('a file above the limit of the file or the project is rejected', async () => {
    const of = await openPypiWorld();
    of.pypi.addProject('demo', 'alice', { uploadLimitBytes: 100 });
    const token = of.pypi.addToken('alice');
    expect(words(await upload(of, token))).toMatch(
      /^400 File too large\. Limit for project 'demo' is 0 MB\. See .*#requesting-a-file-size-limit-increase for more information\.$/,
    );
    of.pypi.addProject('demo', 'alice', { totalLimitBytes: 100 });
    expect(words(await upload(of, token))).toMatch(
      /^400 Project size too large\. Limit for project 'demo' total size is 0 GB\. See /,
    );
  });

  it('a description that does not render is rejected', async () => {
    const of = await openPypiWorld({ canRender: (text) => text !== 'broken' });
    const token = of.pypi.addToken('alice');
    expect(words(await upload(of, token, { fields: { description: 'broken' } }))).toMatch(
      /^400 The description failed to render in the default format of reStructuredText\. See /,
    );
    const fields = { description: 'broken', description_content_type: 'text/markdown' };
    expect(words(await upload(of, token, { fields }))).toMatch(
      /^400 The description failed to render for 'text\/markdown'\. See /,
    );
    expect(words(await upload(of, token, { fields: { description: 'fine' } }))).toBe('200');
  });
});
