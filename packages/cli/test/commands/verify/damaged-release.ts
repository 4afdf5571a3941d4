import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { publicGood } from '@slipway/sigstore/instance';
import { passportStatement } from '@slipway/sigstore/passport/passport-statement';
import {
  readPassportBundle,
  renderBundleLine,
  verifyPassport,
} from '@slipway/sigstore/passport/verify-passport';
import { createSigner } from '@slipway/sigstore/signing/signer';
import { readProvenanceClaims } from '@slipway/sigstore/statements/provenance';
import { loadTrustedRoot } from '@slipway/sigstore/verification/trusted-root';
import { jobIdentity } from '@slipway/testkit/job-identity';
import type { HostedProject } from '../../../src/release/hosted-project.ts';

/** The bytes with the last one changed. */
export const flip = (bytes: Uint8Array): Buffer => {
  const changed = Buffer.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
};

/** A passport that lists the same, signed by a workflow of another repository. */
async function signElsewhere(
  { world, github, trustedRootPath }: HostedProject,
  text: string,
): Promise<string> {
  await github.createRepository({ fullName: 'mallory/demo' });
  const log = createMemoryLog();
  const http = createHttp({ log, clock: systemClock, userAgent: 'test', environment: world.env });
  const trustedRoot = await loadTrustedRoot({ path: trustedRootPath, http, log, cacheDirectory: '' });
  const { passport } = verifyPassport(readPassportBundle(text), {
    trustedRoot,
    trust: 'public-good',
    signer: {},
  });
  const job = world.tokens.issueJob(
    jobIdentity({ repository: 'mallory/demo', permissions: { 'id-token': 'write' } }),
  );
  const requestIdToken = async (): Promise<string> => {
    const answer = await http.request({
      method: 'GET',
      url: `${job.idTokenRequestUrl ?? ''}&audience=sigstore`,
      headers: { authorization: `bearer ${job.idTokenRequestToken ?? ''}` },
    });
    return (answer.json() as { readonly value: string }).value;
  };
  const claims = readProvenanceClaims(await requestIdToken());
  const signer = createSigner({ http, log, clock: systemClock, instance: publicGood, requestIdToken });
  const statement = passportStatement(passport, claims, 'https://github.com');
  return renderBundleLine(await signer.signStatement(statement));
}

/** Every way in which a channel can be wrong, with what has to be found. Each is undone before the next. */
export async function damage(hosted: HostedProject): Promise<
  readonly {
    readonly what: string;
    readonly expected: readonly string[];
    readonly make: () => Promise<() => Promise<void>>;
  }[]
