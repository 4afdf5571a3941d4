import type { Clock } from '@slipway/core/ports';
import { describe, expect, it } from 'vitest';
import { getManifest } from '../../src/manifests.ts';
import { planRelease } from '../../src/pyoci/plan-release.ts';
import { writeRelease } from '../../src/pyoci/write-release.ts';
import type { Repository, RepositoryRequest } from '../../src/registry.ts';
import { hastyClock, type OciWorld, openOciWorld } from '../world.ts';
import { facts, publish, source } from './package-sources.ts';

const name = 'octo/demo/pypi/demo';
const whole = [source('py3-none-any'), source('cp312-cp312-win_amd64'), source('.tar.gz')];
const part = [source('cp313-cp313-win_amd64')];

/** A clock that tells when somebody waits. */
function watchPauses(): { readonly clock: Clock; readonly first: Promise<void>; count(): number } {
  let count = 0;
  let tell = (): void => undefined;
  const first = new Promise<void>((done) => {
    tell = done;
  });
  const clock: Clock = {
    now: () => hastyClock.now(),
    sleep(milliseconds, signal) {
      count += 1;
      tell();
      return hastyClock.sleep(milliseconds, signal);
    },
  };
  return { clock, first, count: () => count };
}

/** Runs something before the first request that the test is about. */
function interpose(
  repository: Repository,
  isMeant: (request: RepositoryRequest) => boolean,
  before: () => Promise<unknown>,
): Repository {
  let isDone = false;
  return {
    ...repository,
    async send(request) {
      if (!isDone && isMeant(request)) {
        isDone = true;
        await before();
      }
      return repository.send(request);
    },
  };
}

const isIndexPut = ({ method, target }: RepositoryRequest): boolean =>
  method === 'PUT' && target === 'manifests/1.0';

async function listNames({ connect }: OciWorld): Promise<readonly string[]> {
  const stored = await getManifest(connect().repository(name), '1.0');
  return (stored?.content.manifests ?? []).map(({ platform }) => String(platform?.['architecture']));
}
const architectures = [
  '.tar.gz',
  'cp312-cp312-win_amd64.whl',
  'cp313-cp313-win_amd64.whl',
  'py3-none-any.whl',
];

describe('publishing all files of a release at once', () => {
  it('a job with all files does not wait for other jobs', async () => {
    const of = await openOciWorld();
    const pauses = watchPauses();
    const digest = await publish(of.connect(undefined, pauses.clock).repository(name), whole, {
      isWhole: true,
    });
    expect(pauses.count()).toBe(0);
    expect((await getManifest(of.connect().repository(name), '1.0'))?.digest).toBe(digest);
  });

  it('two concurrent jobs with all files write the same index', async () => {
    const of = await openOciWorld();
    const other = () => publish(of.connect().repository(name), [...whole].reverse(), { isWhole: true });
    let theirs: string | undefined;
    const ours = interpose(of.connect().repository(name), isIndexPut, async () => {
      theirs = await other();
    });
    expect(await publish(ours, whole, { isWhole: true })).toBe(theirs);
    expect(theirs).toMatch(/^sha256:/);
    const state = of.emulated.listPackages().find((each) => each.name === name);
    expect(state?.manifests).toHaveLength(whole.length + 1);
  });

  it('a job with all files waits for a concurrent job with some of them, and no file is lost', async () => {
    const of = await openOciWorld();
    const pauses = watchPauses();
    let first: Promise<string> | undefined;
    let sawPause = false;
    const partial = interpose(of.connect().repository(name), isIndexPut, async () => {
      first = publish(of.connect(undefined, pauses.clock).repository(name), whole, { isWhole: true });
      // Until it waits, or is through without.
      await Promise.race([pauses.first.then(() => (sawPause = true)), first]);
    });
    await publish(partial, part);
    await first;
    expect(sawPause).toBe(true);
    expect(await listNames(of)).toEqual(architectures);
  });

  it('a later job with some of the files sees the complete release', async () => {
    const of = await openOciWorld();
    const pauses = watchPauses();
    // The whole release is written just before the other says that it is there.
    const isNote = ({ method, target }: RepositoryRequest): boolean =>
      method === 'HEAD' && target.startsWith('blobs/') && noted++ === part.length + 1;
    let noted = 0;
    const partial = interpose(of.connect().repository(name), isNote, () =>
      publish(of.connect(undefined, pauses.clock).repository(name), whole, { isWhole: true }),
    );
    await publish(partial, part);
    expect(pauses.count()).toBe(0);
    expect(await listNames(of)).toEqual(architectures);
  });

  it('files published earlier by another job are kept', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), part);
    const pauses = watchPauses();
    await publish(of.connect(undefined, pauses.clock).repository(name), whole, { isWhole: true });
    expect(await listNames(of)).toEqual(architectures);
    expect(pauses.count()).toBe(2);
  });

  it('a run with nothing to write leaves no marker and does not wait', async () => {
    const of = await openOciWorld();
    await publish(of.connect().repository(name), whole, { isWhole: true });
    const since = of.world.journal.entries.length;
    const pauses = watchPauses();
    const repository = of.connect(undefined, pauses.clock).repository(name);
    for (const isWhole of [true, false])
      await writeRelease(await planRelease(repository, whole, facts, { isWhole }), () => undefined);
    const methods = of.world.journal.entries.slice(since).map(({ method }) => method);
    expect(methods.filter((method) => method !== 'GET' && method !== 'HEAD')).toEqual([]);
    expect(pauses.count()).toBe(0);
  });
});
