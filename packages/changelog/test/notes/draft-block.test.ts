import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlock, mergeBlock, renderBlock } from '../../src/notes/draft-block.ts';

const commitSha = 'c'.repeat(40);
const block = (notes: string, title = 'v1.2.0') => ({ tag: 'v1.2.0', commitSha, title, notes, extra: [] });
const draft = (body: string, name = 'v1.2.0') => ({ name, body });

describe('the notes in the body of a release', () => {
  it('a new draft has the title and the block', () => {
    expect(mergeBlock(undefined, block('Notes'))).toEqual({
      name: 'v1.2.0',
      body: expect.stringMatching(
        /^<!-- slipway: v1\.2\.0 commit=c{40} title=[0-9a-f]{16} notes=[0-9a-f]{16} -->\nNotes\n<!-- slipway: end -->$/,
      ),
      keepsTitle: false,
      keepsNotes: false,
    });
  });

  it('a title and texts that a person wrote around the block are kept byte for byte', () => {
    const written = `Hello,\r\n\r\nit is *winter*.\r\n${renderBlock(block('Old')).replace(/\n/g, '\r\n')}\r\n  Bye \r\n`;
    const merged = mergeBlock(draft(written, 'Winter release'), block('New'));
    expect(merged).toEqual({
      name: 'Winter release',
      body: `Hello,\r\n\r\nit is *winter*.\r\n${renderBlock(block('New'))}\r\n  Bye \r\n`,
      keepsTitle: true,
      keepsNotes: false,
    });
  });

  it('the digest of the image is read back from a body, and a block without one has none', () => {
    const imageDigest = `sha256:${'a'.repeat(64)}`;
    const extra = [{ name: 'docs.zip', sha256: 'b'.repeat(64) }];
    const written = renderBlock({ ...block('Notes'), extra, imageDigest });
    expect(findBlock(written, 'v1.2.0')).toMatchObject({ imageDigest, extra, isOurs: true });
    expect(findBlock(renderBlock(block('Notes')), 'v1.2.0')?.imageDigest).toBeUndefined();
  });

  it('the index and the run that publishes are read back, and a draft for a person has neither', () => {
    const written = renderBlock({ ...block('Notes'), index: 'testpypi', publishedBy: 42 });
    expect(findBlock(written, 'v1.2.0')).toMatchObject({ index: 'testpypi', publishedBy: 42, isOurs: true });
    expect(findBlock(renderBlock(block('Notes')), 'v1.2.0')).toMatchObject({
      index: undefined,
      publishedBy: undefined,
    });
  });

  it('a title that we gave before changes with the input', () => {
    const old = draft(renderBlock(block('Notes', 'demo 1.2.0')), 'demo 1.2.0');
    expect(mergeBlock(old, block('Notes', 'Demo 1.2.0')).name).toBe('Demo 1.2.0');
  });

  it('a block that a person edited stays as it is', () => {
    const written = renderBlock(block('- one\n- two')).replace('two', 'two, edited');
    expect(mergeBlock(draft(written), block('New'))).toMatchObject({ body: written, keepsNotes: true });
  });

  it.each(['<!-- slipway: end -->', /<!-- slipway: v1.* -->/])(
    'a body that lost the mark %s is read for what it is',
    (mark) => {
      const written = renderBlock(block('Notes')).replace(mark, '');
      const { body } = mergeBlock(draft(written), block('New'));
      expect(body.startsWith(written)).toBe(true);
      expect(body.match(/<!-- slipway: v1/g)).toHaveLength(1);
    },
  );

  it('a draft that a person made gets the block below its text', () => {
    const { name, body, keepsTitle } = mergeBlock(draft('To be written.', 'Winter release'), block('Notes'));
    expect([name, body, keepsTitle]).toEqual([
      'Winter release',
      `To be written.\n\n${renderBlock(block('Notes'))}`,
      true,
    ]);
  });

  it('the block of another tag is a text like any other', () => {
    const other = renderBlock({ ...block('Other'), tag: 'v1.2' });
    expect(mergeBlock(draft(other), block('Notes')).body).toBe(`${other}\n\n${renderBlock(block('Notes'))}`);
  });

  it('files beside the build are remembered, whatever their names', () => {
    const extra = [
      { name: 'a, b: -->c.pdf', sha256: 'a'.repeat(64) },
      { name: 'ü.epub', sha256: 'b'.repeat(64) },
    ];
    expect(findBlock(renderBlock({ ...block('Notes'), extra }), 'v1.2.0')).toMatchObject({
      extra,
      commitSha,
    });
  });

  it('merging any text twice changes nothing the second time', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, (before, notes, name) => {
        const once = mergeBlock(draft(before, name), block(notes));
        expect(once.body.startsWith(before.trim() === '' ? '' : before)).toBe(true);
        expect(mergeBlock(once, block(notes))).toMatchObject({ name: once.name, body: once.body });
      }),
    );
  });
});
