import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { groupReleases } from '../src/group-releases.ts';
import { proveInstallText } from '../src/install-text.ts';
import type { PublishedRelease, ReadBack } from '../src/published-release.ts';
import { makeContext, readDistributions, type UnitOptions } from './support/unit-context.ts';

const linux = wheel({ tags: 'cp313-cp313-manylinux_2_17_x86_64' });
const windows = wheel({ tags: 'cp313-cp313-win_amd64' });

async function prove(
  files: Parameters<typeof readDistributions>[0],
  read: ReadBack,
  options: UnitOptions = {},
) {
  const [release] = groupReleases(await readDistributions(files));
  if (release === undefined) throw new Error('there is no release');
  const published = { ...release, repositoryName: 'octo/demo/pypi/demo' } as PublishedRelease;
  const unit = makeContext(options);
  return { text: await proveInstallText(unit.context, published, read), requests: unit.requests };
}

const open = { visibility: 'public', isTitled: true } as const;
const closed = { visibility: 'private', isTitled: true } as const;

describe('install text', () => {
  it('a universal wheel is downloaded with curl if its bytes are publicly readable', async () => {
    const { text, requests } = await prove([linux, wheel(), sdist()], open, { answer: () => wheel().bytes });
    const [read] = await readDistributions([wheel()]);
    const url = `https://ghcr.io/v2/octo/demo/pypi/demo/blobs/sha256:${read?.sha256}`;
    expect(requests).toMatchObject([
      { method: 'GET', url, headers: { authorization: 'Bearer QQ==' }, maxResponseBytes: read?.size },
    ]);
    expect(text?.command).toBe(
      `curl -fsSL -H "Authorization: Bearer QQ==" -o ${wheel().name} ${url} && echo "${read?.sha256}  ${wheel().name}" | sha256sum -c && pip install ./${wheel().name}`,
    );
    expect(text?.markdown).toContain('which is not a Python index');
    expect(text?.markdown).toMatch(/```sh\ncurl .* &&\necho .* &&\npip install .*\n```$/);
  });

  it.each([
    [
      'the answer was refused',
      () => new RemoteError(coreErrors.E_HTTP_STATUS, { message: 'no', status: 403 }),
    ],
    ['the answer had other bytes', () => Buffer.from('<html>Sign in</html>')],
  ])('the command does not use curl when %s', async (_why, answer) => {
    const { text } = await prove([wheel(), sdist()], open, { answer });
    expect(text?.command).toBe(
      `oras pull ghcr.io/octo/demo/pypi/demo:1.2.0 && pip install ./${wheel().name}`,
    );
    expect(text?.markdown).not.toContain('oras login');
  });

  it('an unexpected failure is not treated as a server response', async () => {
    const answer = () => new Error('a mistake of ours');
    await expect(prove([wheel()], open, { answer })).rejects.toThrow('a mistake of ours');
  });

  it('a private package has a login hint and is not requested anonymously', async () => {
    const { text, requests } = await prove([wheel(), sdist()], closed);
    expect(requests).toEqual([]);
    expect(text?.command).toMatch(/^oras pull /);
    expect(text?.markdown).toContain('`oras login ghcr.io`');
    expect(text?.markdown).toContain('`read:packages`');
  });

  it('an sdist is installed when there is no wheel', async () => {
    const { text } = await prove([sdist()], closed);
    expect(text?.command).toContain(`pip install ./${sdist().name}`);
  });

  it('pip selects the wheel when every wheel is platform-specific', async () => {
    const { text, requests } = await prove([linux, windows, sdist()], open);
    expect(requests).toEqual([]);
    expect(text?.command).toBe(
      'oras pull ghcr.io/octo/demo/pypi/demo:1.2.0 && pip install --no-index --find-links . --no-deps demo==1.2.0',
    );
  });

  it('no install text is returned for a file name that oras cannot write', async () => {
    const { text } = await prove([wheel()], { visibility: 'private', isTitled: false });
    expect(text).toBeUndefined();
  });
});
