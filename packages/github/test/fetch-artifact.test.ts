import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FileList } from '@slipway/core/files/file-list';
import { kindOfFile } from '@slipway/core/files/parse-file-list';
import { describe, expect, it } from 'vitest';
import {
  type Answers,
  fetchFrom as fetch,
  openFolder,
  runtimeToken,
  serve,
  sha256,
  stored,
} from './artifact-server.ts';
import { createZip, type ZipEntry } from './zip.ts';

const promise = (...files: readonly (readonly [name: string, bytes: Buffer])[]): FileList =>
  files.map(([name, bytes]) => ({
    name,
    sha256: sha256(bytes),
    size: bytes.length,
    kind: kindOfFile(name),
  }));

const one = Buffer.from('x');
const zeros = Buffer.alloc(100_000_000);

describe('fetchArtifact', () => {
  it('an artifact arrives with the promised files and their manifest', async () => {
    const archive = createZip([{ name: 'a.whl' }, { name: 'SHA256SUMS', bytes: Buffer.from('sums') }]);
    const directory = await openFolder();
    await fetch(await serve(archive), directory, promise(['a.whl', one], ['b.whl', one]));
    expect((await readdir(directory)).sort()).toEqual(['SHA256SUMS', 'a.whl']);
    expect(await readFile(join(directory, 'SHA256SUMS'), 'utf8')).toBe('sums');
  });

  it('an artifact whose digest differs from the listed one is rejected', async () => {
    const archive = createZip([{ name: 'a.whl' }]);
    const artifacts = [
      { ...stored, name: 'python-dist', size: archive.length, digest: `sha256:${'0'.repeat(64)}` },
    ];
    const directory = await openFolder();
    await expect(fetch(await serve(archive, { listed: { artifacts } }), directory)).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT_DIFFERS',
    });
    expect(await readdir(directory)).toEqual([]);
  });

  const bomb: ZipEntry = { name: 'a.whl', bytes: zeros, deflated: true };
  const sharing = Array.from({ length: 900 }, (_, index) => ({
    ...bomb,
    name: `${index}.txt`,
    sharesWith: 0,
  }));
  it.each<[string, ZipEntry[], FileList | undefined, string, RegExp]>([
    [
      '900 files share the same bytes',
      [bomb, ...sharing],
      undefined,
      'E_GITHUB_ARTIFACT_DIFFERS',
      /shares its bytes/,
    ],
    [
      'additional files share the bytes of the promised file',
      [bomb, ...sharing],
      promise(['a.whl', zeros]),
      'E_GITHUB_ARTIFACT_DIFFERS',
      /shares its bytes/,
    ],
    [
      'it unpacks to many times its size',
      [bomb],
      undefined,
      'E_GITHUB_ARTIFACT_DIFFERS',
      /more than 50 times/,
    ],
    [
      'a file is larger than promised',
      [bomb],
      promise(['a.whl', one]),
      'E_FILES_DIFFER',
      /different: a\.whl \(promised 1 bytes, found 100000000\)/,
    ],
    [
      'a file is smaller than promised',
      [{ name: 'a.whl' }],
      promise(['a.whl', zeros]),
      'E_FILES_DIFFER',
      /promised 100000000 bytes, found 1\)/,
    ],
    [
      'it contains an unpromised distribution',
      [{ name: 'a.whl' }, { name: 'b.whl' }],
      promise(['a.whl', one]),
      'E_FILES_DIFFER',
      /not promised: b\.whl/,
    ],
    [
      'a file has the promised size but different bytes',
      [{ name: 'a.whl', bytes: Buffer.from('y') }],
      promise(['a.whl', one]),
      'E_FILES_DIFFER',
      /expected sha256 2d7116/,
    ],
    [
      'the additional files are huge',
      [{ name: 'a.whl' }, { name: 'notes.txt', bytes: zeros, deflated: true }],
      promise(['a.whl', one]),
      'E_GITHUB_ARTIFACT_DIFFERS',
      /beside the promised ones have 100000000 bytes/,
    ],
    [
      'a file has more bytes than its directory says',
      [{ ...bomb, declaredSize: 1 }],
      promise(['a.whl', one]),
      'E_GITHUB_ARTIFACT_DIFFERS',
      /too many bytes/,
    ],
    [
      'a file has fewer bytes than its directory says',
      [{ name: 'a.whl', deflated: true, declaredSize: 5 }],
      promise(['a.whl', Buffer.from('12345')]),
      'E_GITHUB_ARTIFACT_DIFFERS',
      /not enough bytes/,
    ],
    [
      'it contains more than 1,000 files',
      Array.from({ length: 1001 }, (_, index) => ({ name: `${index}.txt` })),
      undefined,
      'E_GITHUB_ARTIFACT_DIFFERS',
      /more than 1000 files/,
    ],
  ])(
    'an artifact is rejected and nothing is left behind when %s',
    async (_, entries, promised, code, message) => {
      const directory = await openFolder();
      await expect(fetch(await serve(createZip(entries)), directory, promised)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
      expect(await readdir(directory)).toEqual([]);
    },
  );

  it('an artifact larger than its promised files is not downloaded', async () => {
    const artifacts = [{ ...stored, name: 'python-dist', size: '90000000', digest: null }];
    const service = await serve(createZip([{ name: 'a.whl' }]), { listed: { artifacts } });
    const directory = await openFolder();
    await expect(fetch(service, directory, promise(['a.whl', one]))).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT_DIFFERS',
      message: expect.stringContaining('has 90000000 bytes'),
    });
    expect(service.paths.filter((path) => path.endsWith('/archive'))).toEqual([]);
  });

  it('an artifact longer than its listed size is rejected', async () => {
    const artifacts = [{ ...stored, name: 'python-dist', size: '10', digest: null }];
    const directory = await openFolder();
    await expect(
      fetch(await serve(createZip([{ name: 'a.whl' }]), { listed: { artifacts } }), directory),
    ).rejects.toMatchObject({ code: 'E_HTTP_BODY_TOO_LARGE' });
    expect(await readdir(directory)).toEqual([]);
  });

  it('an existing file is never overwritten', async () => {
    const directory = await openFolder();
    await writeFile(join(directory, 'a.whl'), 'mine');
    await expect(fetch(await serve(createZip([{ name: 'a.whl' }])), directory)).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT',
      message: expect.stringContaining('"a.whl" already'),
    });
    expect(await readFile(join(directory, 'a.whl'), 'utf8')).toBe('mine');
  });

  const wrong = [null, [], 'x', 7, true, { artifacts: null }, { artifacts: {} }, { artifacts: [null] }];
  it.each<[Answers]>([
    ...wrong.map((listed): [Answers] => [{ listed }]),
    ...[-1, 'many', {}].map((size): [Answers] => [
      { listed: { artifacts: [{ ...stored, name: 'python-dist', size }] } },
    ]),
    [{ listed: { artifacts: [{ ...stored, name: 'python-dist', digest: 'md5:0' }] } }],
    ...Object.keys(stored).map((key): [Answers] => [
      { listed: { artifacts: [{ ...stored, name: 'python-dist', [key]: '' }] } },
    ]),
    ...[null, [], 'x', 7, {}, { signed_url: 7 }, { signed_url: 'nowhere' }].map((signed): [Answers] => [
      { signed },
    ]),
  ])('the malformed artifact response %j is rejected in one error', async (answers) => {
    const service = await serve(createZip([{ name: 'a.whl' }]), answers);
    await expect(fetch(service, await openFolder())).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(?:HTTP_MALFORMED|GITHUB_ARTIFACT)$/),
      message: expect.not.stringContaining('undefined'),
    });
  });
});

