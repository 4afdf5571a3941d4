import { describe, expect, it } from 'vitest';
import { type Member, sdist, tarGz, wheel, wheelMembers, zip } from './distributions.ts';
import { openPypiWorld, type UploadCall, upload, words } from './world.ts';

async function verdicts(cases: readonly (readonly [UploadCall, string])[]) {
  const seen: string[] = [];
  for (const [options] of cases) {
    const of = await openPypiWorld();
    seen.push(words(await upload(of, of.pypi.addToken('alice'), options)));
  }
  expect(seen).toEqual(cases.map(([, expected]) => (expected === '200' ? '200' : `400 ${expected}`)));
}

const invalid = (reason: string) => `Invalid distribution file. ${reason}`;
const framing = (reason: string) =>
  expect.stringMatching(
    new RegExp(
      `^400 Invalid distribution file\\. ZIP archive not accepted: ${reason}\\. See .*/archives for more`,
    ),
  );
const archive = (bytes: Buffer): UploadCall => ({ bytes });
const asSdist = (bytes: Buffer, filename = 'demo-1.2.0.tar.gz'): UploadCall => ({ bytes, filename });
const members = wheelMembers();

describe('archives', () => {
  it('an archive that does not match its file extension is rejected', () =>
    verdicts([
      [archive(Buffer.from('no archive')), invalid('File is not a zipfile')],
      [archive(sdist()), invalid('File is not a zipfile')],
      [asSdist(wheel()), invalid('File is not a tarfile')],
      [asSdist(Buffer.concat([sdist(), wheel()])), invalid('File is both a zip and a tar file')],
      [asSdist(sdist().subarray(0, 60)), invalid('File is not a tarfile')],
    ]));

  it('a wheel without WHEEL, METADATA or RECORD is rejected', async () => {
    const without = (name: string) => archive(zip(members.filter((member) => !member.name.endsWith(name))));
    const wheelName = "Wheel 'demo-1.2.0-py3-none-any.whl' does not contain the required";
    await verdicts([
      [without('/WHEEL'), invalid('WHEEL not found at demo-1.2.0.dist-info/WHEEL')],
      [without('/METADATA'), `${wheelName} METADATA file: demo-1.2.0.dist-info/METADATA`],
      [without('/RECORD'), `${wheelName} RECORD file: demo-1.2.0.dist-info/RECORD`],
      // A difference between RECORD and the archive only sends an e-mail.
      [archive(zip([{ name: 'demo/unlisted.py', text: '' }, ...members])), '200'],
    ]);
  });

  it('an sdist needs one folder with PKG-INFO and no sparse member', async () => {
    const info = { name: 'demo-1.2.0/PKG-INFO' };
    await verdicts([
      [
        asSdist(tarGz([info, { name: 'other/file' }])),
        invalid('Incorrect number of top-level directories in sdist'),
      ],
      [
        asSdist(tarGz([{ name: 'demo-1.2.0/x' }, { name: 'demo-1.2.0/y' }])),
        invalid('PKG-INFO not found at demo-1.2.0/PKG-INFO'),
      ],
      [asSdist(sdist('1.2.0', [{ name: 'ok.py', text: 'x' }])), '200'],
    ]);
    const of = await openPypiWorld();
    const sparse = asSdist(sdist('1.2.0', [{ name: 'hole', type: 'S' }]));
    expect(words(await upload(of, of.pypi.addToken('alice'), sparse))).toMatch(
      /^400 Invalid distribution file\. tar archive not accepted: Sparse members are not allowed\. See /,
    );
  });

  it('an archive with a compression ratio above 50 or an unsupported compression is rejected', async () => {
    const big: Member = { name: 'demo/zeros', text: '\0'.repeat(65 * 1024 * 1024), deflate: true };
    await verdicts([
      [archive(zip([big, ...members])), invalid('File exceeds compression ratio of 50')],
      [
        archive(zip([{ name: 'demo/x', text: '', method: 12 }, ...members])),
        invalid('File does not use a supported compression type'),
      ],
    ]);
  });

  it('a ZIP archive whose local headers differ from its central directory is rejected', async () => {
    const [first = { name: '', text: '' }] = members;
    const cases: readonly (readonly [Buffer, string])[] = [
      [zip(members, 'x'), 'Trailing data'],
      [zip([...members, first]), 'Duplicate filename in local headers'],
      [
        zip([...members, { name: 'demo/hidden.py', text: '', hidden: true }]),
        'Filename not in central directory',
      ],
      [zip([{ name: 'demo/streamed.py', text: '', flags: 8 }, ...members]), 'ZIP contains a data descriptor'],
      [zip([{ name: 'demo/\u0007.py', text: '' }, ...members]), 'Invalid character in filename'],
    ];
    for (const [bytes, reason] of cases) {
      const of = await openPypiWorld();
      expect(words(await upload(of, of.pypi.addToken('alice'), { bytes }))).toEqual(framing(reason));
    }
  });
});

