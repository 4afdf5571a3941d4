import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest, renderManifest } from '../src/files/checksum-manifest.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

// Before 9.0 a carriage return in a name was written as it is.
const version = /coreutils\) (\d+)/.exec(
  spawnSync('sha256sum', ['--version'], { encoding: 'utf8' }).stdout ?? '',
)?.[1];
const coreutils = Number(version ?? 0) >= 9;
if (!coreutils) console.log('not shown: manifests equal to those of sha256sum (no GNU coreutils 9 here)');

const fileName = fc
  .stringMatching(/^[^/\0]{1,40}$/)
  .filter(
    (name) =>
      name !== '.' &&
      name !== '..' &&
      !name.startsWith('-') &&
      Buffer.from(name).toString() === name &&
      Buffer.byteLength(name) < 200,
  );

describe('renderManifest and parseManifest', () => {
  it.skipIf(!coreutils)(
    'a rendered manifest has the same bytes as the output of sha256sum, for any file name',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'slipway-manifest-'));
      try {
        fc.assert(
          fc.property(
            fc.uniqueArray(
              fc.oneof(
                fileName,
                fc.constantFrom('a\nb', 'back\\slash', 'cr\rname', ' lead', 'trail ', '\\', 'a:b', 'a\\..'),
              ),
              { minLength: 1, maxLength: 5 },
            ),
            (names) => {
              for (const name of names) writeFileSync(join(folder, name), name);
              const real = execFileSync('sha256sum', ['--', ...names], { cwd: folder, encoding: 'utf8' });
              expect(renderManifest(parseManifest(real))).toBe(real);
              expect(parseManifest(real).map(({ name }) => name)).toEqual(names);
              const check = spawnSync('sha256sum', ['--check', '--strict', '--status'], {
                cwd: folder,
                input: renderManifest(parseManifest(real)),
              });
              expect(check.status).toBe(0);
            },
          ),
          { numRuns: 60 },
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
  it('a manifest may use binary marks, BSD lines, CRLF, a byte order mark, uppercase digests and comments', () => {
    const text = `\uFEFF# sums\r\n${a.toUpperCase()} *x y\r\n\r\nSHA256 (d/e (1)) = ${b}\r\n`;
    expect(parseManifest(text)).toEqual([
      { name: 'x y', digest: a },
      { name: 'd/e (1)', digest: b },
    ]);
  });
  it.each([
    ['a digest that is too short', `${a.slice(1)}  x`, 'line 1 is not a checksum'],
    ['a digest of another algorithm', `${a}${a}  x`, 'line 1 is not a checksum'],
    ['one blank', `${a} x`, 'line 1 is not a checksum'],
    ['an unknown escape sequence', `\\${a}  a\\tb`, 'line 1 is not a checksum'],
    ['a name that points outside the folder', `${a}  ../x`, 'line 1 points outside the folder'],
    ['an absolute path', `${a}  /etc/x`, 'line 1 points outside the folder'],
    ['a duplicate file name', `${a}  x\n${b}  x`, 'line 2 repeats a file'],
    ['no file', '# only a comment\n', 'it lists no files'],
  ])('a manifest with %s is rejected', (_what, text, message) => {
    expect(() => parseManifest(text)).toThrow(message);
  });
  it.each(['C:\\x', 'a:b', '\\x', 'd\\..\\..\\x'])(
    'a manifest with the name %s is rejected on Windows only',
    (name) => {
      const text = renderManifest([{ name, digest: a }]);
      expect(() => parseManifest(text, 'sha256', 'win32')).toThrow('line 1 points outside the folder');
      expect(parseManifest(text, 'sha256', 'linux')).toEqual([{ name, digest: a }]);
    },
  );
  it('a manifest of 100,000 lines is parsed', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `${a}  f${index}`).join('\n');
    expect(parseManifest(lines)).toHaveLength(100_000);
  });
});