describe('full disk', () => {
  const script = fileURLToPath(new URL('./fixtures/artifact-job.ts', import.meta.url));

  it.each([
    ['the archive arrives', createZip([{ name: 'a.whl', bytes: Buffer.alloc(3_000_000, 'x') }])],
    [
      'a file is unpacked',
      createZip([{ name: 'a.whl', bytes: Buffer.alloc(3_000_000, 'x'), deflated: true }]),
    ],
  ])(
    'a disk that fills up while %s is reported in one error and nothing is left behind',
    async (_, archive) => {
      const directory = await openFolder();
      const { url } = await serve(archive);
      // A process that may write no file of more than a megabyte: the way a full disk shows itself without one.
      const args = [
        '-c',
        'ulimit -f 1000 && exec "$@"',
        'sh',
        process.execPath,
        script,
        'download',
        directory,
      ];
      const { stdout } = await promisify(execFile)('sh', args, {
        env: { PATH: process.env['PATH'], ACTIONS_RUNTIME_TOKEN: runtimeToken, ACTIONS_RESULTS_URL: url },
      });
      expect(JSON.parse(/^REPORT (.*)$/m.exec(stdout)?.[1] ?? '{}')).toEqual({
        code: 'E_FILE_SYSTEM',
        message: expect.stringMatching(/^EnvironmentError: write.* failed: the file would be larger/),
      });
      expect(await readdir(directory)).toEqual([]);
    },
  );
});
