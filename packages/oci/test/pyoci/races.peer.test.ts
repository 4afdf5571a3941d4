import { systemClock } from '@slipway/core/clock';
import { describe, expect, it } from 'vitest';
import { getManifest } from '../../src/manifests.ts';
import type { PackageSource } from '../../src/pyoci/package-file.ts';
import { architectureOf } from '../../src/pyoci/package-name.ts';
import type { Repository } from '../../src/registry.ts';
import { findProgram, startDistribution, startGoRegistry } from '../programs.ts';
import { connectTo } from '../world.ts';
import { publish, publishAndProve, source } from './package-sources.ts';

/*
 * SLIPWAY_RACES is how many races each registry sees, SLIPWAY_RACES_FROM the number of the first: a race follows from its number, so
 * a long run can be cut into pieces, and one that failed be run alone.
 */
const races = Number(process.env['SLIPWAY_RACES'] ?? 40);
const from = Number(process.env['SLIPWAY_RACES_FROM'] ?? 0);
const racesAtOnce = 20;

const peers = [
  ['distribution 2.8', findProgram('docker-registry', 'SLIPWAY_DOCKER_REGISTRY'), startDistribution],
  ['distribution 3', findProgram('distribution', 'SLIPWAY_DISTRIBUTION'), startDistribution],
  ['go-containerregistry', findProgram('registry', 'SLIPWAY_REGISTRY'), startGoRegistry],
] as const;
for (const [name, program] of peers)
  if (program === undefined) console.log(`not shown: races of five writers on ${name} (it is not installed)`);

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A client each of whose requests takes a while longer, and which stops for good at one of them. */
function makeUnreliable(repository: Repository, random: () => number, lastRequest: number): Repository {
  let requests = 0;
  return {
    ...repository,
    async send(request) {
      requests += 1;
      if (requests > lastRequest) throw new Error('killed');
      await systemClock.sleep(random() * random() * 80);
      return repository.send(request);
    },
  };
}

interface Writer {
  readonly files: readonly PackageSource[];
  readonly isWhole: boolean;
  /** Number of the request at which it is killed. */
  readonly lastRequest: number;
}

/** Two to four writers with the whole list, the others with a part of it or with a file of their own. */
function planWriters(random: () => number): readonly Writer[] {
  const whole = ['py3-none-any', 'cp312-cp312-win_amd64', '.tar.gz'].map((tag) => source(tag));
  const wholeWriters = 2 + Math.floor(random() * 3);
  return Array.from({ length: 5 }, (_, index) => {
    const lastRequest = random() < 0.2 ? Math.floor(random() * 25) : Number.POSITIVE_INFINITY;
    if (index < wholeWriters) return { files: whole, isWhole: true, lastRequest };
    const part = whole.filter(() => random() < 0.4);
    return {
      files: [...part, source(`cp31${index}-cp31${index}-linux_x86_64`)],
      isWhole: false,
      lastRequest,
    };
  }).sort(() => random() - 0.5);
}

describe.each(peers.filter(([, program]) => program !== undefined))(
  'five concurrent writers of one version on %s',
  (_name, program, start) => {
    it(`no file is lost in ${races} races of writers with all files, some files, or a kill halfway`, async () => {
      const host = await start(program ?? '');
      const race = async (number: number): Promise<void> => {
        const random = createRandom(number);
        const open = () => connectTo(host, systemClock).connect().repository(`octo/race/pypi/demo${number}`);
        const writers = planWriters(random);
        const ended = await Promise.allSettled(
          writers.map(async ({ files, isWhole, lastRequest }) => {
            const repository = makeUnreliable(open(), random, lastRequest);
            await systemClock.sleep(random() * 120);
            return publish(repository, files, { isWhole });
          }),
        );
        const wanted = new Set<string>();
        for (const [index, { files, lastRequest }] of writers.entries()) {
          const result = ended[index];
          if (result?.status === 'rejected' && lastRequest === Number.POSITIVE_INFINITY) throw result.reason;
          if (result?.status === 'fulfilled')
            for (const { fileName } of files) wanted.add(architectureOf(fileName));
        }
        const stored = await getManifest(open(), '1.0');
        const listed = (stored?.content.manifests ?? []).map(({ platform }) => platform?.['architecture']);
        expect([number, listed]).toEqual([number, expect.arrayContaining([...wanted])]);
        // Who was killed runs again, and then everything is there, and can be read.
        for (const { files, isWhole } of writers) {
          const repository = open();
          await publishAndProve(repository, files, { isWhole });
        }
      };
      for (let number = from; number < from + races; number += racesAtOnce) {
        const group = Array.from({ length: Math.min(racesAtOnce, from + races - number) }, (_, index) =>
          race(number + index),
        );
        await Promise.all(group);
        console.log(`${number + group.length - from} of ${races} races`);
      }
    }, 3_600_000);

    it('five writers with all files produce a single index', async () => {
      const host = await start(program ?? '');
      const race = async (number: number): Promise<void> => {
        const random = createRandom(number);
        const open = () => connectTo(host, systemClock).connect().repository(`octo/race/pypi/demo${number}`);
        const files = ['py3-none-any', 'cp312-cp312-win_amd64', '.tar.gz'].map((tag) => source(tag));
        const digests = await Promise.all(
          Array.from({ length: 5 }, () =>
            publish(makeUnreliable(open(), random, Number.POSITIVE_INFINITY), files, { isWhole: true }),
          ),
        );
        expect([number, new Set(digests).size]).toEqual([number, 1]);
        expect((await getManifest(open(), '1.0'))?.digest).toBe(digests[0]);
      };
      await Promise.all(Array.from({ length: racesAtOnce }, (_, index) => race(index)));
    });
  },
);