> {
  const { repository, pypi, registry } = hosted;
  const release = repository.releases.find(({ tagName }) => tagName === 'v1.2.0');
  if (release === undefined) throw new Error('there is no release');
  const wheel = 'demo-1.2.0-py3-none-any.whl';
  const sdist = 'demo-1.2.0.tar.gz';
  const passport = 'demo-1.2.0.intoto.jsonl';
  const pathOf = (name: string): string =>
    join(repository.assetDirectory, release.assets.find((asset) => asset.name === name)?.file ?? 'none');
  const rewrite = (name: string, change: (bytes: Buffer) => Buffer | Promise<Buffer>) => async () => {
    const bytes = await readFile(pathOf(name));
    const changed = await change(bytes);
    const asset = release.assets.find((each) => each.name === name);
    if (asset === undefined) throw new Error(`there is no asset ${name}`);
    await writeFile(pathOf(name), changed);
    asset.size = changed.byteLength;
    return async () => {
      asset.size = bytes.byteLength;
      await writeFile(pathOf(name), bytes);
    };
  };
  const [image, packages] = ['demo', 'demo/pypi/demo'].map((name) =>
    `${repository.owner}/${name}`.toLowerCase(),
  );
  const index = registry.readManifest(image ?? '', '1.2.0');
  const stored = pypi.listFiles().find(({ filename }) => filename === wheel)?.sha256;
  if (index === undefined || image === undefined || packages === undefined || stored === undefined)
    throw new Error('the image or the package is missing');
  const platforms = (
    JSON.parse(Buffer.from(index.bytes).toString('utf8')) as {
      readonly manifests: readonly {
        readonly digest: string;
        readonly platform: { readonly os: string; readonly architecture: string };
      }[];
    }
  ).manifests.filter(({ platform }) => platform.os !== 'unknown');
  const [platform] = platforms;
  if (platform === undefined) throw new Error('the image has no platform');
  const nameOf = ({ platform: { os, architecture } }: typeof platform): string => `${os}/${architecture}`;
  const manifestOf = ({ digest }: typeof platform): Uint8Array => {
    const found = registry.readManifest(image, digest);
    if (found === undefined) throw new Error(`the platform ${digest} is missing`);
    return found.bytes;
  };
  const layersOf = (each: typeof platform): readonly string[] => {
    const content = JSON.parse(Buffer.from(manifestOf(each)).toString('utf8')) as {
      readonly layers: readonly { readonly digest: string }[];
    };
    return content.layers.map(({ digest }) => digest);
  };
  const [layer = ''] = layersOf(platform);
  const replaceBlob = (name: string, digest: string) => async () => {
    const bytes = await registry.readBlob(name, digest as never);
    if (bytes === undefined) throw new Error(`there is no blob ${digest}`);
    await registry.damage.replaceBlob(digest as never, flip(bytes));
    return () => registry.damage.replaceBlob(digest as never, bytes);
  };
  const replaceManifest = (reference: string, bytes: Uint8Array) => async () => {
    registry.damage.replaceManifest(image, reference, flip(bytes));
    return async () => registry.damage.replaceManifest(image, reference, bytes);
  };
  return [
    {
      what: 'a byte of an asset',
      expected: [`GitHub Release ${sdist} differs`],
      make: rewrite(sdist, flip),
    },
    {
      what: 'a byte of the checksums',
      expected: ['GitHub Release SHA256SUMS differs'],
      make: rewrite('SHA256SUMS', flip),
    },
    {
      what: 'a byte of the passport',
      expected: [`GitHub Release ${passport} differs`],
      make: rewrite(passport, (bytes) =>
        Buffer.from(bytes.toString('utf8').replace('"payload":"e', '"payload":"f')),
      ),
    },
    {
      what: 'the passport of another signer',
      expected: [`GitHub Release ${passport} other signer`],
      make: rewrite(passport, async (bytes) =>
        Buffer.from(await signElsewhere(hosted, bytes.toString('utf8'))),
      ),
    },
    {
      what: 'an extra asset',
      expected: ['GitHub Release demo-1.2.0-cp313-cp313-win32.whl differs'],
      make: async () => {
        const [first] = release.assets;
        if (first === undefined) throw new Error('there is no asset');
        release.assets.push({ ...first, id: 999, name: 'demo-1.2.0-cp313-cp313-win32.whl', label: null });
        return async () => void release.assets.pop();
      },
    },
    {
      what: 'a byte on PyPI',
      expected: [`PyPI ${wheel} differs`],
      make: async () => {
        const bytes = await pypi.readFile(wheel);
        await pypi.replaceFile(wheel, flip(bytes));
        return () => pypi.replaceFile(wheel, bytes);
      },
    },
    {
      what: 'an extra file on PyPI',
      expected: ['PyPI demo-1.2.0-cp313-cp313-win32.whl differs'],
      make: async () => {
        await pypi.addExistingFile('demo', '1.2.0', 'demo-1.2.0-cp313-cp313-win32.whl', Buffer.from('x'));
        return async () => pypi.deleteFile('demo-1.2.0-cp313-cp313-win32.whl');
      },
    },
    {
      what: 'a byte in GitHub Packages',
      expected: [`GitHub Packages ${wheel} differs`],
      make: replaceBlob(packages, `sha256:${stored}`),
    },
    {
      what: 'a byte of the index of the image',
      expected: ['Container image index differs'],
      make: replaceManifest('1.2.0', index.bytes),
    },
    {
      what: 'a byte of a platform of the image',
      expected: [`Container image ${nameOf(platform)} differs`],
      make: replaceManifest(platform.digest, manifestOf(platform)),
    },
    {
      what: 'a byte of a layer of the image',
      // Platforms may share it.
      expected: platforms
        .filter((each) => layersOf(each).includes(layer))
        .map((each) => `Container image ${nameOf(each)} differs`),
      make: replaceBlob(image, layer),
    },
  ];
}
