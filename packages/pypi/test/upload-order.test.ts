import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { uploadInOrder } from '../src/upload-order.ts';
import { demoFile } from './upload-file.ts';

const files = [
  'demo-1.0.tar.gz',
  'demo-1.0-cp312-abi3-win32.whl',
  'demo-1.0-cp311-abi3-win32.whl',
  'demo-1.0-cp310-abi3-win32.whl',
  'demo-1.0-cp313-abi3-win32.whl',
].map((name) => demoFile({ name }));

describe('uploadInOrder', () => {
  it('one wheel is uploaded first, then the other wheels concurrently, and the sdist last', async () => {
    const log: string[] = [];
    let running = 0;
    const atOnce: number[] = [];
    await uploadInOrder(files, 2, async ({ name }) => {
      running += 1;
      atOnce.push(running);
      log.push(name.slice(9, 14));
      await setImmediate();
      running -= 1;
    });
    expect(log).toEqual(['cp310', 'cp311', 'cp312', 'cp313', 'tar.g']);
    expect(atOnce).toEqual([1, 1, 2, 2, 1]);
  });
  it('a failed upload starts no further one and waits for those in progress', async () => {
    const started: string[] = [];
    const finished: string[] = [];
    const attempt = uploadInOrder(files, 2, async ({ name }) => {
      started.push(name);
      await setImmediate();
      if (name.includes('cp311')) throw new Error('refused');
      await setImmediate();
      finished.push(name);
    });
    await expect(attempt).rejects.toThrow('refused');
    expect(started).toHaveLength(3);
    expect(finished).toEqual(['demo-1.0-cp310-abi3-win32.whl', 'demo-1.0-cp312-abi3-win32.whl']);
  });
  it('one project is finished before the next is started', async () => {
    const two = [
      ['zeta', 'zeta-2.0.tar.gz'],
      ['zeta', 'zeta-2.0-py3-none-any.whl'],
      ['demo', 'demo-1.0.tar.gz'],
      ['Demo', 'demo-1.0-py3-none-any.whl'],
    ].map(([project = '', name = '']) => demoFile({ project, name }));
    const taken: string[] = [];
    const attempt = uploadInOrder(two, 2, async ({ name }) => {
      if (name.startsWith('zeta')) throw new Error('refused');
      taken.push(name);
    });
    await expect(attempt).rejects.toThrow('refused');
    expect(taken).toEqual(['demo-1.0-py3-none-any.whl', 'demo-1.0.tar.gz']);
  });
});
