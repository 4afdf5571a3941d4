import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyConfig, renderFileManifest } from '../../src/pyoci/package-manifests.ts';
import { findProgram, startDistribution } from '../programs.ts';
import { connectTo, temporaryDirectory } from '../world.ts';
import { facts, publishAndProve, source } from './package-sources.ts';

const peers = [
  ['distribution 2.8', findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY')],
  ['distribution 3', findProgram('distribution', 'SLIPWAY_DISTRIBUTION')],
] as const;
for (const [name, program] of peers)
  if (program === undefined) console.log(`not shown: what ${name} lost, pushed again (it is not installed)`);

const name = 'octo/demo/pypi/demo';
const wheel = source('py3-none-any');
const whole = [wheel, source('.tar.gz')];

describe.each(peers.filter(([, program]) => program !== undefined))(
  'a damaged release on %s',
  (_name, program) => {
    const open = async () => {
      const folder = await temporaryDirectory();
      const host = await startDistribution(program ?? '', folder);
      const publish = () =>
        publishAndProve(connectTo(host).connect().repository(name), whole, { isWhole: true });
      // https://distribution.github.io/distribution/about/architecture/: the bytes of each digest are in one file.
      const locate = (digest: string): string => {
        const hex = digest.replace('sha256:', '');
        return join(folder, 'data/docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
      };
      return { publish, locate, first: await publish() };
    };

    it.each([
      ['file', () => `sha256:${wheel.sha256}`],
      ['file manifest', () => renderFileManifest(wheel, facts).digest],
      ['config', () => emptyConfig.digest],
      ['index', (first: string) => first],
    ])('a lost %s is restored by publishing again', async (_what, choose) => {
      const { publish, locate, first } = await open();
      await rm(locate(choose(first)));
      expect(await publish()).toBe(first);
    });

    it('a damaged file is reported while the registry keeps it, and restored once it is gone', async () => {
      const { publish, locate, first } = await open();
      const path = locate(`sha256:${wheel.sha256}`);
      await writeFile(path, 'py3-none-anY');
      await expect(publish()).rejects.toMatchObject({
        code: 'E_GHP_DAMAGED',
        message: expect.stringContaining(wheel.fileName),
      });
      await rm(path);
      expect(await publish()).toBe(first);
    });
  },
);