describe('distribution names', () => {
  it('an sdist name that differs from the normalized project and version is rejected', () =>
    verdicts([
      [asSdist(sdist(), 'other-1.2.0.tar.gz'), "Start filename for 'demo' with 'demo'."],
      [
        asSdist(sdist(), 'Demo-1.2.0.tar.gz'),
        "Filename 'Demo-1.2.0.tar.gz' is invalid, should be 'demo-1.2.0.tar.gz'.",
      ],
      [
        asSdist(sdist(), 'demo-1.2.tar.gz'),
        "Filename 'demo-1.2.tar.gz' is invalid, should be 'demo-1.2.0.tar.gz'.",
      ],
      [asSdist(sdist(), 'demo.tar.gz'), 'Invalid source distribution filename: demo.tar.gz'],
    ]));

  it('a wheel name with a wrong project, version or tag is rejected', async () => {
    const named = (filename: string): UploadCall => {
      const [name = '', version = ''] = filename.split('-');
      const renamed = members.map((member) => ({
        ...member,
        name: member.name.replace('demo-1.2.0.dist-info', `${name}-${version}.dist-info`),
      }));
      return { filename, bytes: zip(renamed) };
    };
    const platform = (tag: string) =>
      `Binary wheel 'demo-1.2.0-py3-none-${tag}.whl' has an unsupported platform tag '${tag}'.`;
    await verdicts([
      [
        named('demo-1.2.0-none-any.whl'),
        "Invalid wheel filename (wrong number of parts): 'demo-1.2.0-none-any'",
      ],
      [named('demo-x-py3-none-any.whl'), "Invalid wheel filename (invalid version): 'demo-x-py3-none-any'"],
      [named('demo-1.2.0-b1-py3-none-any.whl'), "Invalid build number: b1 in 'demo-1.2.0-b1-py3-none-any'"],
      [named('de__mo-1.2.0-py3-none-any.whl'), "Invalid project name: 'de__mo-1.2.0-py3-none-any'"],
      [named('other-1.2.0-py3-none-any.whl'), "Start filename for 'demo' with 'demo'."],
      [
        named('Demo-1.2.0-py3-none-any.whl'),
        "Filename 'Demo-1.2.0-py3-none-any.whl' should contain the normalized project name 'demo', not 'Demo'.",
      ],
      [named('demo-1.3-py3-none-any.whl'), "Version in filename should be '1.2.0' not '1.3'."],
      [named('demo-1.2-py3-none-any.whl'), '200'],
      [named('demo-1.2.0-1-py3-none-any.whl'), '200'],
      ...['linux_x86_64', 'macosx_11_3_arm64', 'pyodide_2024_0_wasm32', 'manylinux_2_17_mips'].map(
        (tag) => [named(`demo-1.2.0-py3-none-${tag}.whl`), platform(tag)] as const,
      ),
      ...['macosx_11_0_arm64', 'manylinux_2_17_riscv64', 'ios_13_0_arm64_iphoneos', 'android_21_x86_64'].map(
        (tag) => [named(`demo-1.2.0-py3-none-${tag}.whl`), '200'] as const,
      ),
    ]);
  });

  it('a missing license file and an entry point with a path are rejected', async () => {
    const fields = { metadata_version: '2.4', license_file: 'docs/LICENSE' };
    const script = (text: string) =>
      wheel('1.2.0', [{ name: 'demo-1.2.0.dist-info/entry_points.txt', text }]);
    const license = { name: 'demo-1.2.0.dist-info/licenses/docs/LICENSE', text: '' };
    const bad =
      "Wheel 'demo-1.2.0-py3-none-any.whl' has invalid entry points defined in the entry_points.txt file";
    const missing = 'License-File docs/LICENSE does not exist in distribution file';
    await verdicts([
      [{ fields }, `${missing} demo-1.2.0-py3-none-any.whl at demo-1.2.0.dist-info/licenses/docs/LICENSE`],
      [{ fields, bytes: wheel('1.2.0', [license]) }, '200'],
      [{ fields, ...asSdist(sdist()) }, `${missing} demo-1.2.0.tar.gz at demo-1.2.0/docs/LICENSE`],
      [{ fields, ...asSdist(sdist('1.2.0', [{ name: 'docs/LICENSE' }])) }, '200'],
      [archive(script('[console_scripts]\n../x = demo:main\n')), bad],
      [archive(script('no section\n')), bad],
      [archive(script('[console_scripts]\ndemo = demo:main\n[own]\na/b = x\n')), '200'],
    ]);
  });
});
