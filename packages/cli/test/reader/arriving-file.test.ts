import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ArrivingFile } from '../../src/reader/arriving-file.ts';
import type { StoreWatch } from '../../src/reader/store-file.ts';

const text = 'abcdefgh';

/** A file whose bytes come as a test wants. */
function openArrival() {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-arriving-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  let watch: StoreWatch | undefined;
  let finish = (): void => undefined;
  let fail = (_cause: Error): void => undefined;
  const stored = new Promise<string>((done, refuse) => {
    finish = () => done(path);
    fail = refuse;
  });
  const sha256 = createHash('sha256').update(text).digest('hex');
  const file = new ArrivingFile({ fileName: 'file', sha256, size: text.length }, (given) => {
    watch = given;
    return stored;
  });
  file.whole.catch(() => undefined);
  return {
    file,
    attempt(bytes: string): void {
      watch?.begun(path);
      writeFileSync(path, bytes);
      watch?.grown(bytes.length);
    },
    finish,
    fail,
  };
}

async function collect(file: ArrivingFile, seen: string[] = []): Promise<string> {
  for await (const chunk of file.read()) seen.push(Buffer.from(chunk).toString('utf8'));
  return seen.join('');
}

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 50));

describe('a file on its way', () => {
  it('an arriving file is read by two clients at once, and its last byte only after verification', async () => {
    const { file, attempt, finish } = openArrival();
    const seen: string[] = [];
    const readers = [collect(file, seen), collect(file)];
    attempt('abc');
    await file.begin();
    await settle();
    expect(seen.join('')).toBe('abc');
    attempt(text);
    await settle();
    expect(seen.join('')).toBe('abcdefg');
    expect(file.isStored).toBe(false);
    finish();
    expect(await Promise.all(readers)).toEqual([text, text]);
    expect(file.isStored).toBe(true);
    expect(await collect(file)).toBe(text);
  });

  it('an error is reported to readers before the first byte and after it', async () => {
    const early = openArrival();
    early.fail(new Error('refused'));
    await expect(early.file.begin()).rejects.toThrow('refused');
    const late = openArrival();
    late.attempt(text);
    await late.file.begin();
    const seen: string[] = [];
    const reader = collect(late.file, seen);
    await settle();
    late.fail(new Error('other digest'));
    await expect(reader).rejects.toThrow('other digest');
    expect(seen.join('')).toBe('abcdefg');
  });

  it('a reader that got different bytes from an earlier attempt never gets a complete file', async () => {
    const { file, attempt, finish } = openArrival();
    const seen: string[] = [];
    const reader = collect(file, seen);
    reader.catch(() => undefined);
    attempt('xyz');
    await settle();
    attempt(text);
    finish();
    await expect(reader).rejects.toMatchObject({ code: 'E_OCI_DIGEST' });
    expect(seen.join('')).toHaveLength(7);
    expect(await collect(file)).toBe(text);
  });
});
